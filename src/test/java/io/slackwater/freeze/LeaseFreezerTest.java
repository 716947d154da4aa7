package io.slackwater.freeze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.slackwater.LogLines;
import io.slackwater.discovery.ContainerBuilder;
import io.slackwater.docker.Container.State;
import io.slackwater.docker.DockerException;
import io.slackwater.docker.DockerFailure;
import io.slackwater.journal.EndCause;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class LeaseFreezerTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    @TempDir
    Path directory;

    private final StandInContainers docker = new StandInContainers();
    private final FakeUptime uptime = new FakeUptime();
    private final String a = docker.running("a");
    private final String b = docker.running("b");
    private LeaseJournal leases;
    private LeaseFreezer freezer;

    @BeforeEach
    void open() {
        leases = new LeaseJournal(directory);
        freezer = freezer();
    }

    @AfterEach
    void close() {
        docker.unanswered.clear();
        await().until(leases::allOver);
        leases.close();
    }

    private LeaseFreezer freezer() {
        return new LeaseFreezer(docker, leases.store(), uptime, Clock.systemUTC());
    }

    private List<State> states() {
        return List.of(docker.state(a), docker.state(b));
    }

    @Test
    void aFreezeIsJournaledUntilItsThawIsConfirmed() throws Exception {
        FreezeLease lease = freezer.freeze("run", "d", List.of(a, b), MINUTE);
        assertThat(states()).containsOnly(State.PAUSED);
        assertThat(freezer.frozen()).containsExactly("d");
        uptime.now = uptime.now.plusSeconds(3);
        lease.close();
        lease.close();
        assertThat(states()).containsOnly(State.RUNNING);
        assertThat(lease.broken()).isEmpty();
        assertThat(lease.frozen()).isEqualTo(Duration.ofSeconds(3));
        assertThat(freezer.broken("run")).isEmpty();
        assertThat(leases.open()).hasSize(1);
        await().until(() -> freezer.frozen().isEmpty());
        assertThat(leases.ends()).containsExactly("thawed");
    }

    @Test
    void onlyRunningContainersOfOthersAreFrozen() {
        String own = docker.put(ContainerBuilder.plain("own").label("slackwater.role", "sidecar"));
        refused(own, DockerFailure.REFUSED, "must never be paused");
        refused(
                docker.put("c", State.PAUSED, StandInContainers.STARTED),
                DockerFailure.NOT_READY,
                "another program paused the container");
        refused(
                docker.put("c", State.RESTARTING, StandInContainers.STARTED),
                DockerFailure.NOT_READY,
                "the container is not running but RESTARTING");
        refused("absent", DockerFailure.NOT_READY, "the container does not exist");
        assertThat(leases.ends()).isEmpty();
    }

    private void refused(String container, DockerFailure failure, String reason) {
        assertThatThrownBy(() -> freezer.freeze("run", "d", List.of(a, container), MINUTE))
                .isInstanceOfSatisfying(
                        DockerException.class, e -> assertThat(e.failure()).isEqualTo(failure))
                .hasMessageContaining(reason);
        assertThat(docker.state(a)).isEqualTo(State.RUNNING);
    }

    @Test
    void aStoppedContainerNeedsNoFreeze() throws Exception {
        docker.put("a", State.EXITED, StandInContainers.STARTED);
        try (FreezeLease lease = freezer.freeze("run", "d", List.of(a), MINUTE)) {
            assertThat(docker.state(a)).isEqualTo(State.EXITED);
            lease.close();
            assertThat(lease.broken()).isEmpty();
        }
    }

    @Test
    void aPauseWithoutAnAnswerThawsEveryContainer() {
        docker.unanswered.add("pause");
        docker.executed = true;
        assertThatThrownBy(() -> freezer.freeze("run", "d", List.of(a, b), MINUTE))
                .isInstanceOf(DockerException.class)
                .hasMessageContaining("Cannot freeze for dataset d: ");
        assertThat(states()).containsOnly(State.RUNNING);
        await().until(leases::allOver);
        assertThat(leases.ends()).singleElement().asString().startsWith("not all containers could be paused");
    }

    @Test
    void theDeadlineBreaksTheFreezeAndThaws() throws Exception {
        FreezeLease lease = freezer.freeze("run", "d", List.of(a, b), MINUTE);
        uptime.now = uptime.now.plus(MINUTE);
        await().until(() -> states().equals(List.of(State.RUNNING, State.RUNNING)));
        assertThat(lease.broken()).contains(new BrokenFreeze("the freeze exceeded its limit", EndCause.FREEZE_LIMIT));
        assertThat(freezer.broken("run")).contains("the freeze exceeded its limit");
        assertThat(freezer.broken("other")).isEmpty();
    }

    @Test
    void anEventOfAnotherProgramBreaksTheFreezeAtOnce() throws Exception {
        FreezeLease lease = freezer.freeze("run", "d", List.of(a, b), MINUTE);
        freezer.container("exec_start", a, Clock.systemUTC().instant());
        freezer.container("unpause", a, StandInContainers.STARTED);
        assertThat(lease.broken())
                .as("no change, and an event before the freeze")
                .isEmpty();
        docker.unpause(a);
        freezer.container("unpause", a, Clock.systemUTC().instant());
        assertThat(lease.broken())
                .contains(new BrokenFreeze(
                        "another program changed container a while Slackwater had it paused (unpause)",
                        EndCause.FREEZE));
        await().until(() -> docker.state(b) == State.RUNNING);
    }

    @Test
    void theNextAttemptDoesNotReportTheEndOfTheFreezeBefore() throws Exception {
        freezer.freeze("run", "d", List.of(a), MINUTE);
        docker.put("a", State.EXITED, StandInContainers.STARTED);
        freezer.container("die", a, Clock.systemUTC().instant());
        assertThat(freezer.broken("run").orElseThrow()).contains("(die)");
        await().until(leases::allOver);

        docker.put("a", State.RESTARTING, StandInContainers.STARTED);
        assertThatThrownBy(() -> freezer.freeze("run", "d", List.of(a), MINUTE))
                .hasMessageContaining("the container is not running but RESTARTING");
        assertThat(freezer.broken("run")).isEmpty();
        docker.put("a", State.EXITED, StandInContainers.STARTED);
        try (FreezeLease next = freezer.freeze("run", "d", List.of(a), MINUTE)) {
            assertThat(freezer.broken("run")).isEmpty();
            assertThat(next.broken()).isEmpty();
        }
    }

    @Test
    void aThawIsRetriedUntilDockerAnswers() throws Exception {
        FreezeLease lease = freezer.freeze("run", "d", List.of(a, b), MINUTE);
        docker.unanswered.addAll(List.of("find", "unpause"));
        lease.close();
        assertThat(states()).containsOnly(State.PAUSED);
        assertThat(lease.broken().orElseThrow().reason()).contains("Docker did not answer at the end of the freeze");
        docker.unanswered.clear();
        await().until(() -> states().equals(List.of(State.RUNNING, State.RUNNING)));
    }

    @Test
    void anInterruptedGuardThreadThawsAtTheDeadline() throws Exception {
        freezer.freeze("run", "interrupted", List.of(a), MINUTE);
        Thread guard = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("freeze-interrupted"))
                .findFirst()
                .orElseThrow();
        guard.interrupt();
        uptime.now = uptime.now.plus(MINUTE);
        await().until(() -> docker.state(a) == State.RUNNING);
    }

    @Test
    void theNextStartThawsWhatADeadProcessFroze() throws Exception {
        uptime.now = Duration.ofSeconds(10);
        freezer.freeze("run", "d", List.of(a, b), MINUTE);
        LeaseFreezer next = freezer();
        next.settle();
        next.settle();
        assertThat(states()).containsOnly(State.RUNNING);
        assertThat(next.broken("run").orElseThrow()).contains("a crash interrupted the run");
        assertThat(next.stood("run")).as("Docker has forgotten it").isEmpty();
        docker.paused.put(a, Duration.ofSeconds(3));
        assertThat(next.stood("run")).as("Docker knows one of two containers").isEmpty();
        docker.paused.put(b, Duration.ofSeconds(4));
        assertThat(next.stood("run")).contains(Duration.ofSeconds(4));
        docker.unanswered.add("paused");
        assertThat(next.stood("run")).isEmpty();
        assertThat(next.stood("other")).contains(Duration.ZERO);
        freezer.thawAll();
    }

    @Test
    void theLogShowsHowLongAFreezeOfADeadProcessLasted() throws Exception {
        freezer.freeze("run", "d", List.of(a, b), MINUTE);
        docker.paused.putAll(Map.of(a, Duration.ofSeconds(3), b, Duration.ofSeconds(4)));
        try (LogLines begun = new LogLines(Lease.class);
                LogLines lines = new LogLines(LeaseFreezer.class)) {
            freezer().settle();
            await().until(leases::allOver);

            await().untilAsserted(
                            () -> assertThat(lines.all()).anyMatch(line -> line.matches("freeze over .* ms=4000")));
            assertThat(begun.all()).noneMatch(line -> line.startsWith("freeze over"));
        }
        freezer.thawAll();
    }

    @Test
    void aShutdownThawsAndRefusesNewFreezes() throws Exception {
        freezer.freeze("run", "d", List.of(a), MINUTE);
        freezer.thawAll();
        assertThat(docker.state(a)).isEqualTo(State.RUNNING);
        assertThatThrownBy(() -> freezer.freeze("run", "d", List.of(a), MINUTE))
                .isInstanceOf(DockerException.class)
                .hasMessageContaining("shutting down");
        assertThat(docker.state(a)).isEqualTo(State.RUNNING);
    }
}
