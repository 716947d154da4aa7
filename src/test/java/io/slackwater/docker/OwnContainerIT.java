package io.slackwater.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a process in a container would read is read out of one with {@code cat}. */
class OwnContainerIT {

    private static final TestContainers CONTAINERS = new TestContainers("docker");
    private static final EngineDocker DOCKER =
            new EngineDocker(TestContainers.SOCKET, "sw-it", () -> TestContainers.IMAGE);

    @TempDir
    Path directory;

    @AfterAll
    static void clean() {
        CONTAINERS.close();
        DOCKER.close();
    }

    @Test
    void theOwnContainerIsRecognisedByTheMountOfItsHostName() throws Exception {
        String name = CONTAINERS.sleeping("own", "--hostname", "fixed-name");

        assertThat(new OwnContainer(DOCKER, of(name, "/proc/self/mountinfo"), directory.resolve("none")).find())
                .hasValueSatisfying(own -> {
                    assertThat(own.name()).isEqualTo(name);
                    assertThat(own.imageId()).startsWith("sha256:");
                });
    }

    @Test
    void theOwnContainerIsRecognisedByLabelAndHostNameOtherwise() throws Exception {
        String host = CONTAINERS.unique("host");
        String name = CONTAINERS.sleeping("own", "--hostname", host, "--label", "slackwater.role=sidecar");
        CONTAINERS.sleeping("twin", "--hostname", host);
        CONTAINERS.sleeping("other", "--label", "slackwater.role=sidecar");

        assertThat(new OwnContainer(DOCKER, directory.resolve("none"), of(name, "/proc/sys/kernel/hostname")).find())
                .hasValueSatisfying(own -> assertThat(own.name()).isEqualTo(name));
    }

    @Test
    void anotherSidecarThatIsRemovedDuringTheSearchIsIgnored() throws Exception {
        String host = CONTAINERS.unique("host");
        String leaving = CONTAINERS.sleeping("leaving", "--hostname", host, "--label", "slackwater.role=sidecar");
        Docker docker = new DelegatingDocker(DOCKER) {
            @Override
            public Optional<String> inspectJson(String id) throws DockerException {
                TestContainers.docker("rm", "-f", leaving);
                return super.inspectJson(id);
            }
        };

        assertThat(new OwnContainer(docker, directory.resolve("none"), of(leaving, "/proc/sys/kernel/hostname")).find())
                .isEmpty();
        assertThat(DOCKER.find(leaving)).isEmpty();
    }

    @Test
    void aProcessOnTheHostHasNoContainer() throws Exception {
        String id = "0123456789abcdef".repeat(4);
        Path mountinfo = Files.writeString(
                directory.resolve("mountinfo"),
                "36 35 0:50 / /var/lib/docker/containers/" + id + "/mounts/shm rw - tmpfs shm rw\n"
                        + "37 35 8:1 / / rw - ext4 /dev/sda1 rw\n");

        assertThat(new OwnContainer(DOCKER, mountinfo, directory.resolve("none")).find())
                .isEmpty();
    }

    private Path of(String container, String file) throws DockerException, InterruptedException, IOException {
        ExecResult read = DOCKER.exec(container, ExecCommand.of("cat", file), Duration.ofSeconds(10));
        return Files.writeString(directory.resolve(container), read.stdout());
    }
}
