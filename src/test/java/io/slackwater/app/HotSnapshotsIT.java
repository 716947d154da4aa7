package io.slackwater.app;

import static io.slackwater.app.Shell.sh;
import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.journal.RunRecord;
import io.slackwater.journal.RunState;
import io.slackwater.repository.Engine;
import io.slackwater.repository.Repository;
import io.slackwater.repository.RepositoryException;
import io.slackwater.repository.Snapshot;
import io.slackwater.repository.StoreRequest;
import io.slackwater.repository.StoredSnapshot;
import io.slackwater.repository.Unclaimed;
import io.slackwater.repository.Window;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A process that is killed at any step between the hot pass and the verdict. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
@Tag("long")
class HotSnapshotsIT {

    private static final String PROJECT = "swithot";
    private static final String FILES = PROJECT + "-files-1";
    private static final String ID = PROJECT + ".files.srv-files";
    private static final int KILLED = 137;

    @TempDir
    Path directory;

    /** The step during or after which the process ends. */
    enum Step {
        HOT_PASS,
        COPY,
        SECOND_PASS,
        VERIFY,
        FORGET
    }

    @BeforeEach
    void start() {
        Stack.remove(PROJECT);
        sh("docker run -d" + Stack.labels(PROJECT, "files") + " --init -v " + PROJECT
                + "-data:/srv/files debian:trixie-slim sh -c 'head -c 20000000 /dev/urandom >/srv/files/bulk;"
                + " : >/srv/files/ready; while :; do date +%s%N >>/srv/files/log; sleep 0.01; done'");
        Shell.until("docker exec " + FILES + " rm /srv/files/ready");
    }

    @AfterEach
    void remove() {
        Stack.remove(PROJECT);
    }

    private static AppHarness harness(Path directory, Step step) throws Exception {
        return new AppHarness(
                directory, PROJECT, "limits: { freezeTarget: 0s }", engine -> new HaltingEngine(engine, step));
    }

    /** Started by the test: the directory, then the step. */
    public static void main(String[] arguments) throws Exception {
        AppHarness harness = harness(Path.of(arguments[0]), Step.valueOf(arguments[1]));
        harness.look();
        Thread.currentThread().join();
    }

    @ParameterizedTest
    @EnumSource(Step.class)
    void aKilledProcessLeavesNothingFrozenAndNoHotSnapshot(Step step) throws Exception {
        AppHarness.prepare(directory);
        ProcessBuilder builder = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        HotSnapshotsIT.class.getName(),
                        directory.toString(),
                        step.name()))
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("sidecar.log").toFile());
        if (step == Step.FORGET) {
            builder.environment().put("SLACKWATER_RESTIC", killer().toString());
        }
        Process sidecar = builder.start();
        assertThat(sidecar.waitFor())
                .as(Files.readString(directory.resolve("sidecar.log")))
                .isEqualTo(KILLED);

        try (AppHarness harness = new AppHarness(directory, PROJECT, "", UnaryOperator.identity())) {
            assertThat(sh("docker inspect -f '{{.State.Paused}}' " + FILES)).isEqualTo("false");
            harness.look();
            harness.settled();
            RunRecord run = harness.backup(ID);
            assertThat(run.state()).as(run.message()).isEqualTo(RunState.SUCCEEDED);
            harness.settled();
            assertThat(harness.app.repository("critical").snapshots())
                    .filteredOn(snapshot -> snapshot.tag("slackwater.hot").isPresent())
                    .extracting(Snapshot::id)
                    .isEmpty();
            assertThat(ExcludedFilesIT.stored(harness, run)).containsExactlyInAnyOrder("bulk", "log");
        }
    }

    /** A restic that kills the sidecar, which is its parent, instead of forgetting. */
    private Path killer() throws IOException {
        String restic = Optional.ofNullable(System.getenv("SLACKWATER_RESTIC")).orElse("restic");
        Path script = directory.resolve("killer");
        Files.writeString(script, """
                #!/bin/sh
                case "$*" in forget*) kill -9 $PPID; exit 1 ;; esac
                exec %s "$@"
                """.formatted(restic));
        return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    }

    /** Ends the process as {@code kill -9} does, when the tree reaches a step. */
    private record HaltingEngine(Engine real, Step step) implements Engine {

        @Override
        public StoredSnapshot store(Repository repository, StoreRequest request, LongConsumer bytes, Window window)
                throws Unclaimed, RepositoryException, InterruptedException {
            boolean ours = request.dataset().equals(ID);
            Step now = now(request);
            StoredSnapshot stored = real.store(repository, request, bytes, new Window() {
                @Override
                public void open() throws RepositoryException, InterruptedException {
                    window.open();
                    if (ours && step == now) {
                        Runtime.getRuntime().halt(KILLED);
                    }
                }

                @Override
                public void close(boolean read) {
                    window.close(read);
                }
            });
            boolean last = step == Step.VERIFY && now == Step.SECOND_PASS;
            boolean copied = step == Step.COPY && now == Step.COPY;
            if (ours && (last || copied)) {
                Runtime.getRuntime().halt(KILLED);
            }
            return stored;
        }

        private static Step now(StoreRequest request) {
            if (request instanceof StoreRequest.Tree tree) {
                return tree.pass().hot() ? Step.HOT_PASS : Step.SECOND_PASS;
            }
            return Step.COPY;
        }
    }
}
