package io.slackwater.app;

import static io.slackwater.app.Shell.sh;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

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
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

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

    private Path repository;

    @BeforeEach
    void start() throws Exception {
        Stack.remove(PROJECT);
        repository = Files.createDirectories(directory.resolve("repos/critical"));
        sh("mount -t tmpfs -o size=400m tmpfs " + repository);
        PreparedRepositories.copy("critical", repository, directory.resolve("secrets"));
        sh("docker run -d" + Stack.labels(PROJECT, "files") + " --init -v " + PROJECT
                + "-data:/srv/files debian:trixie-slim sh -c '[ -e /srv/files/bulk ] || head -c 40000000 /dev/urandom >/srv/files/bulk;"
                + " : >/srv/files/ready; while :; do date +%s%N >>/srv/files/log; sleep 0.01; done'");
        Shell.until("docker exec " + FILES + " rm /srv/files/ready");
    }

    @AfterEach
    void remove() {
        Stack.remove(PROJECT);
        sh("umount -l " + repository);
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

    @ParameterizedTest
    @MethodSource("faults")
    void aFaultLeavesNothingFrozenAndNoHotSnapshot(String step, String fault, String reason) throws Exception {
        AtomicBoolean injected = new AtomicBoolean();
        try (AppHarness harness = new AppHarness(
                directory,
                PROJECT,
                "limits: { freezeTarget: 1s, attempts: 1, minFreeMiB: 1 }",
                engine ->
                        new FaultyEngine(engine, step, fault.replace("REPOSITORY", repository.toString()), injected))) {
            harness.look();
            RunRecord first = harness.settled().stream()
                    .filter(run -> run.dataset().equals(ID))
                    .findFirst()
                    .orElseThrow();
            assertThat(injected).isTrue();
            assertThat(first.state())
                    .as(first.message())
                    .isEqualTo(reason.isEmpty() ? RunState.SUCCEEDED : RunState.FAILED);
            assertThat(first.message()).contains(reason);
            assertThat(first.frozen()).isLessThan(Duration.ofSeconds(10));
            assertThat(sh("docker inspect -f '{{.State.Paused}}' " + FILES)).isEqualTo("false");

            sh("rm -f " + TREE + "/endless " + repository + "/filler; docker start " + FILES);
            RunRecord next = harness.backup(ID);
            assertThat(next.state()).as(next.message()).isEqualTo(RunState.SUCCEEDED);
            harness.settled();
            assertThat(harness.app.repository("critical").snapshots())
                    .filteredOn(snapshot -> snapshot.paths().contains(TREE.toString()))
                    .allMatch(snapshot -> snapshot.tag("slackwater.hot").isEmpty());
            assertThat(ExcludedFilesIT.stored(harness, next)).contains("log");
            if (Files.exists(TREE.resolve("bulk"))) {
                assertThat(stored(harness, next)).isEqualTo(sh("sha256sum <" + TREE + "/bulk | cut -c1-64"));
            }
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
            return real.store(repository, request, bytes, new Window() {
                @Override
                public void open() throws RepositoryException, InterruptedException {
                    window.open();
                    if (now) {
                        inject();
                    }
                }

                @Override
                public void close() {
                    window.close();
                }
            });
        }

        private void inject() {
            if (!injected.compareAndSet(false, true)) {
                return;
            }
            if (fault.equals(KILL_RESTIC)) {
                String argument = Map.of(HOT, "slackwater.hot:", COPY, "rewrite", SECOND, "--parent=")
                        .getOrDefault(step, "");
                Thread.ofPlatform().daemon().start(() -> {
                    while (ProcessHandle.current()
                            .descendants()
                            .filter(process -> has(process, argument))
                            .noneMatch(ProcessHandle::destroyForcibly)) {
                        Thread.onSpinWait();
                    }
                });
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
