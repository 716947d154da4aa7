package io.slackwater.app;

import static io.slackwater.app.Shell.sh;
import static io.slackwater.app.Shell.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.journal.EndCause;
import io.slackwater.journal.RunRecord;
import io.slackwater.journal.RunState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The labels slackwater.exec.pre and slackwater.exec.post on real containers. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class ContainerCommandsIT {

    private static final String PROJECT = "switcommand";
    private static final String FILES = PROJECT + "-files-1";
    private static final String ID = PROJECT + ".files.srv-files";
    private static final String OFF = "[\"rm\", \"/srv/files/mode\"]";

    @TempDir
    Path directory;

    @BeforeEach
    @AfterEach
    void remove() {
        Stack.remove(PROJECT);
    }

    private AppHarness harness() throws Exception {
        return new AppHarness(
                directory, PROJECT, "limits: { attempts: 1, minFreeMiB: 1, exec: 3s }", UnaryOperator.identity());
    }

    private static void labels(String pre, String post) {
        sh("docker rm -f " + FILES + " >/dev/null 2>&1; docker run -d" + Stack.labels(PROJECT, "files")
                + " --init --label 'slackwater.exec.pre=" + pre + "' --label 'slackwater.exec.post=" + post + "' -v "
                + PROJECT + "-data:/srv/files debian:trixie-slim sh -c 'echo x >/srv/files/file; exec sleep infinity'");
        until("docker exec " + FILES + " test -f /srv/files/file");
    }

    private static RunRecord backup(AppHarness harness) throws InterruptedException {
        harness.look();
        harness.settled();
        return harness.backup(ID);
    }

    private static boolean isOn() {
        return sh("docker exec " + FILES + " sh -c 'test -e /srv/files/mode && echo on || echo off'")
                .equals("on");
    }

    private static void assertRuns() {
        assertThat(sh("docker inspect -f '{{.State.Running}} {{.State.Paused}}' " + FILES))
                .isEqualTo("true false");
    }

    @Test
    void theDataAreCapturedBetweenTheTwoCommands() throws Exception {
        labels("[\"touch\", \"/srv/files/mode\"]", OFF);
        try (AppHarness harness = harness()) {
            RunRecord run = backup(harness);
            assertThat(run.state()).as(run.message()).isEqualTo(RunState.SUCCEEDED);
            assertThat(run.frozen()).isPositive();
            assertThat(isOn()).isFalse();
            assertThat(ExcludedFilesIT.stored(harness, run)).containsExactlyInAnyOrder("file", "mode");
        }
    }

    @Test
    @Tag("long")
    void aFailedPreCommandFreezesNothingAndThePostCommandRuns() throws Exception {
        labels("[\"sh\", \"-c\", \"touch /srv/files/mode; echo ERROR: no >&2; exit 7\"]", OFF);
        try (AppHarness harness = harness()) {
            assertRefused(harness, EndCause.SOURCE, "failed with exit code 7: ERROR: no");

            labels("[\"sh\", \"-c\", \"touch /srv/files/mode; sleep 1234\"]", OFF);
            assertRefused(harness, EndCause.SOURCE, "took longer than the allowed 3 s and was ended");
            assertThat(sh("docker top " + FILES)).doesNotContain("1234");

            labels("[\"no-such-program\"]", "[\"true\"]");
            assertRefused(harness, EndCause.SOURCE_INVALID, "could not be started");

            labels("[\"sleep\", \"1234\"]", "[\"rm\", \"-f\", \"/srv/files/mode\"]");
            sh("docker exec " + FILES + " sh -c 'touch /srv/files/mode; rm /bin/sh /bin/dash /bin/bash'");
            harness.look();
            harness.settled();
            RunRecord run = harness.backup(ID);
            assertThat(run.message()).contains("took longer than the allowed 3 s and could not be ended");
            assertRuns();
            assertThat(sh("docker run --rm -v " + PROJECT + "-data:/d debian:trixie-slim ls /d"))
                    .isEqualTo("file");
        }
    }

    private static void assertRefused(AppHarness harness, EndCause cause, String reason) throws InterruptedException {
        RunRecord run = backup(harness);
        assertThat(run.state()).isEqualTo(RunState.FAILED);
        assertThat(run.cause()).isEqualTo(cause);
        assertThat(run.message()).contains(reason, "the container was not paused and nothing was read");
        assertThat(run.frozen()).isZero();
        assertThat(harness.app.journal().owedCommands().all()).isEmpty();
        assertThat(isOn()).isFalse();
        assertRuns();
    }

    @Test
    @Tag("long")
    void aFailedPostCommandRaisesAnAlarmAndTheRunKeepsItsVerdict() throws Exception {
        labels("[\"touch\", \"/srv/files/mode\"]", "[\"rm\", \"/srv/files/mode\", \"/srv/files/done\"]");
        try (AppHarness harness = harness()) {
            RunRecord run = backup(harness);
            assertThat(run.state()).as(run.message()).isEqualTo(RunState.SUCCEEDED);
            harness.look();
            assertThat(alarms(harness)).containsExactly("command:" + PROJECT + "-files");
            sh("docker exec " + FILES + " touch /srv/files/done");
            assertThat(backup(harness).state()).isEqualTo(RunState.SUCCEEDED);
            harness.look();
            assertThat(alarms(harness)).isEmpty();
        }
    }

    private static List<String> alarms(AppHarness harness) {
        return harness.app.journal().alarms().raised().keySet().stream()
                .filter(key -> key.startsWith("command:"))
                .toList();
    }

    @Test
    @Tag("long")
    void aCancelledRunEndsItsPreCommandAndRunsThePostCommand() throws Exception {
        labels("[\"sh\", \"-c\", \"touch /srv/files/mode; sleep 1234\"]", OFF);
        try (AppHarness harness = AppHarness.of(directory, PROJECT)) {
            harness.look();
            String run = harness.app.journal().runs().newest(ID, 1).getFirst().id();
            until("docker top " + FILES + " | grep -q 1234");
            harness.app.runs().cancel(run);
            assertThat(harness.ended(run).state()).isEqualTo(RunState.CANCELLED);
            assertThat(sh("docker top " + FILES)).doesNotContain("1234");
            assertThat(isOn()).isFalse();
            assertRuns();
        }
    }

    @Test
    @Tag("long")
    void aPreCommandThatOutlivesAKilledSidecarIsEndedBeforeThePostCommandRuns() throws Exception {
        labels("[\"sh\", \"-c\", \"sleep 1234; touch /srv/files/mode\"]", OFF.replace("rm\"", "rm\", \"-f\""));
        Process sidecar = SidecarProcess.start(directory, PROJECT, directory.resolve("sidecar.log"));
        until("docker top " + FILES + " | grep -q 1234");
        sidecar.destroyForcibly().waitFor();
        try (AppHarness harness = AppHarness.of(directory, PROJECT)) {
            awaitPostCommand(harness);
            assertThat(sh("docker top " + FILES)).doesNotContain("1234");
            assertThat(isOn()).isFalse();
        }
    }

    private static void awaitPostCommand(AppHarness harness) {
        Awaitility.await("the post command")
                .atMost(Duration.ofSeconds(30))
                .until(() -> harness.app.journal().owedCommands().all().isEmpty());
    }

    @Test
    @Tag("long")
    void thePostCommandRunsAfterAKilledSidecar() throws Exception {
        labels("[\"touch\", \"/srv/files/mode\"]", OFF);
        sh("docker exec " + FILES + " sh -c 'head -c 150000000 /dev/urandom >/srv/files/huge'");
        Process sidecar = SidecarProcess.start(directory, PROJECT, directory.resolve("sidecar.log"));
        try {
            Awaitility.await("a frozen container")
                    .atMost(Duration.ofSeconds(90))
                    .pollInterval(Duration.ofMillis(20))
                    .until(() ->
                            sh("docker inspect -f {{.State.Paused}} " + FILES).equals("true"));
        } finally {
            sidecar.destroyForcibly().waitFor();
        }
        try (AppHarness harness = AppHarness.of(directory, PROJECT)) {
            awaitPostCommand(harness);
            assertThat(isOn()).isFalse();
            assertRuns();
            harness.look();
            assertThat(harness.settled())
                    .allSatisfy(run -> assertThat(run.state()).as(run.message()).isEqualTo(RunState.SUCCEEDED));
            assertThat(isOn()).isFalse();
        }
    }
}
