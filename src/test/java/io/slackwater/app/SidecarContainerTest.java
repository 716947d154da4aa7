package io.slackwater.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slackwater.discovery.ContainerBuilder;
import io.slackwater.discovery.OwnEnvironment;
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

    @Test
    void aPathOfTheSidecarIsBelowTheSourceOfItsMount() throws DockerException {
        SidecarContainer mounted = self(
                Optional.of(ContainerBuilder.service("shop", "slackwater")
                        .bind("/srv/shop/keys", "/secrets")
                        .bind("/srv/shop", "/srv/shop")
                        .build()),
                "/data");

        assertThat(mounted.hostPath(Path.of("/secrets/users"))).isEqualTo(Path.of("/srv/shop/keys/users"));
        assertThat(mounted.mountedAlike(Path.of("/srv/shop/restores"))).contains(Path.of("/srv/shop"));
        assertThat(mounted.mountedAlike(Path.of("/elsewhere"))).isEmpty();
    }

    @Test
    void theStackOfTheSidecarIsTheDirectoryOfItsComposeProject() throws DockerException {
        assertThat(self(of("shop"), "/data").stack()).contains(Path.of(ContainerBuilder.DIRECTORY));
        assertThat(self(of("shop"), "/data").project()).contains("shop");
        assertThat(self(Optional.empty(), "/data").stack()).isEmpty();
        assertThat(self(Optional.empty(), "/data").hostPath(Path.of("/secrets")))
                .isEqualTo(Path.of("/secrets"));
    }

    @Test
    void theSidecarIsNeverCapturedItself() throws DockerException {
        OwnEnvironment own = self(of("shop"), "/data").environment();

        assertThat(own.containerIds()).hasSize(1);
        assertThat(own.data()).containsExactly(Path.of("/data"));
        assertThat(self(Optional.empty(), "/data").environment().containerIds()).isEmpty();
    }

    private static SidecarContainer self(Optional<Container> container, String data) {
        return new SidecarContainer(
                "my-stack", () -> container, Optional.empty(), Optional.empty(), List.of(), List.of(Path.of(data)));
    }

    private static Optional<Container> of(String project) {
        return Optional.of(ContainerBuilder.service(project, "slackwater").build());
    }
}
