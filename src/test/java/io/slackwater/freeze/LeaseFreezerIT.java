package io.slackwater.freeze;

import static io.slackwater.docker.TestContainers.docker;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.slackwater.docker.Docker;
import io.slackwater.docker.DockerException;
import io.slackwater.docker.EngineDocker;
import io.slackwater.docker.SocketProxy;
import io.slackwater.docker.TestContainers;
import io.slackwater.journal.JournalException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeaseFreezerIT {

    private static final TestContainers CONTAINERS = new TestContainers("freeze");
    private static final EngineDocker DOCKER =
            new EngineDocker(TestContainers.SOCKET, "sw-it", () -> TestContainers.IMAGE);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private static String a = "";
    private static String b = "";

    private final MemoryLeases leases = new MemoryLeases();
    private final Uptime uptime = new Uptime();
    private final LeaseFreezer freezer = freezer(DOCKER);

    @TempDir
    Path directory;

    @BeforeAll
    static void start() throws DockerException {
        a = id(CONTAINERS.sleeping("a"));
        b = id(CONTAINERS.sleeping("b"));
    }

    @BeforeEach
    void both_run() {
        assertThat(List.of(state(a), state(b))).containsExactly("running", "running");
    }

    @AfterEach
    void thaw() throws DockerException {
        for (String id : List.of(a, b)) {
            DOCKER.unpause(id);
            DOCKER.start(id);
        }
    }

    @AfterAll
    static void clean() {
        CONTAINERS.close();
        DOCKER.close();
    }

    @Test
    void all_containers_are_paused_under_a_journaled_lease_and_thawed_by_closing_it() throws Exception {
        try (FreezeLease lease = freezer.freeze("run-1", "shop-db-data", List.of(a, b), MINUTE)) {
            assertThat(List.of(state(a), state(b))).containsExactly("paused", "paused");
            assertThat(leases.said).containsExactly("intended", "frozen");
            assertThat(leases.open.get(1L)).satisfies(record -> {
                assertThat(record.run()).isEqualTo("run-1");
                assertThat(record.containers()).containsOnlyKeys(a, b);
                assertThat(record.bootId()).isEqualTo("boot-1");
                assertThat(record.deadlineUptime()).isEqualTo(Duration.ofSeconds(1060));
            });
            uptime.now = uptime.now.plusSeconds(3);
            lease.close();
            assertThat(List.of(state(a), state(b))).containsExactly("running", "running");
            assertThat(lease.broken()).isFalse();
            assertThat(lease.frozen()).isEqualTo(Duration.ofSeconds(3));
            uptime.now = uptime.now.plusSeconds(3);
            assertThat(lease.frozen()).isEqualTo(Duration.ofSeconds(3));
        }
        await().until(leases.open::isEmpty);
        assertThat(leases.said).containsExactly("intended", "frozen", "thawed: thawed");
    }

    @Test
    void what_the_user_paused_himself_is_refused_and_stays_paused() throws Exception {
        docker("pause", b);
        DockerException failure =
                catchThrowableOfType(DockerException.class, () -> freezer.freeze("run", "d", List.of(a, b), MINUTE));
        assertThat(failure.transientFailure()).isFalse();
        assertThat(failure).hasMessageContaining("paused by somebody else");
        assertThat(List.of(state(a), state(b))).containsExactly("running", "paused");
        await().until(leases.open::isEmpty);
    }

    @Test
    void when_one_cannot_be_paused_none_stays_paused() throws Exception {
        // Paused by the user at the very moment: after we looked, before we pause.
        LeaseFreezer racing = freezer(before("pause", b, () -> docker("pause", b)));
        assertThatThrownBy(() -> racing.freeze("run", "d", List.of(a, b), MINUTE))
                .isInstanceOf(DockerException.class)
                .hasMessageContaining("already paused");
        assertThat(List.of(state(a), state(b))).containsExactly("running", "paused");
        await().untilAsserted(() -> assertThat(leases.said.getLast()).startsWith("thawed: not all could be frozen"));
    }

    @Test
    void a_container_restarted_between_our_look_and_our_pause_is_thawed_all_the_same() throws Exception {
        LeaseFreezer racing = freezer(before("pause", b, () -> docker("restart", "-t", "0", b)));
        assertThatThrownBy(() -> racing.freeze("run", "d", List.of(a, b), MINUTE))
                .hasMessageContaining("restarted");
        assertThat(List.of(state(a), state(b))).containsExactly("running", "running");
    }

    @Test
    void two_datasets_cannot_freeze_the_same_container() throws Exception {
        try (FreezeLease lease = freezer.freeze("run-1", "one", List.of(a), MINUTE)) {
            assertThat(lease.broken()).isFalse();
            assertThatThrownBy(() -> freezer.freeze("run-2", "two", List.of(b, a), MINUTE))
                    .isInstanceOf(DockerException.class);
            assertThat(state(b)).isEqualTo("running");
        }
        try (FreezeLease lease = freezer.freeze("run-2", "two", List.of(b, a), MINUTE)) {
            assertThat(lease.broken()).isFalse();
        }
    }

    @Test
    void our_own_containers_are_never_frozen() throws Exception {
        String own = CONTAINERS.sleeping("own", "--label", "slackwater.role=sidecar");
        assertThatThrownBy(() -> freezer.freeze("run", "d", List.of(own), MINUTE))
                .hasMessageContaining("never be frozen");
        assertThat(state(own)).isEqualTo("running");
    }

    @Test
    void the_deadline_thaws_and_breaks_the_lease() throws Exception {
        try (FreezeLease lease = freezer.freeze("run", "d", List.of(a, b), Duration.ofSeconds(30))) {
            uptime.now = uptime.now.plusSeconds(29);
            await().during(Duration.ofMillis(600)).until(() -> "paused".equals(state(a)));
            uptime.now = uptime.now.plusSeconds(1);
            await().until(() -> "running".equals(state(a)) && "running".equals(state(b)));
            assertThat(lease.broken()).isTrue();
            assertThat(lease.reason()).contains("longer than it may (30.0 s)");
        }
        await().until(leases.open::isEmpty);
    }

    @Test
    void a_clock_that_stands_still_does_not_keep_a_container_frozen() throws Exception {
        try (FreezeLease lease = freezer.freeze("run", "d", List.of(a), Duration.ofMillis(700))) {
            await().atMost(Duration.ofSeconds(5)).until(() -> "running".equals(state(a)));
            assertThat(lease.broken()).isTrue();
        }
    }

    @Test
    void a_foreign_unpause_breaks_the_lease_at_once_and_thaws_the_rest() throws Exception {
        try (AutoCloseable following = DOCKER.follow(freezer)) {
            // Own events of an earlier lease must not be taken for somebody else's.
            freezer.freeze("run-0", "d", List.of(a, b), MINUTE).close();
            try (FreezeLease lease = freezer.freeze("run", "d", List.of(a, b), MINUTE)) {
                await().during(Duration.ofMillis(300)).until(() -> !lease.broken());
                docker("unpause", a);
                await().until(() -> lease.broken() && "running".equals(state(b)));
                assertThat(lease.reason()).contains(a).contains("unpause");
                // He pauses it again: his business now.
                docker("pause", a);
                lease.close();
                assertThat(state(a)).isEqualTo("paused");
            }
        }
    }

    @Test
    void a_foreign_unpause_or_restart_is_noticed_at_the_end_without_events_too() throws Exception {
        FreezeLease unpaused = freezer.freeze("run", "d", List.of(a), MINUTE);
        docker("unpause", a);
        assertThat(unpaused.broken()).isFalse();
        unpaused.close();
        assertThat(unpaused.reason()).contains("un-paused");

        FreezeLease restarted = freezer.freeze("run", "d", List.of(a), MINUTE);
        docker("restart", "-t", "0", a);
        docker("pause", a);
        restarted.close();
        assertThat(restarted.reason()).contains("restarted");
        assertThat(state(a)).as("paused by the user after his restart").isEqualTo("paused");
    }

    @Test
    void a_removed_container_breaks_the_lease_and_the_others_are_thawed() throws Exception {
        String gone = CONTAINERS.sleeping("gone");
        FreezeLease lease = freezer.freeze("run", "d", List.of(gone, a), MINUTE);
        docker("rm", "-f", gone);
        lease.close();
        assertThat(lease.reason()).contains("removed");
        assertThat(state(a)).isEqualTo("running");
        await().until(leases.open::isEmpty);
    }

    @Test
    void after_a_crash_the_next_start_thaws_what_the_journal_knows() throws Exception {
        freezer.freeze("run", "d", List.of(a, b), MINUTE);
        docker("restart", "-t", "0", b);
        docker("pause", b);

        LeaseFreezer next = freezer(DOCKER);
        next.settle();

        assertThat(state(a)).isEqualTo("running");
        assertThat(state(b)).as("restarted since, and paused by the user").isEqualTo("paused");
        await().until(leases.open::isEmpty);
        next.settle();
    }

    @Test
    void a_start_while_docker_is_away_thaws_as_soon_as_it_comes() throws Exception {
        freezer.freeze("run", "d", List.of(a), MINUTE);
        try (SocketProxy proxy = new SocketProxy(directory.resolve("d.sock"), TestContainers.SOCKET);
                EngineDocker through = new EngineDocker(proxy.path(), "sw-it", () -> TestContainers.IMAGE)) {
            freezer(through).settle();
            assertThat(state(a)).isEqualTo("paused");
            proxy.listen();
            await().atMost(Duration.ofSeconds(20)).until(() -> "running".equals(state(a)) && leases.open.isEmpty());
        }
    }

    @Test
    void a_thaw_while_docker_is_away_is_made_up_and_the_lease_is_not_trusted() throws Exception {
        try (SocketProxy proxy = new SocketProxy(directory.resolve("d.sock"), TestContainers.SOCKET).listen();
                EngineDocker through = new EngineDocker(proxy.path(), "sw-it", () -> TestContainers.IMAGE)) {
            FreezeLease lease = freezer(through).freeze("run", "d", List.of(a, b), MINUTE);
            proxy.away();
            lease.close();
            assertThat(lease.broken()).isTrue();
            assertThat(List.of(state(a), state(b))).containsExactly("paused", "paused");
            assertThat(leases.open).hasSize(1);
            proxy.listen();
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> "running".equals(state(a)) && "running".equals(state(b)) && leases.open.isEmpty());
        }
    }

    @Test
    void a_thaw_that_docker_only_says_it_has_done_is_done_again() throws Exception {
        AtomicBoolean honest = new AtomicBoolean();
        Docker lying = hooked((method, id) -> !method.equals("unpause") || !id.equals(a) || honest.getAndSet(true));
        FreezeLease lease = freezer(lying).freeze("run", "d", List.of(a, b), MINUTE);
        lease.close();
        assertThat(List.of(state(a), state(b))).containsExactly("paused", "running");
        assertThat(leases.open).hasSize(1);
        await().until(() -> "running".equals(state(a)) && leases.open.isEmpty());
    }

    @Test
    void a_freeze_right_after_another_of_the_same_container_waits_until_that_is_over_for_certain() throws Exception {
        for (int i = 0; i < 4; i++) {
            try (FreezeLease lease = freezer.freeze("run", "d" + i, List.of(a), MINUTE)) {
                await().during(Duration.ofMillis(50)).until(() -> "paused".equals(state(a)));
                lease.close();
                assertThat(lease.broken()).isFalse();
                assertThat(state(a)).isEqualTo("running");
            }
        }
    }

    @Test
    void a_pause_without_an_answer_is_undone() throws Exception {
        AtomicReference<Runnable> once = new AtomicReference<>(() -> docker("pause", b));
        // The daemon pauses, but the answer is lost on the way.
        Docker deaf = hooked((method, id) -> {
            if (method.equals("pause") && id.equals(b)) {
                once.getAndSet(() -> {}).run();
                throw new DockerException("Cannot pause container: the answer was lost", true);
            }
            return true;
        });
        assertThatThrownBy(() -> freezer(deaf).freeze("run", "d", List.of(a, b), MINUTE))
                .hasMessageContaining("the answer was lost");
        assertThat(List.of(state(a), state(b))).containsExactly("running", "running");
    }

    @Test
    void a_journal_that_fails_prevents_a_freeze_but_never_a_thaw() throws Exception {
        leases.failing.add("leaseIntended");
        assertThatThrownBy(() -> freezer.freeze("run", "d", List.of(a), MINUTE)).isInstanceOf(JournalException.class);
        assertThat(state(a)).isEqualTo("running");

        leases.failing.clear();
        leases.failing.add("leaseFrozen");
        assertThatThrownBy(() -> freezer.freeze("run", "d", List.of(a), MINUTE)).isInstanceOf(JournalException.class);
        assertThat(state(a)).isEqualTo("running");

        leases.failing.clear();
        FreezeLease lease = freezer.freeze("run", "d", List.of(a), MINUTE);
        leases.failing.add("leaseThawed");
        lease.close();
        assertThat(state(a)).isEqualTo("running");
        assertThat(lease.broken()).isFalse();
        assertThat(leases.open).hasSize(1);
        leases.failing.clear();
        await().atMost(Duration.ofSeconds(10)).until(leases.open::isEmpty);
    }

    @Test
    void an_interrupted_thread_thaws_all_the_same_but_freezes_nothing() throws Exception {
        FreezeLease lease = freezer.freeze("run", "d", List.of(a), MINUTE);
        Thread.currentThread().interrupt();
        lease.close();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(state(a)).isEqualTo("running");
        assertThat(lease.broken()).isFalse();

        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> freezer.freeze("run", "d", List.of(a), MINUTE))
                .isInstanceOf(InterruptedException.class);
        assertThat(state(a)).isEqualTo("running");
    }

    @Test
    void an_interrupt_between_two_pauses_leaves_nothing_paused() throws Exception {
        LeaseFreezer interrupted =
                freezer(before("pause", b, () -> Thread.currentThread().interrupt()));
        assertThatThrownBy(() -> interrupted.freeze("run", "d", List.of(a, b), MINUTE))
                .isInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isFalse();
        assertThat(List.of(state(a), state(b))).containsExactly("running", "running");
        await().until(leases.open::isEmpty);
    }

    @Test
    void shutting_down_thaws_everything_and_refuses_to_freeze_again() throws Exception {
        FreezeLease lease = freezer.freeze("run", "d", List.of(a), MINUTE);
        freezer.freeze("run", "e", List.of(b), MINUTE);
        freezer.thawAll();
        assertThat(List.of(state(a), state(b))).containsExactly("running", "running");
        assertThat(lease.reason()).contains("shutting down");
        assertThatThrownBy(() -> freezer.freeze("run", "d", List.of(a), MINUTE)).hasMessageContaining("shutting down");
        await().until(leases.open::isEmpty);
        assertThat(state(a)).isEqualTo("running");
    }

    private LeaseFreezer freezer(Docker docker) {
        return new LeaseFreezer(docker, leases.journal(), uptime, Clock.systemUTC());
    }

    private static String id(String name) throws DockerException {
        return DOCKER.find(name).orElseThrow().id();
    }

    private static String state(String id) {
        return docker("inspect", "-f", "{{.State.Status}}", id);
    }

    /** The real Docker, with something happening once just before a call about a container. */
    private static Docker before(String method, String id, Runnable happens) {
        AtomicReference<Runnable> once = new AtomicReference<>(happens);
        return hooked((called, about) -> {
            if (called.equals(method) && about.equals(id)) {
                once.getAndSet(() -> {}).run();
            }
            return true;
        });
    }

    private static Docker hooked(Hook hook) {
        return (Docker) Proxy.newProxyInstance(
                Docker.class.getClassLoader(), new Class<?>[] {Docker.class}, (proxy, method, arguments) -> {
                    if (!hook.before(method.getName(), String.valueOf(arguments[0]))) {
                        return null;
                    }
                    try {
                        return method.invoke(DOCKER, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getTargetException();
                    }
                });
    }

    private interface Hook {
        /** Returns whether the call is made at all. */
        boolean before(String method, String id) throws DockerException;
    }

    private static final class Uptime implements BootClock {

        private volatile Duration now = Duration.ofSeconds(1000);

        @Override
        public String bootId() {
            return "boot-1";
        }

        @Override
        public Duration uptime() {
            return now;
        }
    }
}
