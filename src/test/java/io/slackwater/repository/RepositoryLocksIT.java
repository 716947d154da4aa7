package io.slackwater.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.slackwater.policy.RepositoryPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 2, unit = TimeUnit.MINUTES)
class RepositoryLocksIT {

    @TempDir
    Path root;

    Path argv;
    ResticWorld world;
    Repository repository;
    String stored = "";

    @BeforeEach
    void world() throws Exception {
        argv = root.resolve("argv");
        world = new ResticWorld(root).used();
        // Waiting a whole minute for a lock is for users, not for tests.
        Path impatient = world.script(
                "impatient", "echo \"$1\" >> " + argv + "; exec " + ResticWorld.restic() + " \"${@/#1m/1s}\"");
        world = new ResticWorld(root, impatient.toString());
        repository = world.repository();
        Files.writeString(root.resolve("header"), "X-Test: 1\n");
        world.file("data/a", new byte[] {1});
        stored = world.store(repository, world.tree("run1", "data")).id();
    }

    @Test
    void aLockOfAKilledResticDoesNotBlockForget() throws Exception {
        Process restic = startBackupBeside();
        restic.destroyForcibly().waitFor();
        assertThat(locks()).hasSize(1);

        repository.forget(List.of(stored));

        assertThat(repository.snapshots()).isEmpty();
        assertThat(locks()).isEmpty();
    }

    @Test
    void aLockOfARunningResticIsRespected() throws Exception {
        Process restic = startBackupBeside();
        try {
            RepositoryException failure = failureOf(() -> repository.forget(List.of(stored)));

            assertThat(failure.failure()).isEqualTo(Failure.LOCKED);
            assertThat(failure).hasMessageContaining("PID");
            assertThat(locks()).hasSize(1);
            assertThat(restic.isAlive()).isTrue();
        } finally {
            restic.destroyForcibly().waitFor();
        }
    }

    @Test
    void aLockOfAnotherMachineIsRespected() throws Exception {
        forgeLock("another-host", 99_999_999, false);

        assertThat(failureOf(() -> repository.prune()).failure()).isEqualTo(Failure.LOCKED);
        assertThat(locks()).hasSize(1);
    }

    @Test
    void anOrphanedLockOfBackrestIsRemovedAndAnActiveLockIsKept() throws Exception {
        forgeLock("backrest", 160, false);
        Path atWork = forgeLock("backrest", 161, false);

        assertThat(staleLocks().remove(there -> !there.equals(atWork), "backrest"::equals))
                .isTrue();

        assertThat(locks()).containsExactly(atWork);
    }

    private StaleLocks staleLocks() {
        RepositoryPolicy policy = TestPolicies.repository("critical", world.path);
        Restic restic = new Restic(world.places, policy, world.keyFile());
        return new StaleLocks(restic, Duration.ofMinutes(1), world.clock);
    }

    @Test
    void aReusedPidCountsAsADeadRestic() throws Exception {
        forgeLock(HostName.ofThisMachine(), ProcessHandle.current().pid(), false);

        repository.forget(List.of(stored));

        assertThat(repository.snapshots()).isEmpty();
        assertThat(locks()).isEmpty();
    }

    @Test
    void anExclusiveLockOfADeadResticDoesNotBlockABackup() throws Exception {
        forgeLock(HostName.ofThisMachine(), 99_999_999, true);

        StoredSnapshot second = world.store(repository, world.tree("run2", "data"));

        assertThat(repository.snapshots()).extracting(Snapshot::id).containsExactly(stored, second.id());
        assertThat(locks()).isEmpty();
    }

    @Test
    void forgetWaitsForABackupAndReadingDoesNot() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
        try (DumpServer server = new DumpServer(body -> {
            body.write(new byte[1000]);
            over.await();
        })) {
            Thread backup = Thread.ofVirtual()
                    .start(() -> quietly(
                            thrown,
                            () -> world.store(
                                    repository,
                                    new StoreRequest.Stream(
                                            "stack-db", "r", "db.dump", server.uri(), root.resolve("header")))));
            server.asked.await();
            Thread forget = Thread.ofPlatform().start(() -> quietly(thrown, () -> repository.forget(List.of(stored))));
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> atTheGate(forget) && backup.isAlive());
            assertThat(Files.readAllLines(argv)).doesNotContain("forget");

            over.countDown();

            assertThat(backup.join(Duration.ofSeconds(30))).isTrue();
            assertThat(forget.join(Duration.ofSeconds(30))).isTrue();
            assertThat(thrown.get()).isNull();
            assertThat(repository.snapshots())
                    .singleElement()
                    .satisfies(snapshot -> assertThat(snapshot.paths()).containsExactly("/db.dump"));
        } finally {
            over.countDown();
        }
    }

    @Test
    void forgettingAMissingSnapshotSucceedsAndPruneAndCheckWork() throws Exception {
        StoredSnapshot second = world.store(repository, world.tree("run2", "data"));

        repository.forget(List.of(stored, "0".repeat(64)));
        repository.forget(List.of(stored));
        repository.forget(List.of());
        repository.prune();
        repository.check("");
        repository.check("50%");

        assertThat(repository.snapshots()).extracting(Snapshot::id).containsExactly(second.id());
        assertThat(ResticWorld.dumped(
                        repository, second.id(), root.resolve("data/a").toString()))
                .containsExactly(1);
    }

    @Test
    void anInterruptEndsTheWaitForAPass() throws Exception {
        AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
        Gate gate = new Gate();
        try (Gate.Pass pass = gate.exclusive()) {
            Thread waiting = Thread.ofPlatform().start(() -> quietly(thrown, gate::shared));
            Awaitility.await().until(() -> waiting.getState() == Thread.State.WAITING);
            waiting.interrupt();
            assertThat(waiting.join(Duration.ofSeconds(60))).isTrue();
        }
        assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
        gate.shared().close();
    }

    private static boolean atTheGate(Thread thread) {
        return Arrays.stream(thread.getStackTrace())
                .anyMatch(frame -> frame.getClassName().equals(Gate.class.getName()));
    }

    private Path forgeLock(String host, long pid, boolean exclusive) throws Exception {
        String id = new RepositoryForger(world.path, world.run("cat", "masterkey"))
                .write("locks", """
                        {"time":"%s","exclusive":%b,"hostname":"%s","username":"root","pid":%d}""".formatted(Instant.now(world.clock), exclusive, host, pid));
        return world.path.resolve("locks").resolve(id);
    }

    /** A foreign restic during a backup. */
    private Process startBackupBeside() throws IOException {
        Process restic = new ProcessBuilder(
                        ResticWorld.restic(),
                        "-r",
                        world.path.toString(),
                        "-p",
                        world.keyFile().toString(),
                        "--no-cache",
                        "backup",
                        "--stdin")
                .redirectErrorStream(true)
                .redirectOutput(root.resolve("beside").toFile())
                .start();
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> !locks().isEmpty());
        return restic;
    }

    private List<Path> locks() throws IOException {
        try (var files = Files.list(world.path.resolve("locks"))) {
            return files.toList();
        }
    }

    private interface Step {
        void run() throws Exception;
    }

    private static void quietly(AtomicReference<@Nullable Throwable> thrown, Step step) {
        try {
            step.run();
        } catch (Throwable e) {
            thrown.set(e);
        }
    }

    private static RepositoryException failureOf(Step step) {
        RepositoryException failure = catchThrowableOfType(RepositoryException.class, step::run);
        assertThat(failure).isNotNull();
        return failure;
    }
}
