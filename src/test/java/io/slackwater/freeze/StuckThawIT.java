package io.slackwater.freeze;

import static io.slackwater.docker.TestContainers.docker;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.slackwater.docker.EngineDocker;
import io.slackwater.docker.SocketProxy;
import io.slackwater.docker.TestContainers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** dockerd locks each container. A container on which dockerd hangs must not keep the others frozen. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class StuckThawIT {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final TestContainers containers = new TestContainers("stuck");
    private LeaseJournal leases;
    private String locked = "";
    private String other = "";

    @TempDir
    Path directory;

    @BeforeEach
    void start() {
        leases = new LeaseJournal(directory);
        locked = docker("inspect", "-f", "{{.Id}}", containers.sleeping("locked"));
        other = docker("inspect", "-f", "{{.Id}}", containers.sleeping("other"));
    }

    @AfterEach
    void clean() {
        containers.close();
        leases.close();
    }

    @Test
    @Tag("long")
    void aHangingThawIsReportedAndRetriedAndDelaysNoOtherThaw() throws Exception {
        try (SocketProxy socket = new SocketProxy(directory.resolve("docker.sock"), TestContainers.SOCKET).listen()) {
            EngineDocker engine = new EngineDocker(socket.path(), () -> "sw-it", () -> TestContainers.IMAGE);
            LeaseFreezer freezer =
                    new LeaseFreezer(engine, leases.store(), new KernelBootClock(Path.of("/proc")), Clock.systemUTC());
            FreezeLease stuck = freezer.freeze("run-1", "shop.locked.data", List.of(locked), MINUTE);
            socket.swallow("/containers/" + locked);
            Thread run = Thread.ofPlatform().daemon().start(stuck::close);

            // Others are frozen and thawed as ever.
            freezer.freeze("run-2", "shop.other.data", List.of(other), MINUTE).close();
            assertThat(state(other)).isEqualTo("running");

            await().atMost(Duration.ofSeconds(30)).until(() -> !freezer.stuck().isEmpty());
            assertThat(freezer.stuck()).singleElement().satisfies(told -> {
                assertThat(told.dataset()).isEqualTo("shop.locked.data");
                assertThat(told.containers()).containsExactly(locked);
                assertThat(told.since()).isGreaterThanOrEqualTo(Duration.ofSeconds(10));
            });
            assertThat(state(locked)).isEqualTo("paused");

            socket.swallow("");
            socket.cut();
            await().atMost(Duration.ofSeconds(30)).until(() -> state(locked).equals("running"));
            await().atMost(Duration.ofSeconds(60)).until(() -> freezer.stuck().isEmpty());
            assertThat(run.join(Duration.ofSeconds(30))).isTrue();
        }
    }

    @Test
    void aShutdownThawsTheOthersWithoutWaitingForAHangingThaw() throws Exception {
        try (SocketProxy socket = new SocketProxy(directory.resolve("docker.sock"), TestContainers.SOCKET).listen()) {
            EngineDocker engine = new EngineDocker(socket.path(), () -> "sw-it", () -> TestContainers.IMAGE);
            LeaseFreezer freezer =
                    new LeaseFreezer(engine, leases.store(), new KernelBootClock(Path.of("/proc")), Clock.systemUTC());
            freezer.freeze("run-1", "shop.locked.data", List.of(locked), MINUTE);
            freezer.freeze("run-2", "shop.other.data", List.of(other), MINUTE);
            socket.swallow("/containers/" + locked);

            long begin = System.nanoTime();
            freezer.thawAll();

            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(15));
            assertThat(state(other)).isEqualTo("running");
            // The journal still has it: the next start thaws it.
            assertThat(leases.open())
                    .singleElement()
                    .satisfies(left -> assertThat(left.dataset()).isEqualTo("shop.locked.data"));
            socket.swallow("");
            socket.cut();
            await().atMost(Duration.ofSeconds(30)).until(() -> state(locked).equals("running"));
        }
    }

    private static String state(String container) {
        return docker("inspect", "-f", "{{.State.Status}}", container);
    }
}
