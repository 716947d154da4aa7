package io.slackwater.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slackwater.discovery.ContainerBuilder;
import io.slackwater.discovery.Credentials;
import io.slackwater.discovery.Kind;
import io.slackwater.discovery.StandInDocker;
import io.slackwater.discovery.Workload;
import io.slackwater.discovery.WorkloadId;
import io.slackwater.docker.Container;
import io.slackwater.docker.DockerException;
import io.slackwater.docker.DockerFailure;
import io.slackwater.docker.ExecResult;
import io.slackwater.journal.EndCause;
import io.slackwater.journal.Journal;
import io.slackwater.journal.OwedCommand;
import io.slackwater.trust.RunFailure.Failed;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContainerCommandsTest {

    private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");
    private static final Map<String, String> BOTH =
            Map.of("slackwater.exec.pre", "[\"quiet\", \"on\"]", "slackwater.exec.post", "[\"loud\"]");
    private static final Duration ALLOWED = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    private final StandInDocker docker = new StandInDocker();
    private final ContainerBuilder web = ContainerBuilder.service("shop", "web");
    private Journal journal;
    private ContainerCommands commands;

    @BeforeEach
    void open() {
        journal = Journal.open(directory.resolve("j.db"), Clock.systemUTC());
        docker.with(web).answers("shop-web-1", "quiet", "").answers("shop-web-1", "loud", "");
        commands = at(NOW);
    }

    private ContainerCommands at(Instant now) {
        return new ContainerCommands(docker, journal.owedCommands(), Clock.fixed(now, ZoneOffset.UTC));
    }

    @AfterEach
    void close() {
        journal.close();
    }

    private Workload workload(Map<String, String> labels) {
        return new Workload(
                new WorkloadId("shop", "web"),
                web.build(),
                new Kind("volume"),
                "critical",
                Duration.ofMinutes(1),
                Credentials.NONE,
                labels,
                List.of(),
                List.of());
    }

    private ContainerCommands.Begun begin() throws Exception {
        return commands.begin(workload(BOTH), ALLOWED);
    }

    private void fails(String program, int code, String stderr) {
        docker.answers("shop-web-1", program, command -> new ExecResult(code, "", stderr));
    }

    @Test
    void theCommandsRunAroundACapture() throws Exception {
        ContainerCommands.Begun begun = begin();
        assertThat(docker.asked).containsExactly("shop-web-1: quiet on");
        assertThat(journal.owedCommands().all())
                .extracting(OwedCommand::command)
                .containsExactly(List.of("loud"));
        begun.close();
        begun.close();
        assertThat(docker.asked).containsExactly("shop-web-1: quiet on", "shop-web-1: loud");
        assertThat(journal.owedCommands().all()).isEmpty();
    }

    @Test
    void thePostCommandIsJournaledBeforeThePreCommandRuns() throws Exception {
        AtomicBoolean journaled = new AtomicBoolean();
        docker.answers("shop-web-1", "quiet", command -> {
            journaled.set(!journal.owedCommands().all().isEmpty());
            return new ExecResult(0, "", "");
        });
        begin().close();
        assertThat(journaled).isTrue();
    }

    @Test
    void capturesOfOneWorkloadThatOverlapShareOnePair() throws Exception {
        ContainerCommands.Begun first = begin();
        ContainerCommands.Begun second = begin();
        first.close();
        assertThat(docker.asked).containsExactly("shop-web-1: quiet on");
        second.close();
        assertThat(docker.asked).containsExactly("shop-web-1: quiet on", "shop-web-1: loud");
    }

    @Test
    void aPreCommandThatFailsFailsTheAttemptAndThePostCommandRuns() {
        fails("quiet", 3, "ERROR: no such mode");
        assertThatThrownBy(this::begin)
                .isInstanceOfSatisfying(
                        Failed.class, e -> assertThat(e.endCause()).isEqualTo(EndCause.SOURCE))
                .hasMessage("the command slackwater.exec.pre (quiet) in container shop-web-1 failed with exit code 3:"
                        + " ERROR: no such mode; the container was not paused and nothing was read");
        assertThat(docker.asked).endsWith("shop-web-1: loud");
        assertThat(journal.owedCommands().all()).isEmpty();
    }

    @Test
    void aPreCommandThatDoesNotExistIsNotRetried() {
        fails("quiet", 127, "exec: \"quiet\": executable file not found in $PATH");
        assertThatThrownBy(this::begin)
                .isInstanceOfSatisfying(
                        Failed.class, e -> assertThat(e.endCause()).isEqualTo(EndCause.SOURCE_INVALID))
                .hasMessageContaining("could not be started")
                .hasMessageContaining("Correct the label");
        assertThat(docker.asked).endsWith("shop-web-1: loud");
    }

    @Test
    void aPreCommandThatHangsIsEndedAtItsLimit() {
        hangs("quiet");
        docker.answers("shop-web-1", "sh", "");
        assertThatThrownBy(this::begin)
                .hasMessageContaining("took longer than the allowed 30 s and was ended")
                .hasMessageContaining("limits.exec");
        assertThat(docker.asked).hasSize(3).endsWith("shop-web-1: loud");
        assertThat(docker.environments.getFirst()).containsEntry("SLACKWATER_DUMP", "slackwater-command-shop-web;");
    }

    @Test
    void aHangingCommandInAContainerWithoutAShellIsReported() {
        hangs("quiet");
        assertThatThrownBy(this::begin).hasMessageContaining("30 s and could not be ended");
    }

    private void hangs(String program) {
        docker.answers("shop-web-1", program, command -> {
            throw new DockerException("no end", DockerFailure.NO_ANSWER, new SocketTimeoutException("limit"));
        });
    }

    @Test
    void aPostCommandThatFailsIsKeptUntilItSucceedsAfterTheNextCapture() throws Exception {
        fails("loud", 1, "cannot");
        begin().close();
        assertThat(commands.failed())
                .singleElement()
                .satisfies(
                        failed -> assertThat(failed.failure())
                                .contains(
                                        "the command slackwater.exec.post (loud) in container shop-web-1 failed with exit code 1: cannot"));
        int asked = docker.asked.size();
        commands.settle(false);
        assertThat(docker.asked)
                .as("a failed command is not repeated at each beat")
                .hasSize(asked);

        try (ContainerCommands.Begun again = begin()) {
            assertThat(commands.failed()).as("the alarm stays meanwhile").hasSize(1);
            docker.answers("shop-web-1", "loud", "");
        }
        assertThat(commands.failed()).isEmpty();
    }

    @Test
    void aRemovedLabelEndsTheAlarmOfItsCommand() throws Exception {
        fails("loud", 1, "cannot");
        begin().close();
        commands.begin(workload(Map.of()), ALLOWED).close();
        assertThat(commands.failed()).isEmpty();
    }

    @Test
    void thePostCommandOfACrashedProcessRunsAtTheNextStart() throws Exception {
        begin();
        commands = at(NOW);
        commands.settle(true);
        assertThat(docker.asked)
                .as("a pre command that still runs is ended first")
                .hasSize(3)
                .satisfies(asked -> assertThat(asked.get(1)).startsWith("shop-web-1: sh -c"))
                .endsWith("shop-web-1: loud");
        assertThat(journal.owedCommands().all()).isEmpty();
    }

    @Test
    void aCaptureAfterACrashTakesOverThePostCommand() throws Exception {
        begin();
        commands = at(NOW);
        begin().close();
        assertThat(docker.asked).containsExactly("shop-web-1: quiet on", "shop-web-1: quiet on", "shop-web-1: loud");
        assertThat(journal.owedCommands().all()).isEmpty();
    }

    @Test
    void aBeatDoesNotRunThePostCommandOfACaptureInProgress() throws Exception {
        try (ContainerCommands.Begun begun = begin()) {
            commands.settle(false);
            assertThat(docker.asked).containsExactly("shop-web-1: quiet on");
        }
    }

    @Test
    void thePostCommandWaitsForAContainerThatStopped() throws Exception {
        ContainerCommands.Begun begun = begin();
        docker.with(web.state(Container.State.EXITED));
        begun.close();
        assertThat(docker.asked).containsExactly("shop-web-1: quiet on");
        docker.with(web.state(Container.State.RUNNING));
        commands.settle(false);
        assertThat(docker.asked).endsWith("shop-web-1: loud");
    }

    @Test
    void thePostCommandOfARemovedContainerIsGivenUpAfterADay() throws Exception {
        ContainerCommands.Begun begun = begin();
        docker.containers.clear();
        begun.close();
        assertThat(journal.owedCommands().all()).hasSize(1);
        at(NOW.plus(Duration.ofDays(2))).settle(false);
        assertThat(journal.owedCommands().all()).isEmpty();
    }

    @Test
    void thePostCommandRunsInTheContainerThatReplacesARemovedOne() throws Exception {
        ContainerCommands.Begun begun = begin();
        docker.containers.clear();
        docker.with(ContainerBuilder.service("shop", "web").replica(2)).answers("shop-web-2", "loud", "");
        begun.close();
        assertThat(docker.asked).endsWith("shop-web-2: loud");
    }

    @Test
    void aContainerThatDoesNotRunNeedsNoCommands() throws Exception {
        docker.with(web.state(Container.State.EXITED));
        begin().close();
        assertThat(docker.asked).isEmpty();
        assertThat(journal.owedCommands().all()).isEmpty();
    }

    @Test
    void aWorkloadWithoutLabelsRunsNoCommand() throws Exception {
        commands.begin(workload(Map.of()), ALLOWED).close();
        assertThat(docker.asked).isEmpty();
    }

    @Test
    void thePostCommandRunsOnAnInterruptedThread() throws Exception {
        ContainerCommands.Begun begun = begin();
        Thread.currentThread().interrupt();
        begun.close();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(docker.asked).endsWith("shop-web-1: loud");
    }
}
