package io.slackwater.freeze;

import static io.slackwater.docker.TestContainers.docker;
import static io.slackwater.freeze.TwoContainers.state;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.slackwater.docker.Container;
import io.slackwater.docker.ContainerControl;
import io.slackwater.docker.DockerException;
import io.slackwater.docker.DockerFailure;
import io.slackwater.docker.EngineDocker;
import io.slackwater.docker.RestartPolicy;
import io.slackwater.docker.SocketProxy;
import io.slackwater.docker.StopSettings;
import io.slackwater.docker.TestContainers;
import io.slackwater.journal.JournalException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Docker, the journal, the process or a thread fails during a freeze. No container stays frozen. */
class FreezeFaultsIT {

    private static TwoContainers two;
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private static String a = "";
    private static String b = "";

    private LeaseJournal leases;
    private final FakeUptime uptime = new FakeUptime();
    private final List<LeaseFreezer> freezers = new ArrayList<>();
    private LeaseFreezer freezer;

    @TempDir
    Path directory;

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
        // A lease inspects its containers again a second after its thaw, and would end the freeze of the next test.
        // Inside one
        // process, the reservation of the containers prevents this; each freezer of this class stands for a process.
        freezers.forEach(LeaseFreezer::thawAll);
        two.thaw();
        leases.close();
    }

    @AfterAll
    static void clean() {
        two.close();
    }

    @Test
    void aFailedPauseThawsTheOtherContainers() throws Exception {
        // Paused by the user at the very moment: after we looked, before we pause.
        LeaseFreezer racing = freezer(before("pause", b, () -> docker("pause", b)));
        assertThatThrownBy(() -> racing.freeze("run", "d", List.of(a, b), MINUTE))
                .isInstanceOf(DockerException.class)
                .hasMessageContaining("already paused");
        assertThat(List.of(state(a), state(b))).containsExactly("running", "paused");
        await().untilAsserted(
                        () -> assertThat(leases.ends().getLast()).startsWith("not all containers could be paused"));
    }

    @Test
    void aContainerRestartedBeforeItsPauseIsThawed() throws Exception {
        LeaseFreezer racing = freezer(before("pause", b, () -> docker("restart", "-t", "0", b)));
        assertThatThrownBy(() -> racing.freeze("run", "d", List.of(a, b), MINUTE))
                .hasMessageContaining("restarted");
        assertThat(List.of(state(a), state(b))).containsExactly("running", "running");
    }

    @Test
    void containersOfTheJournalAreThawedAtTheStartAfterACrash() throws Exception {
        freezer.freeze("run", "d", List.of(a, b), MINUTE);
        docker("restart", "-t", "0", b);
        docker("pause", b);

        LeaseFreezer next = freezer(two.docker);
        next.settle();

        assertThat(state(a)).isEqualTo("running");
        assertThat(state(b)).as("restarted since, and paused by the user").isEqualTo("paused");
        await().until(leases::allOver);
        next.settle();
    }

    @Test
    void containersAreThawedWhenDockerReturnsAfterAStartWithoutDocker() throws Exception {
        freezer.freeze("run", "d", List.of(a), MINUTE);
        try (SocketProxy proxy = new SocketProxy(directory.resolve("d.sock"), TestContainers.SOCKET)) {
            EngineDocker through = new EngineDocker(proxy.path(), () -> "sw-it", () -> TestContainers.IMAGE);
            freezer(through).settle();
            assertThat(state(a)).isEqualTo("paused");
            proxy.listen();
            await().atMost(Duration.ofSeconds(60)).until(() -> "running".equals(state(a)) && leases.allOver());
        }
    }

    @Test
    void aThawIsRetriedWhileDockerIsUnreachableAndItsLeaseIsBroken() throws Exception {
        try (SocketProxy proxy = new SocketProxy(directory.resolve("d.sock"), TestContainers.SOCKET).listen()) {
            EngineDocker through = new EngineDocker(proxy.path(), () -> "sw-it", () -> TestContainers.IMAGE);
            FreezeLease lease = freezer(through).freeze("run", "d", List.of(a, b), MINUTE);
            proxy.away();
            lease.close();
            assertThat(lease.broken()).isPresent();
            assertThat(List.of(state(a), state(b))).containsExactly("paused", "paused");
            assertThat(leases.open()).hasSize(1);
            proxy.listen();
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> "running".equals(state(a)) && "running".equals(state(b)) && leases.allOver());
        }
    }

    @Test
    void aThawWithoutEffectIsRepeated() throws Exception {
        AtomicBoolean honest = new AtomicBoolean();
        ContainerControl lying =
                hooked((method, id) -> !method.equals("unpause") || !id.equals(a) || honest.getAndSet(true));
        FreezeLease lease = freezer(lying).freeze("run", "d", List.of(a, b), MINUTE);
        lease.close();
        assertThat(List.of(state(a), state(b))).containsExactly("paused", "running");
        assertThat(leases.open()).hasSize(1);
        await().until(() -> "running".equals(state(a)) && leases.allOver());
    }

    @Test
    void aPauseWithoutAnAnswerIsUndone() throws Exception {
        AtomicReference<Runnable> once = new AtomicReference<>(() -> docker("pause", b));
        // The daemon pauses, but the answer is lost on the way.
        ContainerControl deaf = hooked((method, id) -> {
            if (method.equals("pause") && id.equals(b)) {
                once.getAndSet(() -> {}).run();
                throw new DockerException("Cannot pause container: the answer was lost", DockerFailure.NO_ANSWER);
            }
            return true;
        });
        assertThatThrownBy(() -> freezer(deaf).freeze("run", "d", List.of(a, b), MINUTE))
                .hasMessageContaining("the answer was lost");
        assertThat(List.of(state(a), state(b))).containsExactly("running", "running");
    }

    @Test
    void aFailingJournalPreventsAFreezeButNeverAThaw() throws Exception {
        leases.refuse("INSERT");
        assertThatThrownBy(() -> freezer.freeze("run", "d", List.of(a), MINUTE)).isInstanceOf(JournalException.class);
        assertThat(state(a)).isEqualTo("running");

        leases.acceptAgain();
        leases.refuse("UPDATE OF frozen");
        assertThatThrownBy(() -> freezer.freeze("run", "d", List.of(a), MINUTE)).isInstanceOf(JournalException.class);
        assertThat(state(a)).isEqualTo("running");

        leases.acceptAgain();
        FreezeLease lease = freezer.freeze("run", "d", List.of(a), MINUTE);
        leases.refuse("UPDATE OF thawed");
        lease.close();
        assertThat(state(a)).isEqualTo("running");
        assertThat(lease.broken()).isEmpty();
        assertThat(leases.open()).hasSize(1);
        leases.acceptAgain();
        await().atMost(Duration.ofSeconds(60)).until(leases::allOver);
    }

    /** Docker needs longer for a pause and a thaw than the limit allows. */
    @Test
    void aLimitOfMillisecondsPausesNothingForLong() throws Exception {
        for (int millis = 0; millis < 8; millis += 2) {
            String reason;
            try {
                FreezeLease lease = freezer.freeze("run", "d", List.of(a, b), Duration.ofMillis(millis));
                await().atMost(Duration.ofSeconds(2)).until(() -> lease.broken().isPresent());
                reason = lease.broken().orElseThrow().reason();
                lease.close();
            } catch (DockerException e) {
                reason = String.valueOf(e.getMessage());
            }
            assertThat(reason).contains("the freeze exceeded its limit");
            assertThat(List.of(state(a), state(b))).containsExactly("running", "running");
            await().until(leases::allOver);
        }
        FreezeLease next = freezer.freeze("run", "d", List.of(a, b), MINUTE);
        next.close();
        assertThat(next.broken()).isEmpty();
    }

    @Test
    void anInterruptedThreadThawsButFreezesNothing() throws Exception {
        FreezeLease lease = freezer.freeze("run", "d", List.of(a), MINUTE);
        Thread.currentThread().interrupt();
        lease.close();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(state(a)).isEqualTo("running");
        assertThat(lease.broken()).isEmpty();

        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> freezer.freeze("run", "d", List.of(a), MINUTE))
                .isInstanceOf(InterruptedException.class);
        assertThat(state(a)).isEqualTo("running");
    }

    @Test
    void anInterruptBetweenTwoPausesLeavesNoContainerPaused() throws Exception {
        LeaseFreezer interrupted =
                freezer(before("pause", b, () -> Thread.currentThread().interrupt()));
        assertThatThrownBy(() -> interrupted.freeze("run", "d", List.of(a, b), MINUTE))
                .isInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isFalse();
        assertThat(List.of(state(a), state(b))).containsExactly("running", "running");
        await().until(leases::allOver);
    }

    private LeaseFreezer freezer(ContainerControl docker) {
        LeaseFreezer made = new LeaseFreezer(docker, leases.store(), uptime, Clock.systemUTC());
        freezers.add(made);
        return made;
    }

    /** The real Docker, with an action that runs once before a call about a container. */
    private static ContainerControl before(String method, String id, Runnable happens) {
        AtomicReference<Runnable> once = new AtomicReference<>(happens);
        return hooked((called, about) -> {
            if (called.equals(method) && about.equals(id)) {
                once.getAndSet(() -> {}).run();
            }
            return true;
        });
    }

    private static ContainerControl hooked(Hook hook) {
        return new ContainerControl() {
            @Override
            public Optional<Container> find(String idOrName) throws DockerException {
                return two.docker.find(idOrName);
            }

            @Override
            public void pause(String id) throws DockerException {
                if (hook.before("pause", id)) {
                    two.docker.pause(id);
                }
            }

            @Override
            public void unpause(String id) throws DockerException {
                if (hook.before("unpause", id)) {
                    two.docker.unpause(id);
                }
            }

            @Override
            public Optional<Duration> paused(String id, Instant since) throws DockerException {
                return two.docker.paused(id, since);
            }

            @Override
            public Optional<StopSettings> stopSettings(String id) throws DockerException {
                return two.docker.stopSettings(id);
            }

            @Override
            public void restartPolicy(String id, RestartPolicy policy) throws DockerException {
                two.docker.restartPolicy(id, policy);
            }

            @Override
            public void stop(String id, Duration grace) throws DockerException {
                two.docker.stop(id, grace);
            }

            @Override
            public void start(String id) throws DockerException {
                two.docker.start(id);
            }
        };
    }

    private interface Hook {
        /** Runs before the call. Returns whether the call is made. */
        boolean before(String method, String id) throws DockerException;
    }
}
