package io.slackwater.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slackwater.discovery.ContainerBuilder;
import io.slackwater.docker.Container;
import io.slackwater.docker.DockerException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SidecarContainerTest {

    @Test
    void stacksWithTheSameInstanceOwnDifferentHelpers() throws DockerException {
        assertThat(self(of("shop"), "/data").helperOwner())
                .isNotEqualTo(self(of("blog"), "/data").helperOwner());
    }

    @Test
    void aRecreatedContainerOwnsTheHelpersOfItsPredecessor() throws DockerException {
        assertThat(self(of("shop"), "/data").helperOwner())
                .isEqualTo(self(of("shop"), "/data").helperOwner());
    }

    @Test
    void processesOutsideContainersOwnDifferentHelpers() throws DockerException {
        assertThat(self(Optional.empty(), "/a/data").helperOwner())
                .isNotEqualTo(self(Optional.empty(), "/b/data").helperOwner());
    }

    @Test
    void aProcessOutsideContainersNeedsAConfiguredHelperImage() {
        assertThatThrownBy(() -> self(Optional.empty(), "/data").helperImage())
                .isInstanceOf(DockerException.class)
                .hasMessageContaining("SLACKWATER_HELPER_IMAGE");
    }

    private static SidecarContainer self(Optional<Container> container, String data) {
        return new SidecarContainer(
                "my-stack", () -> container, Optional.empty(), Optional.empty(), List.of(), List.of(Path.of(data)));
    }

    private static Optional<Container> of(String project) {
        return Optional.of(ContainerBuilder.service(project, "slackwater").build());
    }
}
