package io.slackwater.app;

import static io.slackwater.app.Shell.sh;
import static io.slackwater.docker.TestContainers.docker;
import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.docker.Container;
import io.slackwater.docker.EngineDocker;
import io.slackwater.docker.TestContainers;
import io.slackwater.freeze.KernelBootClock;
import io.slackwater.journal.Journal;
import io.slackwater.journal.LeaseRecord;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A start that is refused nevertheless resumes the containers that a killed process left paused. Needs root, for mount. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class RefusedStartIT {

    private final TestContainers containers = new TestContainers("refused");
    private final EngineDocker engine =
            new EngineDocker(TestContainers.SOCKET, () -> "sw-it", () -> TestContainers.IMAGE);

    @TempDir
    Path directory;

    private Path data;
    private Path policy;

    @BeforeEach
    void prepare() throws Exception {
        data = Files.createDirectory(directory.resolve("data"));
        sh("mount -t tmpfs -o size=8m tmpfs " + data);
        policy = Files.writeString(directory.resolve("policy.yml"), "instance: shop\n");
    }

    @AfterEach
    void clean() {
        containers.close();
        sh("umount -l " + data);
    }

    @ParameterizedTest
    @CsvSource({
        "'echo planz: {} >>POLICY', planz",
        "'rm DATA/journal.db*; head -c 100000 /dev/urandom >DATA/journal.db', journal.db",
        "'rm DATA/journal.db*; ! dd if=/dev/zero of=DATA/filler bs=4k 2>/dev/null', full"
    })
    void aRefusedStartResumesAPausedContainer(String fault, String reason) throws Exception {
        Container container = engine.find(containers.sleeping("paused")).orElseThrow();
        freeze(container);
        sh(fault.replace("POLICY", policy.toString()).replace("DATA", data.toString()));

        Process start = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-Dslackwater.policy-file=" + policy,
                        "-Dslackwater.data=" + data,
                        "-Dslackwater.secrets=" + directory.resolve("secrets"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName())
                .redirectErrorStream(true)
                .start();
        String said = new String(start.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(start.waitFor()).as(said).isEqualTo(1);
        assertThat(said).contains(reason);
        assertThat(engine.find(container.id()).orElseThrow().state()).isEqualTo(Container.State.RUNNING);
        assertThat(data.resolve("leases")).isEmptyDirectory();
    }

    /** Leaves the container as a process does that is killed during the freeze. */
    private void freeze(Container container) throws Exception {
        KernelBootClock boot = new KernelBootClock(Path.of("/proc"));
        try (Journal journal = Journal.open(data.resolve("journal.db"), Clock.systemUTC())) {
            journal.leases()
                    .intended(new LeaseRecord(
                            0,
                            "run",
                            "shop.files.data",
                            Map.of(container.id(), container.startedAt()),
                            Clock.systemUTC().instant(),
                            boot.bootId(),
                            boot.uptime().plus(Duration.ofMinutes(1)),
                            false));
        }
        docker("pause", container.id());
    }
}
