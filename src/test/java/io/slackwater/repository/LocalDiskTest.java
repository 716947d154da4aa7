package io.slackwater.repository;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalDiskTest {

    @TempDir
    Path place;

    private Path path = Path.of("/");
    private LocalDisk disk = new LocalDisk("", path, 0);

    @BeforeEach
    void emptyRepositoryDirectory() {
        path = place.resolve("critical");
        disk = new LocalDisk("repository critical", path, 0);
    }

    @Test
    void aRepositoryCreatedLaterIsMeasuredAtTheNextQuery() throws Exception {
        assertThat(disk.space()).isEqualTo(Repositories.Space.UNKNOWN);

        Files.createDirectories(path);
        assertThat(disk.space().usedBytes()).as("a directory is no repository").isEmpty();

        backup("one", 10);
        assertThat(disk.space().usedBytes()).hasValue(10);
        assertThat(disk.space().freeBytes()).isPresent();
    }

    @Test
    void aRepositoryIsMeasuredAgainAfterABackup() throws Exception {
        backup("one", 10);
        disk.space();

        backup("two", 5);
        assertThat(disk.space().usedBytes()).hasValue(15);

        Files.write(path.resolve("pack"), new byte[100]);
        assertThat(disk.space().usedBytes()).as("of an unfinished backup").hasValue(15);
        backup("three", 1);
        assertThat(disk.space().usedBytes()).hasValue(116);
    }

    @Test
    void aMissingRepositoryHasNoSize() throws Exception {
        backup("one", 10);
        disk.space();

        Files.move(path, place.resolve("elsewhere"));

        assertThat(disk.space().usedBytes()).isEmpty();
    }

    private void backup(String name, int bytes) throws Exception {
        Path index = Files.createDirectories(path.resolve("index"));
        Files.write(index.resolve(name), new byte[bytes]);
        // A disk's clock may be coarser than two steps of a test.
        Files.setLastModifiedTime(index, FileTime.from(Instant.ofEpochSecond(name.hashCode())));
    }
}
