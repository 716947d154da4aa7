package io.slackwater.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slackwater.repository.TreeEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TreeWalkTest {

    @TempDir
    Path directory;

    @Test
    void aFileHasItsSizeAndItsTimeInNanoseconds() throws Exception {
        Path file = Files.writeString(directory.resolve("f"), "12345");
        Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(1_700_000_000L, 123_456_789)));
        assertThat(TreeSamples.walked(directory, List.of()))
                .contains(new TreeEntry(file.toString(), "file", 5, 1_700_000_000_123_456_789L));
    }

    @Test
    void theRootComesFirst() throws Exception {
        Files.createDirectory(directory.resolve("a"));
        assertThat(TreeSamples.walked(directory, List.of())).first().satisfies(entry -> {
            assertThat(entry.path()).isEqualTo(directory.toString());
            assertThat(entry.type()).isEqualTo("dir");
        });
    }

    @Test
    void twoWalksOfAnUntouchedTreeAreEqual() throws Exception {
        for (int i = 0; i < 50; i++) {
            Files.writeString(directory.resolve("f" + i), "x");
        }
        assertThat(TreeSamples.walked(directory, List.of())).isEqualTo(TreeSamples.walked(directory, List.of()));
    }

    @Test
    void aMissingRootIsNamed() {
        Path gone = directory.resolve("gone");
        assertThatThrownBy(() -> TreeSamples.walked(gone, List.of()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(gone.toString());
    }

    @Test
    void aRootThatIsALinkIsNotFollowed() throws Exception {
        Files.writeString(Files.createDirectory(directory.resolve("real")).resolve("f"), "x");
        Path link = Files.createSymbolicLink(directory.resolve("link"), directory.resolve("real"));
        assertThat(TreeSamples.walked(link, List.of()))
                .extracting(TreeEntry::type)
                .containsExactly("symlink");
    }

    @Test
    void aRootInACacheDirectoryIsRefused() throws Exception {
        Path root = Files.createDirectory(directory.resolve("root"));
        Files.writeString(directory.resolve("CACHEDIR.TAG"), "Signature: 8a477f597d28d172789f06886806bc55\n");
        assertThatThrownBy(() -> TreeSamples.walked(root, List.of()))
                .isInstanceOf(CaptureException.class)
                .hasMessageContaining("CACHEDIR.TAG");
    }

    @Test
    void aTreeHoldsTheFilesThatItsWalkLists() throws Exception {
        Path root = Files.createDirectory(directory.resolve("root"));
        for (String name : List.of("kept", "cut", "cache")) {
            Files.writeString(
                    Files.createDirectories(root.resolve(name + "/deep")).resolve("f"), "x");
        }
        Files.writeString(root.resolve("cache/CACHEDIR.TAG"), "Signature: 8a477f597d28d172789f06886806bc55\n");
        Path beside = Files.writeString(directory.resolve("root2"), "x");
        List<String> excludes = List.of(root.resolve("cut").toString());

        List<String> listed =
                TreeSamples.walked(root, excludes).stream().map(TreeEntry::path).toList();
        assertThat(listed).contains(root + "/kept/deep/f");
        for (String name : List.of("kept", "cut", "cache")) {
            Path file = root.resolve(name + "/deep/f");
            assertThat(TreeWalk.holds(root, excludes, file)).as(name).isEqualTo(listed.contains(file.toString()));
        }
        assertThat(TreeWalk.holds(root, excludes, beside)).isFalse();
        assertThat(TreeWalk.holds(beside, List.of(), beside)).isTrue();
    }
}
