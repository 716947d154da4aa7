package io.slackwater.app;

import static io.slackwater.app.Shell.sh;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.slackwater.journal.EndCause;
import io.slackwater.journal.RunRecord;
import io.slackwater.journal.RunState;
import io.slackwater.repository.Engine;
import io.slackwater.repository.PreparedRepositories;
import io.slackwater.repository.Repository;
import io.slackwater.repository.RepositoryException;
import io.slackwater.repository.StoreRequest;
import io.slackwater.repository.StoredSnapshot;
import io.slackwater.repository.Unclaimed;
import io.slackwater.repository.Window;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Faults between the hot pass and the verdict. Each ends in a clear state, and the next run succeeds. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
@Tag("long")
class TwoPassFaultsIT {

    private static final String PROJECT = "switfaults";
    private static final String FILES = PROJECT + "-files-1";
    private static final String ID = PROJECT + ".files.srv-files";
    private static final Path TREE = Path.of("/var/lib/docker/volumes/" + PROJECT + "-data/_data");

    @TempDir
    Path directory;

    private static final String HOT = "hot";
    private static final String COPY = "copy";
    private static final String SECOND = "second";
    private static final String LIST = "list";
    private static final String READ_BACK = "read back";
    private static final String FORGET = "forget";

    private Path repository;
    private Path data;

    @BeforeEach
    void start() throws Exception {
        Stack.remove(PROJECT);
        repository = Files.createDirectories(directory.resolve("repos/critical"));
        sh("mount -t tmpfs -o size=400m tmpfs " + repository);
        data = Files.createDirectories(directory.resolve("data"));
        sh("mount -t tmpfs -o size=64m tmpfs " + data);
        PreparedRepositories.copy("critical", repository, directory.resolve("secrets"));
        sh("docker run -d" + Stack.labels(PROJECT, "files") + " --init -v " + PROJECT
                + "-data:/srv/files debian:trixie-slim sh -c '[ -e /srv/files/bulk ] || head -c 40000000 /dev/urandom >/srv/files/bulk;"
                + " : >/srv/files/ready; while :; do date +%s%N >>/srv/files/log; sleep 0.01; done'");
        Shell.until("docker exec " + FILES + " rm /srv/files/ready");
    }

