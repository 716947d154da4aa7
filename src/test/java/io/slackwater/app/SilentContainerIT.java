package io.slackwater.app;

import static io.slackwater.app.Shell.sh;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.slackwater.discovery.Uncovered;
import io.slackwater.docker.SocketProxy;
import io.slackwater.journal.AlarmRecord;
import io.slackwater.journal.RunRecord;
import io.slackwater.journal.RunState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole application, while Docker hangs on a single container. */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
@Tag("long")
class SilentContainerIT {

    private static final String PROJECT = "swsilent";

    @TempDir
    Path directory;

    @BeforeEach
    void start() {
        Stack.remove(PROJECT);
        Stack.volume(PROJECT, "locked");
        Stack.volume(PROJECT, "calm");
    }

    @AfterEach
    void stop() {
        Stack.remove(PROJECT);
    }

    @Test
    void anUnresponsiveContainerKeepsItsDatasetsAndTheOthersAreBackedUp() throws Exception {
        String container = sh("docker inspect -f {{.Id}} " + PROJECT + "-locked-1");
        try (SocketProxy docker =
                        new SocketProxy(directory.resolve("docker.sock"), Path.of("/var/run/docker.sock")).listen();
                AppHarness harness = new AppHarness(
                        directory, PROJECT, "limits: { attempts: 1 }", UnaryOperator.identity(), docker.path())) {
            harness.look();
            assertThat(harness.settled()).hasSizeGreaterThanOrEqualTo(2).allSatisfy(SilentContainerIT::assertSucceeded);
            String locked = id(harness, "locked");
            String calm = id(harness, "calm");
            // A freeze whose end is not certain yet, when Docker falls silent, keeps the next one waiting.
            awaitRecorded(harness);

            docker.swallow("/containers/" + container);
            harness.look();

            assertThat(harness.datasets()).contains(locked, calm);
            assertThat(harness.app.inventory().uncovered())
                    .filteredOn(one -> one.severity() == Uncovered.Severity.ALARM)
                    .singleElement()
                    .satisfies(one -> {
                        assertThat(one.subject().text()).isEqualTo("service locked of project " + PROJECT);
                        assertThat(one.reason()).contains("no answer within 5", "stay listed");
                        assertThat(one.remedy()).contains("docker inspect " + PROJECT + "-locked-1");
                    });
            assertSucceeded(harness.backup(calm));
            RunRecord run = harness.backup(locked);
            assertThat(run.state()).isEqualTo(RunState.FAILED);
            assertThat(run.message()).contains("inspect container " + container, "no answer");

            docker.swallow("");
            harness.look();
            assertThat(harness.app.inventory().uncovered())
                    .noneMatch(one -> one.severity() == Uncovered.Severity.ALARM);
            assertSucceeded(harness.backup(locked));
        }
    }

    @Test
    void aContainerThatStaysFrozenAlarmsWithItsRemedyAndTheOthersAreBackedUp() throws Exception {
        // One pass that reads for seconds, so that Docker falls silent during the pause.
        String container = sh("docker inspect -f {{.Id}} " + PROJECT + "-locked-1");
        sh("docker exec " + PROJECT + "-locked-1 bash -c 'head -c 300000000 /dev/urandom >/data/more'");
        try (SocketProxy docker =
                        new SocketProxy(directory.resolve("docker.sock"), Path.of("/var/run/docker.sock")).listen();
                AppHarness harness = new AppHarness(
                        directory,
                        PROJECT,
                        "limits: { attempts: 1, freezeTarget: 60s }",
                        UnaryOperator.identity(),
                        docker.path())) {
            harness.look();
            await("frozen")
                    .atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(10))
                    .until(() -> paused());
            docker.swallow("/containers/" + container);
            try {
                await("told").atMost(Duration.ofSeconds(90)).until(() -> {
                    harness.look();
                    return alarm(harness).isPresent();
                });
                AlarmRecord told = alarm(harness).orElseThrow();
                assertThat(told.severity()).isEqualToIgnoringCase("critical");
                assertThat(told.title()).contains(container.substring(0, 12), "still paused");
                assertThat(told.remedy()).contains("docker unpause " + container.substring(0, 12));
                assertThat(paused()).isTrue();
                assertSucceeded(harness.backup(id(harness, "calm")));
            } finally {
                docker.swallow("");
                docker.cut();
            }
            await("thawed").atMost(Duration.ofSeconds(60)).until(() -> !paused());
            harness.settled();
            harness.look();
            assertThat(alarm(harness)).isEmpty();
            awaitRecorded(harness);
            assertSucceeded(harness.backup(id(harness, "locked")));
        }
    }

    private static void awaitRecorded(AppHarness harness) {
        await("the freezes' ends are recorded")
                .atMost(Duration.ofSeconds(30))
                .until(() -> harness.app.journal().leases().open().isEmpty());
    }

    private static java.util.Optional<AlarmRecord> alarm(AppHarness harness) {
        return harness.app.journal().alarms().raised().values().stream()
                .filter(one -> one.key().startsWith("freeze"))
                .filter(one -> one.over().isEmpty())
                .findFirst();
    }

    private static boolean paused() {
        return sh("docker inspect -f {{.State.Paused}} " + PROJECT + "-locked-1")
                .equals("true");
    }

    private static String id(AppHarness harness, String service) {
        List<String> all = harness.datasets().stream()
                .filter(id -> id.startsWith(PROJECT + "." + service))
                .toList();
        assertThat(all).hasSize(1);
        return all.getFirst();
    }

    private static void assertSucceeded(RunRecord run) {
        assertThat(run.state()).as(run.dataset() + ": " + run.message()).isEqualTo(RunState.SUCCEEDED);
    }
}
