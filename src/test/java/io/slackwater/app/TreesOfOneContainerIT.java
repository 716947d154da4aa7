package io.slackwater.app;

import static io.slackwater.app.Shell.sh;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.slackwater.journal.EndCause;
import io.slackwater.journal.RunRecord;
import io.slackwater.journal.RunState;
import io.slackwater.journal.Trigger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A container with two volumes. Each volume needs its own pause of the container. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class TreesOfOneContainerIT {

    private static final String PROJECT = "swtwins";
    private static final String TWINS = PROJECT + "-twins-1";

    @TempDir
    Path directory;

    private volatile Runnable standing = () -> {};

    @BeforeEach
    void start() {
        Stack.remove(PROJECT);
        sh("docker run -d" + Stack.labels(PROJECT, "twins") + " --init -v " + PROJECT + "-one:/one -v " + PROJECT
                + "-two:/two -v " + PROJECT
                + "-three:/empty debian:trixie-slim sh -c 'echo 1 >/one/file; echo 2 >/two/file; exec sleep infinity'");
    }

    @AfterEach
    void stop() {
        Stack.remove(PROJECT);
    }

    @Test
    void theSecondTreeOfAContainerWaitsForTheFreezeOfTheFirst() throws Exception {
        try (AppHarness harness = new AppHarness(
                directory,
                PROJECT,
                "limits: { attempts: 1, concurrentRuns: 2, minFreeMiB: 1 }",
                real -> new StandingEngine(real, () -> standing.run()))) {
            harness.look();
            harness.settled();
            String first = id(harness, "one");
            String second = id(harness, "two");
            StringBuilder besides = new StringBuilder();
            standing = () -> {
                standing = () -> {};
                besides.append(harness.app
                        .runs()
                        .submit(List.of(harness.app.inventory().dataset(second).orElseThrow()), Trigger.API)
                        .getFirst());
                // It cannot store before the first continues. Without the wait it would store within this second.
                await("its second run waits")
                        .atMost(Duration.ofSeconds(60))
                        .during(Duration.ofSeconds(1))
                        .until(() -> harness.app
                                        .journal()
                                        .runs()
                                        .find(besides.toString())
                                        .orElseThrow()
                                        .state()
                                == RunState.CAPTURING);
                assertThat(sh("docker inspect -f {{.State.Paused}} " + TWINS)).isEqualTo("true");
            };
            assertStood(harness.backup(first));
            assertStood(harness.ended(besides.toString()));
            RunRecord empty = harness.backup(id(harness, "empty"));
            assertThat(empty.state()).as(empty.message()).isEqualTo(RunState.SUCCEEDED);
            assertThat(empty.message()).startsWith("The volume is empty");
            assertThat(empty.frozen()).as("nothing in it is worth a pause").isZero();

            // Who pauses it within the second in which a thaw is looked after is taken for a thaw that failed.
            await("the freezes are over for certain")
                    .until(() -> harness.app.journal().leases().open().isEmpty());
            sh("docker pause " + TWINS);
            RunRecord paused = harness.backup(first);
            assertThat(paused.state()).isEqualTo(RunState.FAILED);
            assertThat(paused.message())
                    .contains("another program paused the container", "Unpause it")
                    .containsOnlyOnce(TWINS);
            assertThat(paused.cause()).isEqualTo(EndCause.FREEZE);
            sh("docker unpause " + TWINS + " && docker stop -t 0 " + TWINS);
            standing = () -> sh("docker start " + TWINS);
            RunRecord started = harness.backup(first);
            assertThat(started.state()).isEqualTo(RunState.FAILED);
            assertThat(started.message()).contains(TWINS, "which did not run, was started", "discarded");
        }
    }

    private static void assertStood(RunRecord run) {
        assertThat(run.state()).as(run.dataset() + ": " + run.message()).isEqualTo(RunState.SUCCEEDED);
        assertThat(run.frozen()).as(run.dataset()).isPositive();
    }

    private static String id(AppHarness harness, String mount) {
        Optional<String> id = harness.datasets().stream()
                .filter(one -> one.startsWith(PROJECT + ".twins.") && one.contains(mount))
                .findFirst();
        assertThat(id).as(harness.datasets().toString()).isPresent();
        return id.orElseThrow();
    }
}
