package io.slackwater.app;

import static io.slackwater.app.Shell.sh;
import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.journal.EndCause;
import io.slackwater.journal.EngineName;
import io.slackwater.journal.RunRecord;
import io.slackwater.journal.RunState;
import io.slackwater.repository.ChangedFiles;
import io.slackwater.repository.Engine;
import io.slackwater.repository.Repository;
import io.slackwater.repository.RepositoryException;
import io.slackwater.repository.Snapshot;
import io.slackwater.repository.StoreRequest;
import io.slackwater.repository.StoredSnapshot;
import io.slackwater.repository.Unclaimed;
import io.slackwater.repository.Window;
import java.io.ByteArrayOutputStream;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A tree that is read in two passes, with a real container and real restic. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class TwoPassesIT {

    private static final String PROJECT = "switpasses";
    private static final String FILES = PROJECT + "-files-1";
    private static final String ID = PROJECT + ".files.srv-files";
    private static final Path TREE = Path.of("/var/lib/docker/volumes/" + PROJECT + "-data/_data");

    private static final String ALWAYS = "limits: { freezeTarget: 0s, attempts: 1 }";

    @TempDir
    Path directory;

    @BeforeEach
    void start() {
        Stack.remove(PROJECT);
        sh("docker run -d" + Stack.labels(PROJECT, "files") + " --init -v " + PROJECT
                + "-data:/srv/files debian:trixie-slim sh -c 'mkdir /srv/files/few; head -c 50000000 /dev/urandom >/srv/files/bulk;"
                + " for i in $(seq 300); do echo $i >/srv/files/few/$i; done; : >/srv/files/ready;"
                + " while :; do date +%s%N >>/srv/files/log; sleep 0.01; done'");
        Shell.until("docker exec " + FILES + " rm /srv/files/ready");
    }

    @AfterEach
    void remove() {
        Stack.remove(PROJECT);
    }

    private AppHarness harness(UnaryOperator<Engine> engine) throws Exception {
        return new AppHarness(directory, PROJECT, ALWAYS, engine);
    }

    private static RunRecord firstRun(AppHarness harness) throws Exception {
        harness.look();
        return harness.settled().stream()
                .filter(run -> run.dataset().equals(ID))
                .findFirst()
                .orElseThrow();
    }

    private static void assertSucceeded(RunRecord run) {
        assertThat(run.state()).as(run.message()).isEqualTo(RunState.SUCCEEDED);
        assertThat(run.progress().engine()).contains(EngineName.EMBEDDED);
    }

    @Test
    void thePauseIsShortAndNoHotSnapshotRemains() throws Exception {
        try (AppHarness harness = harness(UnaryOperator.identity())) {
            RunRecord first = firstRun(harness);
            assertSucceeded(first);
            sh(
                    "docker exec " + FILES
                            + " sh -c 'rm /srv/files/few/7; echo new >/srv/files/few/8; mv /srv/files/few/9 /srv/files/few/nine'");
            RunRecord second = harness.backup(ID);
            assertSucceeded(second);
            harness.settled();

            for (RunRecord run : List.of(first, second)) {
                assertThat(run.frozen()).as(run.toString()).isBetween(Duration.ofMillis(10), Duration.ofSeconds(5));
                assertThat(run.result().added())
                        .as("all passes of %s", run)
                        .isGreaterThan(run.pause().hotBytes());
            }
            assertOnlySnapshots(harness, first, second);
            assertThat(ExcludedFilesIT.stored(harness, second))
                    .contains("few/8", "few/nine", "few/10", "bulk", "log")
                    .doesNotContain("few/7", "few/9");
        }
    }

    /** Lets the service write much during the first hot passes, so that restic must read it during the pause. */
    private static UnaryOperator<Engine> busy(int passes, AtomicInteger hot) {
        return real -> (repository, request, bytes, window) -> {
            StoredSnapshot stored = real.store(repository, request, bytes, window);
            if (request instanceof StoreRequest.Tree tree
                    && tree.pass().hot()
                    && request.dataset().equals(ID)
                    && hot.incrementAndGet() <= passes) {
                sh("rm -f " + TREE + "/busy; truncate -s 600M " + TREE + "/busy");
            }
            return stored;
        };
    }

    @Test
    void aTreeInWhichMuchIsWrittenDuringTheHotPassHasAnotherOne() throws Exception {
        AtomicInteger hot = new AtomicInteger();
        try (AppHarness harness = new AppHarness(directory, PROJECT, "limits: { attempts: 1 }", busy(1, hot))) {
            RunRecord run = firstRun(harness);
            assertSucceeded(run);
            assertThat(hot).hasValue(2);
            assertThat(run.pause().estimate()).as("nothing was written again").isLessThan(Duration.ofSeconds(2));
            assertThat(ExcludedFilesIT.stored(harness, run)).contains("busy", "bulk", "log", "few/10");
            assertOnlySnapshots(harness, run);
        }
    }

    /** Backrest, and a user of plain restic, select snapshots by the tag of the plan. */
    @Test
    void hotSnapshotsAreNotOfThePlan() throws Exception {
        List<Snapshot> during = new CopyOnWriteArrayList<>();
        UnaryOperator<Engine> looking = real -> (repository, request, bytes, window) -> {
            StoredSnapshot stored = real.store(repository, request, bytes, window);
            if (request instanceof StoreRequest.Without) {
                during.addAll(repository.snapshots());
            }
            return stored;
        };
        try (AppHarness harness = harness(looking)) {
            assertSucceeded(firstRun(harness));
            assertThat(during)
                    .filteredOn(snapshot -> snapshot.paths().contains(TREE.toString()))
                    .as("the hot snapshot and its copy")
                    .hasSize(2)
                    .allSatisfy(snapshot -> {
                        assertThat(snapshot.tag("slackwater.hot")).isPresent();
                        assertThat(snapshot.tag("plan")).isEmpty();
                    });
        }
    }

    @Test
    @Tag("long")
    void aPauseThatWouldReachItsLimitAfterTheHotPassesIsNotBegun() throws Exception {
        AtomicInteger hot = new AtomicInteger();
        try (AppHarness harness =
                new AppHarness(directory, PROJECT, "limits: { attempts: 1, freezeMax: 3s }", busy(2, hot))) {
            RunRecord run = firstRun(harness);
            assertThat(run.state()).isEqualTo(RunState.FAILED);
            assertThat(run.cause()).isEqualTo(EndCause.FREEZE_LIMIT);
            assertThat(run.message()).contains("it would freeze too long", "limits.freezeMax in the policy");
            assertThat(run.frozen()).isZero();
            assertOnlySnapshots(harness);

            RunRecord next = harness.backup(ID);
            assertSucceeded(next);
            harness.settled();
            assertOnlySnapshots(harness, next);
        }
    }

    private static void assertOnlySnapshots(AppHarness harness, RunRecord... runs) throws Exception {
        assertThat(harness.app.repository("critical").snapshots())
                .filteredOn(snapshot -> snapshot.paths().contains(TREE.toString()))
                .extracting(Snapshot::id)
                .as("hot snapshots are forgotten with the batch")
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(runs).map(run -> run.snapshot().orElseThrow()).toList());
    }

    /** Writes through a memory map after the file system was synchronised, and again when the hot pass has read. */
    private static final class MappedWriter implements Engine {

        private final Engine real;
        private final boolean skipsCopy;
        private final MappedByteBuffer map;

        MappedWriter(Engine real, boolean skipsCopy, MappedByteBuffer map) {
            this.real = real;
            this.skipsCopy = skipsCopy;
            this.map = map;
        }

        @Override
        public StoredSnapshot store(Repository repository, StoreRequest request, LongConsumer bytes, Window window)
                throws Unclaimed, RepositoryException, InterruptedException {
            if (request instanceof StoreRequest.Without copy && skipsCopy) {
                return new StoredSnapshot(copy.snapshot(), 0, 0, ChangedFiles.NONE);
            }
            boolean hot =
                    request instanceof StoreRequest.Tree tree && tree.pass().hot();
            StoredSnapshot stored = real.store(repository, request, bytes, new Window() {
                @Override
                public void open() throws RepositoryException, InterruptedException {
                    window.open();
                    if (hot) {
                        map.put(0, (byte) 'b');
                    }
                }

                @Override
                public void close(boolean read) {
                    window.close(read);
                }
            });
            if (hot) {
                map.put(0, (byte) 'c');
            }
            return stored;
        }
    }

    private String storedByte(boolean skipsCopy) throws Exception {
        directory = Files.createTempDirectory(directory, "attempt");
        Path file = TREE.resolve("mapped");
        Files.writeString(file, "a".repeat(4096));
        sh("touch -d '2 days ago' " + file + "; sync");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            MappedByteBuffer map = channel.map(FileChannel.MapMode.READ_WRITE, 0, 4096);
            try (AppHarness harness = harness(engine -> new MappedWriter(engine, skipsCopy, map))) {
                RunRecord run = firstRun(harness);
                assertSucceeded(run);
                ByteArrayOutputStream content = new ByteArrayOutputStream();
                harness.app
                        .repository("critical")
                        .contents()
                        .dump(run.snapshot().orElseThrow(), file.toString(), content);
                return content.toString(StandardCharsets.US_ASCII).substring(0, 1);
            }
        }
    }

    @Test
    void aMappedFileThatIsWrittenDuringTheHotPassIsReadAgain() throws Exception {
        assertThat(storedByte(false)).isEqualTo("c");
    }

    /** The kernel may write the page to disk between the two writes, which changes the file's time. So it is tried again. */
    @Test
    @Tag("long")
    void withoutTheCopyTheSameFileWouldBeStoredOld() throws Exception {
        String stored = "";
        for (int attempt = 0; attempt < 6 && !stored.equals("b"); attempt++) {
            stored = storedByte(true);
        }
        assertThat(stored).isEqualTo("b");
    }
}
