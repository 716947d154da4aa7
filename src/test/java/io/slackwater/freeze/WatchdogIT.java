package io.slackwater.freeze;

import static io.slackwater.docker.TestContainers.docker;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.slackwater.docker.Container;
import io.slackwater.docker.EngineDocker;
import io.slackwater.docker.TestContainers;
import io.slackwater.journal.LeaseFiles;
import io.slackwater.journal.LeaseRecord;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The watchdog without a sidecar, on real containers. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class WatchdogIT {

    private static final Path SCRIPT = Path.of("src/main/docker/watchdog.sh").toAbsolutePath();

    private final TestContainers containers = new TestContainers("watchdog");
    private final EngineDocker engine =
            new EngineDocker(TestContainers.SOCKET, () -> "sw-it", () -> TestContainers.IMAGE);
    private final KernelBootClock boot = new KernelBootClock(Path.of("/proc"));
    private final List<Process> watchdogs = new ArrayList<>();
    private LeaseJournal leases;

    @TempDir
    Path directory;

    @BeforeEach
    void open() {
        leases = new LeaseJournal(directory);
    }

    @AfterEach
    void clean() {
        watchdogs.forEach(Process::destroy);
        containers.close();
        leases.close();
    }

    private void watch(Path socket) throws Exception {
        watch(socket, directory);
    }

    private void watch(Path socket, Path data) throws Exception {
        ProcessBuilder watchdog = new ProcessBuilder("sh", SCRIPT.toString());
        watchdog.environment().put("SLACKWATER_DATA", data.toString());
        watchdog.environment().put("SLACKWATER_DOCKER_SOCKET", socket.toString());
        File log = directory.resolve("watchdog.log").toFile();
        watchdogs.add(watchdog.redirectErrorStream(true).redirectOutput(log).start());
    }

    /** Writes a lease that is overdue since this time, and pauses the container. */
    private Container leased(String what, Duration overdue, String bootId) throws Exception {
        Container container = engine.find(containers.sleeping(what)).orElseThrow();
        leases.store()
                .intended(new LeaseRecord(
                        0,
                        "run-" + what,
                        "shop." + what + ".data",
                        Map.of(container.id(), container.startedAt()),
                        Clock.systemUTC().instant(),
                        bootId,
                        boot.uptime().minus(overdue),
                        false));
        docker("pause", container.id());
        return container;
    }

    private Container leased(String what, int overdue) throws Exception {
        return leased(what, Duration.ofSeconds(overdue), boot.bootId());
    }

    private Container.State state(Container container) throws Exception {
        return engine.find(container.id()).orElseThrow().state();
    }

    private void awaitResumed(Container container, Duration most) {
        await("resumed " + container.name()).atMost(most).until(() -> state(container) == Container.State.RUNNING);
    }

    @Test
    void anOverdueFreezeIsEndedOnceAndOthersAreNot() throws Exception {
        Container soon = leased("soon", 8);
        Container pausedByUser = leased("user", 60);
        docker("unpause", pausedByUser.id());
        Instant unpaused = Clock.systemUTC().instant();
        // A pause within 200 ms counts as a correction by Docker.
        await().pollInterval(Duration.ofMillis(20))
                .until(() -> Clock.systemUTC().instant().isAfter(unpaused.plusMillis(250)));
        docker("pause", pausedByUser.id());
        Container restarted = leased("restarted", 60);
        docker("unpause", restarted.id());
        docker("restart", "-t", "0", restarted.id());
        docker("pause", restarted.id());
        Container rebooted = leased("rebooted", Duration.ofSeconds(60), "another-boot");
        Container gone = leased("gone", 60);
        docker("rm", "-f", gone.id());
        Container overdue = leased("overdue", 60);
        assertThat(state(overdue)).isEqualTo(Container.State.PAUSED);

        watch(TestContainers.SOCKET);
        awaitResumed(overdue, Duration.ofSeconds(6));
        assertThat(state(soon)).as("8 s overdue").isEqualTo(Container.State.PAUSED);
        docker("pause", overdue.id());
        awaitResumed(soon, Duration.ofSeconds(15));

        for (Container others : List.of(pausedByUser, restarted, rebooted, overdue)) {
            assertThat(state(others)).as(others.name()).isEqualTo(Container.State.PAUSED);
        }
    }

    @Test
    void anOverdueFreezeEndsWithin15SecondsOfItsLimit() throws Exception {
        watch(TestContainers.SOCKET);
        Duration limit = boot.uptime().minusSeconds(8);
        Container soon = leased("soon", 8);

        awaitResumed(soon, Duration.ofSeconds(20));

        assertThat(boot.uptime().minus(limit)).isBetween(Duration.ofSeconds(12), Duration.ofSeconds(15));
    }

    /** The limit counts all its processes, also curl. The sidecar's image has the programs, and the compose file this command. */
    @Test
    void theContainerOfTheWatchdogNeedsLittleMemory() throws Exception {
        String image = Optional.ofNullable(System.getenv("SLACKWATER_IMAGE")).orElse("slackwater/slackwater:0.1.0");
        Container overdue = leased("overdue", 60);
        String name = containers.unique("watchdog");
        containers.removeLater(name);
        docker(
                "run",
                "-d",
                "--name",
                name,
                "--network",
                "none",
                "--memory",
                "6m",
                "--memory-swap",
                "6m",
                "-v",
                TestContainers.SOCKET + ":/var/run/docker.sock",
                "-v",
                directory + ":/data:ro",
                "-v",
                SCRIPT + ":/app/watchdog.sh:ro",
                "--entrypoint",
                "/usr/bin/tini",
                image,
                "--",
                "/app/watchdog.sh");
        awaitResumed(overdue, Duration.ofSeconds(15));
        assertThat(docker("inspect", "-f", "{{.State.Running}} {{.State.OOMKilled}}", name))
                .isEqualTo("true false");
        assertThat(docker("stats", "--no-stream", "--format", "{{.MemUsage}}", name))
                .matches("([0-9.]+KiB|[0-4]\\.[0-9]+MiB) / 6MiB");
    }

    /** Docker still runs, but the process that holds the freeze does nothing, not even at its deadline. */
    @Test
    @Tag("long")
    void aFreezeOfAStoppedProcessIsEndedAtMost15SecondsAfterItsDeadline() throws Exception {
        Container container = engine.find(containers.sleeping("held")).orElseThrow();
        Path data = Files.createDirectory(directory.resolve("sidecar"));
        Duration max = Duration.ofSeconds(3);
        Path log = Files.createFile(directory.resolve("sidecar.log"));
        Process sidecar = FreezingProcess.start(data, container.id(), max, log);
        try {
            await("paused")
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> Files.readString(log).contains(FreezingProcess.FROZEN));
            Instant paused = Clock.systemUTC().instant();
            signal("STOP", sidecar);
            watch(TestContainers.SOCKET, data);
            awaitResumed(container, max.plusSeconds(30));
            // The lease allows 15 s, the watchdog looks every 3 s, and a call of Docker takes some time.
            assertThat(Duration.between(paused, Clock.systemUTC().instant()))
                    .isBetween(max.plusSeconds(10), max.plusSeconds(15 + 3 + 2));
            signal("CONT", sidecar);
            await("the end of the lease")
                    .atMost(Duration.ofSeconds(30))
                    .until(() ->
                            LeaseFiles.beside(data.resolve("journal.db")).all().isEmpty());
            assertThat(state(container)).isEqualTo(Container.State.RUNNING);
        } finally {
            sidecar.destroyForcibly().waitFor();
        }
    }

    private static void signal(String signal, Process process) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid()))
                        .inheritIO()
                        .start()
                        .waitFor())
                .isZero();
    }

    @Test
    void aFreezeIsEndedOnceDockerAnswersAgain() throws Exception {
        Container overdue = leased("overdue", 60);
        Path socket = directory.resolve("docker.sock");
        watch(socket);
        Path log = directory.resolve("watchdog.log");
        await("an error")
                .atMost(Duration.ofSeconds(10))
                .until(() -> Files.readString(log).contains("curl:"));
        assertThat(state(overdue)).isEqualTo(Container.State.PAUSED);
        Files.createSymbolicLink(socket, TestContainers.SOCKET);
        awaitResumed(overdue, Duration.ofSeconds(10));
    }
}
