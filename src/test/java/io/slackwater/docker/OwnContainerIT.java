package io.slackwater.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads with {@code cat} the files that a process in a container would read. */
class OwnContainerIT {

    private static final TestContainers CONTAINERS = new TestContainers("docker");
    private static final EngineDocker DOCKER =
            new EngineDocker(TestContainers.SOCKET, () -> "sw-it", () -> TestContainers.IMAGE);

    @TempDir
    Path directory;

    @AfterAll
    static void clean() {
        CONTAINERS.close();
    }

    @Test
    void theOwnContainerIsRecognisedByTheMountOfItsHostName() throws Exception {
        String name = CONTAINERS.sleeping("own", "--hostname", "fixed-name");

        assertThat(new OwnContainer(TestContainers.SOCKET, of(name, "/proc/self/mountinfo")).find())
                .hasValueSatisfying(own -> {
                    assertThat(own.name()).isEqualTo(name);
                    assertThat(own.imageId()).startsWith("sha256:");
                });
    }

    @Test
    void aProcessOnTheHostHasNoContainer() throws Exception {
        String id = "0123456789abcdef".repeat(4);
        Path mountinfo = Files.writeString(
                directory.resolve("mountinfo"),
                "36 35 0:50 / /var/lib/docker/containers/" + id + "/mounts/shm rw - tmpfs shm rw\n"
                        + "37 35 8:1 / / rw - ext4 /dev/sda1 rw\n");

        assertThat(new OwnContainer(TestContainers.SOCKET, mountinfo).find()).isEmpty();
    }

    private Path of(String container, String file) throws DockerException, InterruptedException, IOException {
        ExecResult read = DOCKER.exec(container, ExecCommand.of("cat", file), Duration.ofSeconds(60));
        return Files.writeString(directory.resolve(container), read.stdout());
    }
}
