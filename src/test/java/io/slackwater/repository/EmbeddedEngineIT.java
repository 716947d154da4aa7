package io.slackwater.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 2, unit = TimeUnit.MINUTES)
class EmbeddedEngineIT {

    private static final int MIB = 1 << 20;

    @TempDir
    Path root;

    ResticWorld world;
    Repository repository;

    @BeforeEach
    void world() throws Exception {
        world = new ResticWorld(root).used();
        Files.writeString(root.resolve("header"), "Authorization: Bearer s3cret-of-the-stream\n");
        repository = world.repository();
        repository.open();
    }

    @Test
    void aStreamIsStoredAndRestoredUnchanged() throws Exception {
        byte[] first = ResticWorld.noise(3 * MIB, 1);
        AtomicReference<String> pipe = new AtomicReference<>();
        try (DumpServer server = new DumpServer((request, body) -> {
            body.write(first);
            pipe.set(sizeOfPipe(request.replaceAll("(?s).*Slackwater-Pipe: (\\d+).*", "$1")));
            body.write(first);
        })) {
            StoredSnapshot stored = world.store(repository, stream(server, "run1"));

            assertThat(stored.bytes()).isEqualTo(2L * first.length);
            assertThat(stored.added()).isGreaterThan(3L * MIB);
            assertThat(stored.changed()).isEqualTo(ChangedFiles.NONE);
            byte[] back = ResticWorld.dumped(repository, stored.id(), "db.dump");
            assertThat(back).hasSize(2 * first.length).startsWith(first).endsWith(first);
            assertThat(server.request).contains("Authorization: Bearer s3cret-of-the-stream");
            assertThat(pipe).as("dump and restic do not wait for each other").hasValue("1048576");
        }
    }

    /** fcntl(2), F_GETPIPE_SZ. */
    private static String sizeOfPipe(String pid) throws IOException {
        Process perl = new ProcessBuilder(
                        "perl", "-e", "open($p, '>>', \"/proc/$ARGV[0]/fd/1\") or die; print fcntl($p, 1032, 0)", pid)
                .redirectErrorStream(true)
                .start();
        return new String(perl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void aSnapshotIsFoundByItsTagsAndItsRun() throws Exception {
        try (DumpServer server = new DumpServer(body -> body.write(new byte[100]))) {
            StoredSnapshot one = world.store(repository, stream(server, "run1"));
            StoredSnapshot two = world.store(repository, stream(server, "run2"));

            assertThat(repository.snapshots("plan:stack.db.main", "created-by:it-stack"))
                    .extracting(Snapshot::id)
                    .containsExactly(one.id(), two.id());
            assertThat(repository.snapshots("slackwater.run:run2"))
                    .singleElement()
                    .satisfies(snapshot -> {
                        assertThat(snapshot.id()).isEqualTo(two.id());
                        assertThat(snapshot.hostname()).isEqualTo("it-stack");
                        assertThat(snapshot.tag("plan")).contains("stack.db.main");
                        assertThat(snapshot.bytes()).isEqualTo(100);
                        assertThat(snapshot.paths()).containsExactly("/db.dump");
                    });
            assertThat(repository.snapshots("slackwater.run:run3")).isEmpty();
        }
    }

    @Test
    void aBackupStartsResticAtMostFourTimes() throws Exception {
        Path log = root.resolve("starts");
        Path counting = world.script("counting", "echo x >> " + log + "; exec " + ResticWorld.restic() + " \"$@\"");
        Repository counted = new ResticWorld(root, counting.toString()).repository();
        world.file("data/a", ResticWorld.noise(MIB, 1));
        world.file("data/b", ResticWorld.noise(MIB, 2));

        StoredSnapshot stored = world.store(counted, world.tree("run1", "data"));
        ResticWorld.readBack(counted, stored.id(), stored.changed().paths(), (file, content) -> {});

        assertThat(Files.readAllLines(log)).hasSize(4);
    }

    @Test
    void aTruncatedStreamNeverBecomesASnapshot() throws Exception {
        try (DumpServer server = new DumpServer(body -> {
            for (int i = 0; i < 50; i++) {
                body.write(ResticWorld.noise(MIB, i));
            }
            body.cut();
        })) {
            RepositoryException failure = failureOf(stream(server, "run1"));

            assertThat(failure.failure()).isEqualTo(Failure.SOURCE);
            assertThat(failure.snapshot()).isEmpty();
            // restic sometimes ends before it prints curl's error; it always prints curl's exit code.
            assertThat(failure).hasMessageContaining("exit status 18").hasMessageContaining("stack.db.main");
            assertThat(repository.snapshots()).isEmpty();
        }
    }

    @Test
    void aRefusedStreamNeverBecomesASnapshot() throws Exception {
        try (DumpServer server = new DumpServer(503, body -> body.write(new byte[10]))) {
            RepositoryException failure = failureOf(stream(server, "run1"));

            assertThat(failure.failure()).isEqualTo(Failure.SOURCE);
            assertThat(failure).hasMessageContaining("503");
            assertThat(repository.snapshots()).isEmpty();
        }
    }

    @Test
    void anEmptyStreamIsAFailureWithItsSnapshotPoisoned() throws Exception {
        try (DumpServer server = new DumpServer(body -> {})) {
            RepositoryException failure = failureOf(stream(server, "run1"));

            assertThat(failure.failure()).isEqualTo(Failure.INCOMPLETE);
            assertThat(failure.snapshot()).isPresent();

            repository.forget(List.of(failure.snapshot().orElseThrow()));
            assertThat(repository.snapshots()).isEmpty();
        }
    }

    @Test
    void aHangingStreamTimesOut() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        repository = new ResticWorld(root).idle(Duration.ofSeconds(3)).repository();
        try (DumpServer server = new DumpServer(body -> {
            body.write(ResticWorld.noise(MIB, 1));
            over.await();
        })) {
            long begin = System.nanoTime();
            RepositoryException failure = failureOf(stream(server, "run1"));

            assertThat(failure.failure()).as(failure.getMessage()).isEqualTo(Failure.IDLE);
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(20));
            assertThat(repository.snapshots()).isEmpty();
            assertNothingRuns();
        } finally {
            over.countDown();
        }
    }

