package io.slackwater.backrest.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.docker.EngineDocker;
import io.slackwater.docker.TestContainers;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The search for Backrest's host name, with real containers. */
class BackrestHostNameIT {

    private static final String OURS = "same-name";
    private static final TestContainers CONTAINERS = new TestContainers("backresthost");
    private static final EngineDocker DOCKER =
            new EngineDocker(TestContainers.SOCKET, () -> "sw-it", () -> TestContainers.IMAGE);

    private String project = "";

    @BeforeEach
    void ownProject() {
        project = CONTAINERS.unique("project");
    }

    @AfterAll
    static void clean() {
        CONTAINERS.close();
    }

    private String container(String hostname, String label) {
        return CONTAINERS.sleeping(
                "backrest",
                "--hostname",
                hostname,
                "--label",
                "com.docker.compose.project=" + project,
                "--label",
                label);
    }

    private BackrestHostName host(String address, String configured) {
        return new BackrestHostName(
                new BackrestContainers(DOCKER, () -> Optional.of(project), address, () -> Optional.of(configured)),
                OURS);
    }

    @Test
    void theContainerWithTheBackrestRoleDecides() {
        container(OURS, "slackwater.role=backrest");
        assertThat(host("elsewhere", "").conflict())
                .hasValueSatisfying(conflict -> assertThat(conflict.what()).contains("'" + OURS + "'"));
    }

    @Test
    void theServiceInTheAddressDecidesWithoutARole() {
        container(OURS, "com.docker.compose.service=rest");
        assertThat(host("rest", "").conflict()).isPresent();
        assertThat(host("another", "").conflict()).isEmpty();
    }

    @Test
    void theContainerTakesPrecedenceOverTheAddress() {
        container("a-name-of-its-own", "com.docker.compose.service=" + OURS);
        assertThat(host(OURS, "").conflict()).isEmpty();
    }

    @Test
    void theConfiguredHostNameTakesPrecedence() {
        container(OURS, "slackwater.role=backrest");
        assertThat(host("elsewhere", "far-away").conflict()).isEmpty();
        assertThat(host("elsewhere", OURS).conflict()).isPresent();
    }

    @Test
    void theAddressDecidesWithoutAContainer() {
        assertThat(host("elsewhere", "").conflict()).isEmpty();
        assertThat(host(OURS, "").conflict()).isPresent();
    }

    @Test
    void stoppedContainersAndOtherStacksAreIgnored() {
        TestContainers.docker("kill", container(OURS, "slackwater.role=backrest"));
        project = CONTAINERS.unique("another");
        container(OURS, "slackwater.role=backrest");
        project = CONTAINERS.unique("third");
        assertThat(host("elsewhere", "").conflict()).isEmpty();
    }

    @Test
    void aRecreatedContainerIsFound() {
        BackrestHostName host = host("elsewhere", "");
        String old = container(OURS, "slackwater.role=backrest");
        assertThat(host.conflict()).isPresent();
        TestContainers.docker("kill", old);
        container("backrest", "slackwater.role=backrest");
        assertThat(host.conflict()).isEmpty();
    }
}
