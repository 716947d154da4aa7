package io.slackwater.kind.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.kind.config.NotStored.Reason;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The number of lines for files that are not stored. */
class NotStoredTest {

    private static Stream<NotStored> images(String directory, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new NotStored(Path.of(directory, i + ".png"), Reason.NOT_TEXT, false, "it is no text"));
    }

    @Test
    void manyFilesOfADirectoryAreListedAsOneLineWithTheirCount() {
        assertThat(NotStored.grouped(images("/srv/shop/images", 100).toList()))
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.path()).isEqualTo(Path.of("/srv/shop/images"));
                    assertThat(one.count()).isEqualTo(100);
                    assertThat(one.why()).startsWith("100 files").contains("/srv/shop/images/0.png");
                });
    }

    @Test
    void filesOfThousandsOfDirectoriesAreListedAsOneLine() {
        List<NotStored> all = IntStream.range(0, 2000)
                .boxed()
                .flatMap(i -> images("/srv/shop/many/" + i, 1))
                .toList();
        assertThat(NotStored.grouped(all)).singleElement().satisfies(one -> {
            assertThat(one.path()).isEqualTo(Path.of("/srv/shop/many"));
            assertThat(one.count()).isEqualTo(2000);
        });
    }

    @Test
    void aFileThatComposeNamesIsListedByItself() {
        List<NotStored> named = images("/srv/shop", 20)
                .map(one -> new NotStored(one.path(), Reason.TOO_LARGE, true, "too large"))
                .toList();
        assertThat(NotStored.grouped(named)).hasSize(20);
    }
}