    @AfterEach
    void remove() {
        Stack.remove(PROJECT);
        sh("umount -l " + repository + " " + data);
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                arguments(HOT, "docker kill " + FILES, ""),
                arguments(SECOND, "docker kill " + FILES, "unpaused or stopped by another program"),
                arguments(HOT, "docker restart -t 0 " + FILES, ""),
                arguments(SECOND, "docker restart -t 0 " + FILES, "was restarted while Slackwater had it paused"),
                arguments(SECOND, "docker unpause " + FILES, "unpaused or stopped by another program"),
                arguments(HOT, KILL_RESTIC, "restic was killed"),
                arguments(COPY, KILL_RESTIC, "restic was killed"),
                arguments(SECOND, KILL_RESTIC, "restic was killed"),
                arguments(LIST, KILL_RESTIC, "could not be verified"),
                arguments(READ_BACK, KILL_RESTIC, "could not be verified"),
                arguments(FORGET, KILL_RESTIC, ""),
                arguments(COPY, "rm " + TREE + "/bulk", ""),
                arguments(HOT, "for i in $(seq 30); do head -c 5000000 /dev/urandom >" + TREE + "/new$i; done", ""),
                arguments(HOT, FILL, "no space left"),
                arguments(SECOND, FILL, "no space left"),
                arguments(
                        HOT,
                        "head -c 6G /dev/zero >" + TREE + "/endless",
                        "its files grow faster than restic reads them"));
    }

    private static final String FILL = "head -c 1G /dev/zero >REPOSITORY/filler || true";
    private static final String KILL_RESTIC = "kill -9 restic";
    private static final String WAIT = "wait";

    /** By what the restic of a step is recognised. */
    private static final Map<String, String> ARGUMENTS = Map.of(
            HOT,
            "slackwater.hot:",
            COPY,
            "rewrite",
            SECOND,
            "--parent=",
            LIST,
            "ls",
            READ_BACK,
            "dump",
            FORGET,
            "forget");

    private static final Set<String> AFTER_SECOND = Set.of(LIST, READ_BACK, FORGET);

    @ParameterizedTest
    @MethodSource("faults")
    void aFaultLeavesNothingFrozenAndNoHotSnapshot(String step, String fault, String reason) throws Exception {
        AtomicBoolean injected = new AtomicBoolean();
        try (AppHarness harness = harness(step, fault.replace("REPOSITORY", repository.toString()), injected)) {
            harness.look();
            RunRecord first = harness.settled().stream()
                    .filter(run -> run.dataset().equals(ID))
                    .findFirst()
                    .orElseThrow();
            assertThat(injected).isTrue();
            assertThat(first.state()).as(first.message()).isEqualTo(state(reason));
            assertThat(first.message()).contains(reason);
            if (fault.contains("endless")) {
                assertThat(first.cause()).isEqualTo(EndCause.SOURCE);
            }
            assertThat(first.frozen()).isLessThan(Duration.ofSeconds(fault.equals(KILL_RESTIC) ? 5 : 10));
            assertNotPaused();

            sh("rm -f " + TREE + "/endless " + repository + "/filler; docker start " + FILES);
            assertNextRunSucceeds(harness);
        }
    }

    private static RunState state(String reason) {
        if (reason.isEmpty()) {
            return RunState.SUCCEEDED;
        }
        return reason.equals("could not be verified") ? RunState.UNVERIFIED : RunState.FAILED;
    }

    /** Outside tests the second attempt waits for 10 s more. */
    @Test
    void afterAKilledResticTheNextAttemptBeginsWithin20Seconds() throws Exception {
        AtomicBoolean injected = new AtomicBoolean();
        try (AppHarness harness = harness(SECOND, KILL_RESTIC, injected, 2)) {
            harness.look();
            await("the step").atMost(Duration.ofMinutes(1)).untilTrue(injected);
            String run = harness.app.journal().runs().newest(ID, 1).getFirst().id();
            await("the next attempt")
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> harness.app.runs().find(run).orElseThrow().attempt() == 2);
            RunRecord ended = harness.ended(run);
            assertThat(ended.state()).as(ended.message()).isEqualTo(RunState.SUCCEEDED);
            harness.settled();
            assertNoHotSnapshot(harness);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {HOT, COPY, SECOND})
    void aCancelledRunLeavesNothingFrozenAndNoHotSnapshot(String step) throws Exception {
        AtomicBoolean injected = new AtomicBoolean();
        try (AppHarness harness = harness(step, WAIT, injected)) {
            harness.look();
            await("the step").atMost(Duration.ofMinutes(1)).untilTrue(injected);
            String run = harness.app.journal().runs().newest(ID, 1).getFirst().id();
            harness.app.runs().cancel(run);
            assertThat(harness.ended(run).state()).isEqualTo(RunState.CANCELLED);
            assertNotPaused();
            harness.settled();
            assertNoHotSnapshot(harness);
            assertNextRunSucceeds(harness);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {HOT, COPY, SECOND, LIST})
    void aFullJournalDiskLeavesNothingFrozenAndNoHotSnapshot(String step) throws Exception {
        AtomicBoolean injected = new AtomicBoolean();
        Path filler = data.resolve("filler");
        try (AppHarness harness = harness(step, "! dd if=/dev/zero of=" + filler + " bs=4k 2>/dev/null", injected)) {
            harness.look();
            await("the step").atMost(Duration.ofMinutes(1)).untilTrue(injected);
            await("the run's end")
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> harness.app.runs().idle());
            assertNotPaused();
            assertThat(harness.app.journal().verdicts().of(ID)).isEmpty();

            Files.delete(filler);
            harness.look();
            harness.settled();
            assertThat(harness.app
                            .journal()
                            .runs()
                            .page(Optional.of(ID), Optional.of(RunState.FAILED), Optional.empty(), 1))
                    .singleElement()
                    .satisfies(lost -> assertThat(lost.message()).contains("the journal could not be written"));
            assertNextRunSucceeds(harness);
        }
    }

    private AppHarness harness(String step, String fault, AtomicBoolean injected) throws IOException {
        return harness(step, fault, injected, 1);
    }

    private AppHarness harness(String step, String fault, AtomicBoolean injected, int attempts) throws IOException {
        return new AppHarness(
                directory,
                PROJECT,
                "limits: { freezeTarget: 0s, attempts: " + attempts + ", minFreeMiB: 1 }",
                engine -> new FaultyEngine(engine, step, fault, injected));
    }

    private static void assertNotPaused() {
        assertThat(sh("docker inspect -f '{{.State.Paused}}' " + FILES)).isEqualTo("false");
    }

    private static void assertNoHotSnapshot(AppHarness harness) throws Exception {
        assertThat(harness.app.repository("critical").snapshots())
                .filteredOn(snapshot -> snapshot.tag("slackwater.hot").isPresent())
                .isEmpty();
    }

    private static void assertNextRunSucceeds(AppHarness harness) throws Exception {
        RunRecord next = harness.backup(ID);
        assertThat(next.state()).as(next.message()).isEqualTo(RunState.SUCCEEDED);
        harness.settled();
        assertNoHotSnapshot(harness);
        assertThat(ExcludedFilesIT.stored(harness, next)).contains("log");
        if (Files.exists(TREE.resolve("bulk"))) {
            assertThat(stored(harness, next)).isEqualTo(sh("sha256sum <" + TREE + "/bulk | cut -c1-64"));
        }
    }

    private static String stored(AppHarness harness, RunRecord run) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        harness.app
                .repository("critical")
                .contents()
                .dump(
                        run.snapshot().orElseThrow(),
                        TREE.resolve("bulk").toString(),
                        new DigestOutputStream(OutputStream.nullOutputStream(), digest));
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Injects a fault once, when the tree reaches a step. */
    private record FaultyEngine(Engine real, String step, String fault, AtomicBoolean injected) implements Engine {

        @Override
        public StoredSnapshot store(Repository repository, StoreRequest request, LongConsumer bytes, Window window)
                throws Unclaimed, RepositoryException, InterruptedException {
            boolean now = request.dataset().equals(ID) && step.equals(step(request));
            if (now && request instanceof StoreRequest.Without) {
                inject();
            }
            StoredSnapshot stored = real.store(repository, request, bytes, new Window() {
                @Override
                public void open() throws RepositoryException, InterruptedException {
                    window.open();
                    if (now) {
                        inject();
                    }
                }

                @Override
                public void close(boolean read) {
                    window.close(read);
                }
            });
            if (request.dataset().equals(ID) && SECOND.equals(step(request)) && AFTER_SECOND.contains(step)) {
                inject();
            }
            return stored;
        }

        private void inject() throws InterruptedException {
            if (!injected.compareAndSet(false, true)) {
                return;
            }
            if (fault.equals(KILL_RESTIC)) {
                String argument = Objects.requireNonNull(ARGUMENTS.get(step));
                Thread.ofPlatform().daemon().start(() -> {
                    while (ProcessHandle.current()
                            .descendants()
                            .filter(process -> has(process, argument))
                            .noneMatch(ProcessHandle::destroyForcibly)) {
                        Thread.onSpinWait();
                    }
                });
            } else if (fault.equals(WAIT)) {
                // An interruptible wait, which the cancel ends.
                boolean never = new CountDownLatch(1).await(1, TimeUnit.MINUTES);
                throw new AssertionError("the run was not cancelled: " + never);
            } else {
                sh(fault);
            }
        }

        private static boolean has(ProcessHandle process, String argument) {
            return Stream.of(process.info().arguments().orElse(new String[0]))
                    .anyMatch(one -> one.startsWith(argument));
        }

        private static String step(StoreRequest request) {
            if (request instanceof StoreRequest.Tree tree) {
                return tree.pass().hot() ? HOT : SECOND;
            }
            return request instanceof StoreRequest.Without ? COPY : "";
        }
    }
}
