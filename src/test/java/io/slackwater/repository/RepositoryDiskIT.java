package io.slackwater.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A repository on its own disk, a small tmpfs. Needs root. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class RepositoryDiskIT {

    private static final int MIB = 1 << 20;

    @TempDir
    Path root;

    Path disk;
    ResticWorld world;
    Repository repository;

    @BeforeEach
    void mount() throws Exception {
        disk = Files.createDirectory(root.resolve("disk"));
        sh("mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", disk.toString());
        world = new ResticWorld(root);
        Files.writeString(root.resolve("header"), "X-Test: 1\n");
        PreparedRepositories.copy("critical", disk.resolve("repository"), world.places.secrets());
        repository = world.repositories(disk.resolve("repository")).get("critical");
        repository.open();
    }

    @AfterEach
    void unmount() throws Exception {
        sh("umount", "-l", disk.toString());
    }

    @Test
    void aStreamThatFillsTheDiskFailsWithinSeconds() throws Exception {
        try (DumpServer server = new DumpServer(body -> {
            for (int i = 0; i < 200; i++) {
                body.write(ResticWorld.noise(MIB, i));
            }
        })) {
            long begin = System.nanoTime();
            RepositoryException failure = failureOf(() -> world.store(repository, stream(server)));

            assertThat(failure.failure()).as(failure.getMessage()).isEqualTo(Failure.DISK_FULL);
            assertThat(failure).hasMessageContaining("no space left");
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(30));
            assertThat(ProcessHandle.current().descendants()).isEmpty();
            assertThat(repository.snapshots()).isEmpty();
        }
    }

    @Test
    @Tag("long")
    void aStreamWithoutSpaceForTemporaryFilesFailsAndTheRepositoryIsNotBlamed() throws Exception {
        sh("mount", "-o", "remount,size=400m", disk.toString());
        Path scratch = Files.createDirectories(world.places.scratch());
        sh("mount", "-t", "tmpfs", "-o", "size=20m", "tmpfs", scratch.toString());
        repository = world.idle(Duration.ofSeconds(4))
                .repositories(disk.resolve("repository"))
                .get("critical");
        try (DumpServer server = new DumpServer(body -> {
            for (int i = 0; i < 200; i++) {
                body.write(ResticWorld.noise(MIB, i));
            }
        })) {
            long begin = System.nanoTime();
            RepositoryException failure = failureOf(() -> world.store(repository, stream(server)));

            assertThat(failure.failure()).as(failure.getMessage()).isEqualTo(Failure.SCRATCH_FULL);
            assertThat(failure).hasMessageContaining("not the repository's disk");
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(30));
            assertThat(ProcessHandle.current().descendants()).isEmpty();
            assertThat(repository.snapshots()).isEmpty();
        } finally {
            sh("umount", "-l", scratch.toString());
        }
    }

    @Test
    void aStallIsBlamedOnTheDiskOfTemporaryFilesAlsoAfterResticDeletedItsPacks() throws Exception {
        Path restic = world.script(
                "restic",
                "if [[ $1 != backup ]]; then exec " + ResticWorld.restic() + " \"$@\"; fi\n"
                        + "head -c 30000000 /dev/zero > $TMPDIR/restic-temp-pack-1; rm $TMPDIR/restic-temp-pack-1; exec sleep 60");
        world = new ResticWorld(root, restic.toString()).idle(Duration.ofSeconds(2));
        repository = world.repositories(disk.resolve("repository")).get("critical");
        Path scratch = Files.createDirectories(world.places.scratch());
        sh("mount", "-t", "tmpfs", "-o", "size=20m", "tmpfs", scratch.toString());
        world.file("data/a", new byte[] {1});
        try {
            assertThat(failureOf(() -> world.store(repository, world.tree("run1", "data")))
                            .failure())
                    .isEqualTo(Failure.SCRATCH_FULL);
        } finally {
            sh("umount", "-l", scratch.toString());
        }
    }

    @Test
    void aTreeThatFillsTheDiskFails() throws Exception {
        world.file("data/a", ResticWorld.noise(60 * MIB, 1));

        assertThat(failureOf(() -> world.store(repository, world.tree("run1", "data")))
                        .failure())
                .isEqualTo(Failure.DISK_FULL);
        assertThat(repository.snapshots()).isEmpty();
    }

    @Test
    void aDiskWithTooLittleSpaceIsNotWrittenTo() throws Exception {
        Files.write(disk.resolve("filler"), ResticWorld.noise(MIB, 1));
        sh("mount", "-o", "remount,size=4m", disk.toString());
        Files.write(
                disk.resolve("more"), new byte[(int) Files.getFileStore(disk).getUsableSpace() - MIB / 2]);
        world.file("data/a", new byte[] {1});

        RepositoryException failure = failureOf(() -> world.store(repository, world.tree("run1", "data")));

        assertThat(failure.failure()).isEqualTo(Failure.DISK_FULL);
        assertThat(failure).hasMessageContaining("minFreeMiB").hasMessageContaining(disk.toString());
        // Reading still works.
        assertThat(repository.snapshots()).isEmpty();
    }

    @Test
    void aReadOnlyDiskIsReportedBeforeResticStarts() throws Exception {
        world.file("data/a", new byte[] {1});
        StoredSnapshot stored = world.store(repository, world.tree("run1", "data"));
        sh("mount", "-o", "remount,ro", disk.toString());
        long begin = System.nanoTime();

        assertThat(failureOf(() -> world.store(repository, world.tree("run2", "data")))
                        .failure())
                .isEqualTo(Failure.READ_ONLY);
        assertThat(failureOf(() -> repository.forget(List.of(stored.id()))).failure())
                .isEqualTo(Failure.READ_ONLY);
        assertThat(failureOf(repository::prune).failure()).isEqualTo(Failure.READ_ONLY);
        assertThat(failureOf(() -> repository.check("")).failure()).isEqualTo(Failure.READ_ONLY);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(60));
        assertThat(ResticWorld.dumped(
                        repository, stored.id(), root.resolve("data/a").toString()))
                .containsExactly(1);
    }

    @Test
    void aFailureOfAnotherProgramNamesAFullOrReadOnlyDisk() throws Exception {
        sh("mount", "-o", "remount,size=200m", disk.toString());
        RepositoryException stuck =
                new RepositoryException(Failure.ELSEWHERE, "it did not get further", java.util.Optional.of("poison"));
        assertThat(repository.explained(stuck)).isSameAs(stuck);

        sh("mount", "-o", "remount,size=40m", disk.toString());
        assertThat(repository.explained(stuck).failure()).isEqualTo(Failure.DISK_FULL);
        assertThat(repository.explained(stuck))
                .hasMessageContaining("it did not get further; repository critical")
                .hasMessageContaining("Free some space")
                .hasMessageContaining(disk.toString())
                .satisfies(e -> assertThat(((RepositoryException) e).snapshot()).contains("poison"));

        sh("mount", "-o", "remount,ro", disk.toString());
        assertThat(repository.explained(stuck).failure()).isEqualTo(Failure.READ_ONLY);
    }

    @Test
    void spaceIsTheSizeOfTheRepositoryAndTheFreeSpace() throws Exception {
        Repositories repositories = world.repositories(disk.resolve("repository"));
        long before = repositories.space("critical").usedBytes().orElseThrow();
        world.file("data/a", ResticWorld.noise(5 * MIB, 1));
        world.store(repository, world.tree("run1", "data"));

        Repositories.Space space = repositories.space("critical");

        assertThat(space.usedBytes().orElseThrow()).isBetween(before + 5 * MIB, before + 6 * MIB);
        assertThat(space.freeBytes().orElseThrow())
                .isEqualTo(Files.getFileStore(disk).getUsableSpace())
                .isLessThan(20 * MIB);
    }

    private StoreRequest.Stream stream(DumpServer server) {
        return new StoreRequest.Stream("stack.db.main", "run1", "db.dump", server.uri(), root.resolve("header"));
    }

    private interface Step {
        void run() throws Exception;
    }

    private static RepositoryException failureOf(Step step) {
        RepositoryException failure = catchThrowableOfType(RepositoryException.class, step::run);
        assertThat(failure).isNotNull();
        return failure;
    }

    private static void sh(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).inheritIO().start();
        assertThat(process.waitFor()).as("%s", List.of(command)).isZero();
    }
}
