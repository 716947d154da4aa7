package io.slackwater.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.docker.Mount;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class HostPathsTest {

    private final HostPaths paths = new HostPaths(List.of(
            bind("/srv/stack", "/srv/stack"),
            bind("/srv/stack/data/repos", "/repos"),
            new Mount(Mount.Type.TMPFS, null, Path.of(""), "/srv/stack/secrets", true, "")));

    @Test
    void aContainerPathIsMappedThroughTheMountThatHoldsIt() {
        assertThat(paths.onHost(Path.of("/repos/critical"))).contains(Path.of("/srv/stack/data/repos/critical"));
        assertThat(paths.onHost(Path.of("/repos"))).contains(Path.of("/srv/stack/data/repos"));
        assertThat(paths.onHost(Path.of("/repository"))).as("no mount").isEmpty();
        assertThat(paths.onHost(Path.of("/srv/stack/secrets/api.token")))
                .as("in memory")
                .isEmpty();
    }

    @Test
    void aHostDirectoryIsFoundBelowTheNearestMountWithTheSamePath() {
        assertThat(paths.alike(Path.of("/srv/stack/restores"))).contains(Path.of("/srv/stack"));
        assertThat(paths.alike(Path.of("/srv/stack/data/repos/critical")))
                .as("the repositories' mount has another path inside")
                .contains(Path.of("/srv/stack"));
        assertThat(paths.alike(Path.of("/srv/elsewhere"))).isEmpty();
    }

    private static Mount bind(String source, String destination) {
        return new Mount(Mount.Type.BIND, null, Path.of(source), destination, true, "");
    }
}
