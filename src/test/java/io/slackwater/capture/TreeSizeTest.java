package io.slackwater.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TreeSizeTest {

    @TempDir
    Path directory;

    @Test
    void filesThatWereTouchedSinceATimeAreCounted() throws Exception {
        Files.write(directory.resolve("one"), new byte[1000]);
        Files.createDirectories(directory.resolve("logs"));
        Files.write(directory.resolve("logs/two"), new byte[500]);
        TreeSize all = TreeSize.of(directory, List.of(), Instant.EPOCH);
        assertThat(all.entries()).isEqualTo(4);
        assertThat(all.changed()).isEqualTo(1500);
        assertThat(all.fileSystems()).hasSize(1);

        assertThat(TreeSize.of(directory, List.of(directory + "/logs"), Instant.EPOCH)
                        .changed())
                .as("without excluded files")
                .isEqualTo(1000);
        assertThat(TreeSize.of(directory, List.of(), Instant.now().plusSeconds(60))
                        .changed())
                .isZero();
    }

    @Test
    void aFileWithAPreservedTimeCountsByItsTimeOfChange() throws Exception {
        Instant before = Instant.now().minusSeconds(2);
        Path file = Files.write(directory.resolve("old"), new byte[700]);
        Files.setLastModifiedTime(file, FileTime.from(before.minusSeconds(86_400)));
        assertThat(TreeSize.of(directory, List.of(), before).changed()).isEqualTo(700);
    }
}
