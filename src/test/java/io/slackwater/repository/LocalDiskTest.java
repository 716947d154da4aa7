package io.slackwater.repository;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalDiskTest {

    @TempDir
    Path place;

    private final MovableClock clock = new MovableClock();
    private Path path = Path.of("/");
    private LocalDisk disk = new LocalDisk("", path, 0, clock);

    @BeforeEach
    void nothingIsThereYet() {
        path = place.resolve("critical");
        disk = new LocalDisk("repository critical", path, 0, clock);
    }

    @Test
    void aRepositoryCreatedLaterIsMeasuredAtTheNextQuery() throws Exception {
        assertThat(disk.space()).isEqualTo(Repository.Space.UNKNOWN);

        Files.createDirectories(path);
        assertThat(disk.space().usedBytes()).as("a directory is no repository").isEmpty();

        snapshot("one", 10);
        assertThat(disk.space().usedBytes()).hasValue(10);
        assertThat(disk.space().freeBytes()).isPresent();
    }

    @Test
    void aNewSnapshotIsMeasuredAtOnceAndOtherGrowthLater() throws Exception {
        snapshot("one", 10);
        disk.space();

        snapshot("two", 5);
        assertThat(disk.space().usedBytes()).hasValue(15);

        Files.write(path.resolve("pack"), new byte[100]);
        assertThat(disk.space().usedBytes()).hasValue(15);
        clock.advance(Duration.ofMinutes(6));
        assertThat(disk.space().usedBytes()).hasValue(115);
    }

    @Test
    void aMissingRepositoryHasNoSize() throws Exception {
        snapshot("one", 10);
        disk.space();

        Files.move(path, place.resolve("elsewhere"));

        assertThat(disk.space().usedBytes()).isEmpty();
    }

    private void snapshot(String name, int bytes) throws Exception {
        Path snapshots = Files.createDirectories(path.resolve("snapshots"));
        Files.write(snapshots.resolve(name), new byte[bytes]);
        // A disk's clock may be coarser than two steps of a test.
        Files.setLastModifiedTime(snapshots, FileTime.from(Instant.ofEpochSecond(name.hashCode())));
    }
}
