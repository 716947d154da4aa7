package io.slackwater.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** restic reads a tree only while its window is open, and opens the repository before. */
@Timeout(value = 1, unit = TimeUnit.MINUTES)
class ReadyPipeIT {

    @TempDir
    Path root;

    ResticWorld world;
    Path file;
    StoreRequest tree;

    @BeforeEach
    void world() throws Exception {
        world = new ResticWorld(root).used();
        world.repository().open();
        file = world.file("data/a", "before".getBytes());
        tree = new StoreRequest.Tree("stack.app.data", "run1", List.of(root.resolve("data")), List.of());
    }

    private interface Opening {
        void run() throws RepositoryException, InterruptedException, IOException;
    }

    /** Does something when the window opens. */
    private record Doing(Opening opening) implements Window {
        @Override
        public void open() throws RepositoryException, InterruptedException {
            try {
                opening.run();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void close(boolean read) {}
    }

    private StoredSnapshot store(Repository repository, Opening opening) throws Exception {
        return new EmbeddedEngine("it-stack").store(repository, tree, bytes -> {}, new Doing(opening));
    }

    private long locks() throws IOException {
        try (Stream<Path> locks = Files.list(world.path.resolve("locks"))) {
            return locks.count();
        }
    }

    private void assertStoresWhatTheWindowWrote(Repository repository) throws Exception {
        StoredSnapshot stored = store(repository, () -> {
            assertThat(locks()).as("restic has opened the repository").isOne();
            Files.writeString(file, "while the window was open");
        });
        assertThat(ResticWorld.dumped(repository, stored.id(), file.toString()))
                .asString()
                .isEqualTo("while the window was open");
        assertThat(root.resolve("scratch")).isEmptyDirectory();
    }

    @Test
    void resticReadsATreeAfterTheWindowOpened() throws Exception {
        assertStoresWhatTheWindowWrote(world.repository());
    }

    @Test
    void aScriptThatStartsResticCanBeUsed() throws Exception {
        Path script = world.script("restic-by-script", ResticWorld.restic() + " \"$@\"; exit $?");
        assertStoresWhatTheWindowWrote(new ResticWorld(root, script.toString()).repository());
    }

    @Test
    void aWindowThatCannotOpenLeavesNeitherSnapshotNorLock() throws Exception {
        RepositoryException failure = catchThrowableOfType(
                RepositoryException.class,
                () -> store(world.repository(), () -> {
                    throw new RepositoryException(Failure.NOT_BEGUN, "the container cannot be paused");
                }));

        assertThat(failure).hasMessage("the container cannot be paused");
        assertNothingIsLeft();
    }

    @Test
    void anInterruptBeforeTheWindowOpensLeavesNeitherSnapshotNorLock() throws Exception {
        Thread run = Thread.currentThread();
        Path slow = world.script(
                "slow",
                "[ \"$1\" = backup ] && touch " + root.resolve("started") + " && sleep 1; exec " + ResticWorld.restic()
                        + " \"$@\"");
        Thread.ofVirtual().start(() -> {
            while (!Files.exists(root.resolve("started"))) {
                Thread.onSpinWait();
            }
            run.interrupt();
        });

        assertThat(catchThrowableOfType(
                        InterruptedException.class,
                        () -> store(new ResticWorld(root, slow.toString()).repository(), () -> {
                            throw new AssertionError("opened");
                        })))
                .isNotNull();
        assertNothingIsLeft();
    }

    @Test
    void aResticThatFailsBeforeItReadsOpensNoWindow() throws Exception {
        Path failing =
                world.script("failing", "[ \"$1\" = backup ] && exit 1; exec " + ResticWorld.restic() + " \"$@\"");
        Repository repository = new ResticWorld(root, failing.toString()).repository();

        assertThat(catchThrowableOfType(
                        RepositoryException.class,
                        () -> store(repository, () -> {
                            throw new AssertionError("opened");
                        })))
                .isNotNull();
        assertNothingIsLeft();
    }

    @Test
    void aResticThatHangsBeforeItReadsTimesOut() throws Exception {
        Path hanging = world.script(
                "hanging", "[ \"$1\" = backup ] && exec sleep 60; exec " + ResticWorld.restic() + " \"$@\"");
        Repository repository = new ResticWorld(root, hanging.toString())
                .idle(Duration.ofSeconds(1))
                .repository();

        RepositoryException failure = catchThrowableOfType(
                RepositoryException.class,
                () -> store(repository, () -> {
                    throw new AssertionError("opened");
                }));

        assertThat(failure.failure()).isEqualTo(Failure.IDLE);
    }

    private void assertNothingIsLeft() throws Exception {
        assertThat(world.repository().snapshots()).isEmpty();
        assertThat(locks()).isZero();
        assertThat(root.resolve("scratch")).isEmptyDirectory();
    }
}
