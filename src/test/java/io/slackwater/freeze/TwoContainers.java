package io.slackwater.freeze;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.docker.DockerException;
import io.slackwater.docker.EngineDocker;
import io.slackwater.docker.TestContainers;
import java.util.List;

/** Two real containers of one test class, to be frozen; closing removes them. */
final class TwoContainers implements AutoCloseable {

    final TestContainers containers = new TestContainers("freeze");
    final EngineDocker docker = new EngineDocker(TestContainers.SOCKET, () -> "sw-it", () -> TestContainers.IMAGE);
    String a = "";
    String b = "";

    void start() throws DockerException {
        a = id(containers.sleeping("a"));
        b = id(containers.sleeping("b"));
    }

    void bothRun() {
        assertThat(List.of(state(a), state(b))).containsExactly("running", "running");
    }

    /** Resumes both containers, whatever state a test left them in. */
    void thaw() throws DockerException {
        for (String id : List.of(a, b)) {
            if (state(id).equals("paused")) {
                docker.unpause(id);
            }
            docker.start(id);
        }
    }

    private String id(String name) throws DockerException {
        return docker.find(name).orElseThrow().id();
    }

    static String state(String id) {
        return TestContainers.docker("inspect", "-f", "{{.State.Status}}", id);
    }

    @Override
    public void close() {
        containers.close();
    }
}
