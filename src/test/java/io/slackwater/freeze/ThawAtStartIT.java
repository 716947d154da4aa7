package io.slackwater.freeze;

import static io.slackwater.docker.TestContainers.docker;
import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.docker.EngineDocker;
import io.slackwater.docker.SocketProxy;
import io.slackwater.docker.TestContainers;
import io.slackwater.journal.LeaseFiles;
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

/** A start while dockerd hangs: it accepts connections and answers nothing. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class ThawAtStartIT {

    private final TestContainers containers = new TestContainers("thawatstart");
    private LeaseJournal leases;

    @TempDir
    Path directory;

    @BeforeEach
    void open() {
        leases = new LeaseJournal(directory);
    }

    @AfterEach
    void clean() {
        containers.close();
        leases.close();
    }

    @Test
    @Tag("long")
    void aHangingDockerDelaysTheStartForTenSecondsAtMost() throws Exception {
        String container = docker("inspect", "-f", "{{.Id}}", containers.sleeping("held"));
        EngineDocker answering = engine(TestContainers.SOCKET);
        LeaseFreezer earlier =
                new LeaseFreezer(answering, leases.store(), new KernelBootClock(Path.of("/proc")), Clock.systemUTC());
        earlier.freeze("run", "shop.held.data", List.of(container), Duration.ofMinutes(1));
        LeaseFiles files = LeaseFiles.beside(directory.resolve("journal.db"));

        try (SocketProxy socket = new SocketProxy(directory.resolve("docker.sock"), TestContainers.SOCKET).listen()) {
            socket.swallow("/containers/");
            long begin = System.nanoTime();
            new ThawAtStart(files, () -> engine(socket.path())).run();
            assertThat(Duration.ofNanos(System.nanoTime() - begin))
                    .isBetween(Duration.ofSeconds(9), Duration.ofSeconds(11));
            assertThat(state(container)).isEqualTo("paused");
            assertThat(files.all()).hasSize(1);
        }

        new ThawAtStart(files, () -> answering).run();
        assertThat(state(container)).isEqualTo("running");
        assertThat(files.all()).isEmpty();
        earlier.thawAll();
    }

    private static EngineDocker engine(Path socket) {
        return new EngineDocker(socket, () -> "sw-it", () -> TestContainers.IMAGE);
    }

    private static String state(String container) {
        return docker("inspect", "-f", "{{.State.Status}}", container);
    }
}
