package io.slackwater.freeze;

import static io.slackwater.docker.TestContainers.docker;
import static io.slackwater.freeze.TwoContainers.state;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.slackwater.docker.ContainerControl;
import io.slackwater.docker.DockerException;
import io.slackwater.docker.DockerFailure;
import io.slackwater.journal.EndCause;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeaseFreezerIT {

    private static TwoContainers two;
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @TempDir
    Path directory;

    private static String a = "";
    private static String b = "";

    private LeaseJournal leases;
    private final FakeUptime uptime = new FakeUptime();
    private LeaseFreezer freezer;

    @BeforeAll
    static void start() throws DockerException {
        // Here, and not where it is declared: a class that is run again needs new ones.
        two = new TwoContainers();
        two.start();
        a = two.a;
        b = two.b;
    }

    @BeforeEach
    void startBoth() {
        leases = new LeaseJournal(directory);
        freezer = freezer(two.docker);
        two.bothRun();
    }

    @AfterEach
    void thaw() throws DockerException {
        // A lease checks its containers a second after its end. It must not see the freeze of the next test.
        freezer.thawAll();
        two.thaw();
        leases.close();
    }

    @AfterAll
    static void clean() {
        two.close();
    }

    @Test
    void containersArePausedUnderAJournaledLeaseAndThawedWhenItCloses() throws Exception {
        try (FreezeLease lease = freezer.freeze("run-1", "shop.db.data", List.of(a, b), MINUTE)) {
            assertThat(List.of(state(a), state(b))).containsExactly("paused", "paused");
            assertThat(leases.open()).singleElement().satisfies(record -> {
                assertThat(record.frozen()).isTrue();
                assertThat(record.run()).isEqualTo("run-1");
                assertThat(record.containers()).containsOnlyKeys(a, b);
                assertThat(record.bootId()).isEqualTo("boot-1");
                assertThat(record.deadlineUptime()).isEqualTo(Duration.ofSeconds(1060));
            });
            uptime.now = uptime.now.plusSeconds(3);
            lease.close();
            assertThat(List.of(state(a), state(b))).containsExactly("running", "running");
            assertThat(lease.broken()).isEmpty();
            assertThat(lease.frozen()).isEqualTo(Duration.ofSeconds(3));
            uptime.now = uptime.now.plusSeconds(3);
            assertThat(lease.frozen()).isEqualTo(Duration.ofSeconds(3));
        }
        await().until(leases::allOver);
        assertThat(leases.ends()).containsExactly("thawed");
    }

    @Test
    void aContainerThatAUserPausedIsRefusedAndStaysPaused() throws Exception {
        docker("pause", b);
        DockerException failure =
                catchThrowableOfType(DockerException.class, () -> freezer.freeze("run", "d", List.of(a, b), MINUTE));
        assertThat(failure.failure()).as("it can be unpaused").isEqualTo(DockerFailure.NOT_READY);
        assertThat(failure).hasMessageContaining("another program paused the container");
        assertThat(List.of(state(a), state(b))).containsExactly("running", "paused");
        await().until(leases::allOver);
    }

    @Test
    void aStoppedContainerIsNotPausedAndItsStartBreaksTheLease() throws Exception {
        docker("stop", "-t", "0", b);
        try (FreezeLease lease = freezer.freeze("run", "d", List.of(b), MINUTE)) {
            assertThat(state(b)).isEqualTo("exited");
            assertThatThrownBy(() -> freezer.freeze("run-2", "two", List.of(b), Duration.ofMillis(100)))
                    .as("readers take turns here too")
                    .isInstanceOf(DockerException.class);
            lease.close();
            assertThat(lease.broken()).isEmpty();
            assertThat(lease.frozen()).isZero();
        }
        try (FreezeLease lease = freezer.freeze("run", "d", List.of(b), MINUTE)) {
            docker("start", b);
            lease.close();
            assertThat(lease.broken()).hasValueSatisfying(broken -> {
                assertThat(broken.cause()).isEqualTo(EndCause.FREEZE);
                assertThat(broken.reason()).contains("which did not run, was started");
            });
        }
        assertThat(state(b)).isEqualTo("running");
        assertThat(leases.ends()).isEmpty();
    }

    @Test
    void twoDatasetsCannotFreezeTheSameContainer() throws Exception {
        try (FreezeLease lease = freezer.freeze("run-1", "one", List.of(a), MINUTE)) {
            assertThat(lease.broken()).isEmpty();
            assertThatThrownBy(() -> freezer.freeze("run-2", "two", List.of(b, a), Duration.ofMillis(300)))
                    .isInstanceOf(DockerException.class);
            assertThat(state(b)).isEqualTo("running");
        }
        try (FreezeLease lease = freezer.freeze("run-2", "two", List.of(b, a), MINUTE)) {
            assertThat(lease.broken()).isEmpty();
        }
    }

    @Test
    void slackwaterContainersAreNeverFrozen() throws Exception {
        String own = two.containers.sleeping("own", "--label", "slackwater.role=sidecar");
        assertThatThrownBy(() -> freezer.freeze("run", "d", List.of(own), MINUTE))
                .hasMessageContaining("never be paused");
        assertThat(state(own)).isEqualTo("running");
    }

    @Test
    void theDeadlineThawsAndBreaksTheLease() throws Exception {
        try (FreezeLease lease = freezer.freeze("run", "d", List.of(a, b), Duration.ofSeconds(30))) {
            uptime.now = uptime.now.plusSeconds(29);
            await().during(Duration.ofMillis(600)).until(() -> "paused".equals(state(a)));
            uptime.now = uptime.now.plusSeconds(1);
            await().until(() -> "running".equals(state(a)) && "running".equals(state(b)));
            assertThat(lease.broken())
                    .contains(new BrokenFreeze("the freeze exceeded its limit", EndCause.FREEZE_LIMIT));
        }
        await().until(leases::allOver);
    }

    @Test
    void aClockThatStandsStillDoesNotKeepAContainerFrozen() throws Exception {
        try (FreezeLease lease = freezer.freeze("run", "d", List.of(a), Duration.ofMillis(700))) {
            await().atMost(Duration.ofSeconds(60)).until(() -> "running".equals(state(a)));
            assertThat(lease.broken()).isPresent();
        }
    }

    @Test
    void aForeignUnpauseBreaksTheLeaseAtOnceAndThawsTheRest() throws Exception {
        try (AutoCloseable following = two.docker.follow(freezer)) {
            // Events of an earlier lease must not count as foreign events.
            freezer.freeze("run-0", "d", List.of(a, b), MINUTE).close();
            try (FreezeLease lease = freezer.freeze("run", "d", List.of(a, b), MINUTE)) {
                await().during(Duration.ofMillis(300))
                        .until(() -> lease.broken().isEmpty());
                docker("unpause", a);
                await().until(() -> lease.broken().isPresent() && "running".equals(state(b)));
                assertThat(lease.broken()).hasValueSatisfying(broken -> {
                    assertThat(broken.reason()).contains("container sw-it-freeze-a-", "unpause");
                    assertThat(broken.cause()).isEqualTo(EndCause.FREEZE);
                });
                await().during(Duration.ofMillis(300))
                        .until(() -> lease.broken().isPresent());
                docker("pause", a);
                lease.close();
                await().until(leases::allOver);
                assertThat(state(a)).as("paused by the user").isEqualTo("paused");
            }
        }
    }

    @Test
    void aLateEventOfAnEarlierUnpauseLeavesNoContainerFrozen() throws Exception {
        FreezeLease lease = freezer.freeze("run", "d", List.of(a), MINUTE);
        // Docker says so for a container that stays frozen.
        Instant late = Clock.systemUTC().instant();
        freezer.container("unpause", a, late);
        freezer.container("pause", a, late.plusMillis(3));
        await().until(leases::allOver);
        assertThat(lease.broken()).isPresent();
        assertThat(state(a)).isEqualTo("running");
    }

    @Test
    void aForeignUnpauseOrRestartIsDetectedAtTheEndWithoutEvents() throws Exception {
        FreezeLease unpaused = freezer.freeze("run", "d", List.of(a), MINUTE);
        docker("unpause", a);
        assertThat(unpaused.broken()).isEmpty();
        unpaused.close();
        assertThat(unpaused.broken().orElseThrow().reason()).contains("unpaused");

        FreezeLease restarted = freezer.freeze("run", "d", List.of(a), MINUTE);
        docker("restart", "-t", "0", a);
        docker("pause", a);
        restarted.close();
        assertThat(restarted.broken().orElseThrow().reason()).contains("restarted");
        assertThat(state(a)).as("paused by the user after the restart").isEqualTo("paused");
    }

    @Test
    void aRemovedContainerBreaksTheLeaseAndTheOthersAreThawed() throws Exception {
        String gone = docker("inspect", "-f", "{{.Id}}", two.containers.sleeping("gone"));
        FreezeLease lease = freezer.freeze("run", "d", List.of(gone, a), MINUTE);
        docker("rm", "-f", gone);
        lease.close();
        assertThat(lease.broken().orElseThrow().reason()).contains("removed");
        assertThat(state(a)).isEqualTo("running");
        await().until(leases::allOver);
    }

    @Test
    void aFreezeWaitsUntilTheLastThawOfItsContainerIsCertain() throws Exception {
        freezer.freeze("run", "d1", List.of(a), MINUTE).close();
        try (FreezeLease lease = freezer.freeze("run", "d2", List.of(a), MINUTE)) {
            // Longer than the time after which the first lease inspects its container again.
            await().during(Duration.ofMillis(1500)).until(() -> "paused".equals(state(a)));
            lease.close();
            assertThat(lease.broken()).isEmpty();
        }
    }

    @Test
    void shuttingDownThawsEverythingAndRefusesToFreezeAgain() throws Exception {
        FreezeLease lease = freezer.freeze("run", "d", List.of(a), MINUTE);
        freezer.freeze("run", "e", List.of(b), MINUTE);
        freezer.thawAll();
        assertThat(List.of(state(a), state(b))).containsExactly("running", "running");
        assertThat(lease.broken().orElseThrow().reason()).contains("shutting down");
        assertThatThrownBy(() -> freezer.freeze("run", "d", List.of(a), MINUTE)).hasMessageContaining("shutting down");
        await().until(leases::allOver);
        assertThat(state(a)).isEqualTo("running");
    }

    private LeaseFreezer freezer(ContainerControl docker) {
        return new LeaseFreezer(docker, leases.store(), uptime, Clock.systemUTC());
    }
}
