package io.slackwater.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemporaryFilesTest {

    @TempDir
    Path parent;

    @Test
    void aDirectoryIsDeletedWithItsContentAndWithoutFollowingLinks() throws Exception {
        Path kept = Files.writeString(parent.resolve("kept"), "data");
        try (TemporaryFiles files = TemporaryFiles.create(parent.resolve("below"), "copy-")) {
            filled(files.path());
            Files.createSymbolicLink(files.path().resolve("link"), parent);
            files.close();
            assertThat(files.path()).doesNotExist();
        }
        assertThat(kept).hasContent("data");
    }

    @Test
    void aSweepDeletesOnlyDirectoriesWithThePrefix() throws Exception {
        Path other = filled(Files.createDirectory(parent.resolve("other")));
        filled(Files.createDirectory(parent.resolve("copy-1")));
        TemporaryFiles.sweep(parent, "copy-");
        assertThat(parent).isDirectoryNotContaining("glob:**/copy-*");
        assertThat(other.resolve("closed/file")).exists();
        TemporaryFiles.sweep(parent.resolve("absent"), "copy-");
    }

    @Test
    void anUndeletablePathDoesNotFailTheClose() {
        Path undeletable = Path.of("/proc/self/status");
        new TemporaryFiles(undeletable).close();
        assertThat(undeletable).exists();
    }

    @Test
    void anUndeletablePathDoesNotKeepTheOthers() throws Exception {
        Path other = filled(Files.createDirectory(parent.resolve("other")));
        assertThatThrownBy(() -> TemporaryFiles.deleteAll(List.of(parent.resolve("absent"), other)))
                .isInstanceOf(NoSuchFileException.class);
        assertThat(other).doesNotExist();
    }

    /** A directory with a subdirectory that its owner may neither read nor write, as a restore makes it. */
    private static Path filled(Path directory) throws IOException {
        Path closed = Files.createDirectory(directory.resolve("closed"));
        Files.writeString(closed.resolve("file"), "data");
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));
        return directory;
    }
}