    @Test
    void anInterruptEndsResticAndItsCurl() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        try (DumpServer server = new DumpServer(body -> {
            body.write(ResticWorld.noise(MIB, 1));
            over.await();
        })) {
            Thread run = Thread.ofVirtual().start(() -> {
                try {
                    world.store(repository, stream(server, "run1"));
                } catch (Throwable e) {
                    thrown.set(e);
                }
            });
            server.asked.await();

            run.interrupt();
            assertThat(run.join(Duration.ofSeconds(60))).isTrue();

            assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
            assertNothingRuns();
            assertThat(world.path.resolve("locks")).isEmptyDirectory();
            assertThat(repository.snapshots()).isEmpty();
        } finally {
            over.countDown();
        }
    }

    @Test
    void aKilledResticIsAFailureAndTheNextRunWorks() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        AtomicReference<RepositoryException> thrown = new AtomicReference<>();
        try (DumpServer server = new DumpServer(body -> {
            body.write(ResticWorld.noise(MIB, 1));
            over.await();
        })) {
            Thread run = Thread.ofVirtual().start(() -> thrown.set(failureOf(stream(server, "run1"))));
            server.asked.await();
            ProcessHandle restic = children("restic").getFirst();

            restic.destroyForcibly();
            assertThat(run.join(Duration.ofSeconds(60))).isTrue();

            assertThat(thrown.get().failure()).isEqualTo(Failure.KILLED);
            assertNothingRuns();
        } finally {
            over.countDown();
        }
        try (DumpServer server = new DumpServer(body -> body.write(new byte[10]))) {
            StoredSnapshot stored = world.store(repository, stream(server, "run2"));
            assertThat(repository.snapshots()).extracting(Snapshot::id).containsExactly(stored.id());
        }
    }

    @Test
    void progressIncreasesDuringAStream() throws Exception {
        AtomicLong seen = new AtomicLong();
        try (DumpServer server = new DumpServer(body -> {
            body.write(ResticWorld.noise(8 * MIB, 1));
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> seen.get() > 0);
        })) {
            new EmbeddedEngine("it-stack").store(repository, stream(server, "run1"), seen::set, new NoWindow());
        }
        assertThat(seen.get()).isPositive();
    }

    @Test
    void aTreeBackupListsNewAndChangedFiles() throws Exception {
        Path old = Files.setLastModifiedTime(
                world.file("data/sub/old", new byte[] {1}), FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));
        Path kept = world.file("data/kept", new byte[] {1});
        world.file("data/left.out", new byte[] {1});
        StoredSnapshot first = world.store(repository, world.tree("run1", "data", "*.out"));
        assertThat(first.changed().paths()).containsExactlyInAnyOrder(old.toString(), kept.toString());
        Files.write(old, new byte[] {2});
        Path added = world.file("data/sub/ new\nline [x]* é", new byte[] {1, 2, 3});

        StoredSnapshot second = world.store(repository, world.tree("run2", "data", "*.out"));

        assertThat(second.changed().paths()).containsExactlyInAnyOrder(old.toString(), added.toString());
        assertThat(second.bytes()).isEqualTo(5);
        List<TreeEntry> nodes = Collections.synchronizedList(new ArrayList<>());
        assertThat(repository.contents().list(second.id(), nodes::add))
                .as("the parent")
                .contains(first.id());
        assertThat(nodes)
                .filteredOn(node -> node.type().equals("file"))
                .extracting(TreeEntry::path)
                .containsExactlyInAnyOrder(old.toString(), kept.toString(), added.toString());
        assertThat(nodes)
                .filteredOn(node -> node.path().equals(kept.toString()))
                .singleElement()
                .satisfies(node -> {
                    Instant modified = Files.getLastModifiedTime(kept).toInstant();
                    assertThat(node.modified())
                            .isEqualTo(modified.getEpochSecond() * 1_000_000_000 + modified.getNano());
                    assertThat(node.size()).isEqualTo(1);
                });
    }

    @Test
    void anUnreadableFileIsAFailureWithItsSnapshotPoisoned() throws Exception {
        world.file("data/a", new byte[] {1});
        // What the kernel refuses even to root.
        Path unreadable = Path.of("/proc/self/mem");
        StoreRequest request =
                new StoreRequest.Tree("stack.app.data", "run1", List.of(root.resolve("data"), unreadable), List.of());

        RepositoryException failure = failureOf(request);

        assertThat(failure.failure()).isEqualTo(Failure.INCOMPLETE);
        assertThat(failure).hasMessageContaining("/mem");
        assertThat(repository.snapshots())
                .extracting(Snapshot::id)
                .containsExactly(failure.snapshot().orElseThrow());
    }

    @Test
    void aMissingSourceIsAFailure() throws Exception {
        world.file("data/a", new byte[] {1});
        StoreRequest request = new StoreRequest.Tree(
                "stack.app.data", "run1", List.of(root.resolve("data"), root.resolve("gone")), List.of());

        RepositoryException failure = failureOf(request);

        assertThat(failure.failure()).isEqualTo(Failure.INCOMPLETE);
        assertThat(failure).hasMessageContaining(root.resolve("gone").toString());
        assertThat(failure.snapshot()).as("it must be deleted").isPresent();
    }

    @Test
    void aSourceThatVanishesDuringABackupIsAFailure() throws Exception {
        world.file("data/a", new byte[] {1});
        world.file("vanishing/a", new byte[] {1});
        Path removing = world.script(
                "removing",
                "[ \"$1\" = backup ] && rm -r " + root.resolve("vanishing") + "; exec " + ResticWorld.restic()
                        + " \"$@\"");
        repository = new ResticWorld(root, removing.toString()).repository();
        StoreRequest request = new StoreRequest.Tree(
                "stack.app.data", "run1", List.of(root.resolve("data"), root.resolve("vanishing")), List.of());

        RepositoryException failure = failureOf(request);

        assertThat(failure.failure()).isEqualTo(Failure.INCOMPLETE);
        assertThat(failure).hasMessageContaining("vanishing");
        assertThat(failure.snapshot()).isPresent();
    }

    @Test
    void argumentsOfResticContainNoSecret() throws Exception {
        Path log = root.resolve("argv");
        Path logging = world.script("logging", "echo \"$@\" >> " + log + "; exec " + ResticWorld.restic() + " \"$@\"");
        repository = new ResticWorld(root, logging.toString()).repository();
        try (DumpServer server = new DumpServer(body -> body.write(new byte[10]))) {
            world.store(repository, stream(server, "run1"));
        }

        assertThat(Files.readString(log))
                .contains("backup")
                .doesNotContain("s3cret-of-the-stream")
                .doesNotContain(Files.readString(world.keyFile()).strip());
    }

    private StoreRequest.Stream stream(DumpServer server, String run) {
        return new StoreRequest.Stream("stack.db.main", run, "db.dump", server.uri(), root.resolve("header"));
    }

    private RepositoryException failureOf(StoreRequest request) {
        RepositoryException failure =
                catchThrowableOfType(RepositoryException.class, () -> world.store(repository, request));
        assertThat(failure).isNotNull();
        return failure;
    }

    /** Processes below this JVM by their command's name. */
    private static List<ProcessHandle> children(String name) throws IOException {
        List<ProcessHandle> found = new ArrayList<>();
        for (ProcessHandle child : ProcessHandle.current().descendants().toList()) {
            Path comm = Path.of("/proc", Long.toString(child.pid()), "comm");
            if (Files.exists(comm)
                    && Files.readString(comm, StandardCharsets.UTF_8).strip().equals(name)) {
                found.add(child);
            }
        }
        return found;
    }

    private static void assertNothingRuns() throws IOException {
        Awaitility.await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
            assertThat(children("restic")).isEmpty();
            assertThat(children("curl")).isEmpty();
        });
    }
}
