package io.slackwater.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A daemon that answers about all containers except one. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class SurveyIT {

    private final TestContainers containers = new TestContainers("survey");
    private String locked = "";
    private String other = "";

    @TempDir
    Path directory;

    @BeforeEach
    void start() {
        locked = containers.sleeping(
                "locked",
                "--label",
                "com.docker.compose.project=shop",
                "--label",
                "com.docker.compose.service=db",
                "-v",
                "/anonymous");
        other = containers.sleeping("other");
    }

    @AfterEach
    void clean() {
        containers.close();
    }

    @Test
    void anUnresponsiveContainerIsNamedWithinSecondsAndTheOthersAreInspected() throws Exception {
        try (SocketProxy socket = new SocketProxy(directory.resolve("docker.sock"), TestContainers.SOCKET).listen()) {
            EngineDocker docker = new EngineDocker(socket.path(), () -> "sw-it", () -> TestContainers.IMAGE);
            String id = docker.find(locked).orElseThrow().id();
            socket.swallow("/containers/" + id);

            long begin = System.nanoTime();
            Survey survey = docker.survey();

            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(20));
            assertThat(survey.containers())
                    .extracting(Container::name)
                    .contains(other)
                    .doesNotContain(locked);
            assertThat(survey.uninspected()).singleElement().satisfies(silent -> {
                assertThat(silent.id()).isEqualTo(id);
                assertThat(silent.name()).isEqualTo(locked);
                assertThat(silent.project()).isEqualTo("shop");
                assertThat(silent.service()).isEqualTo("db");
                assertThat(silent.oneOff()).isFalse();
                assertThat(silent.volumes()).hasSize(1);
                assertThat(silent.reason()).contains("inspect container", "no answer within 5");
            });

            socket.swallow("");
            assertThat(docker.survey().uninspected()).isEmpty();
            assertThat(docker.survey().containers()).extracting(Container::name).containsAll(List.of(locked, other));
        }
    }

    @Test
    void anEventCausesAnInspectionOfTheContainerThatItNamesAlone() throws Exception {
        try (SocketProxy socket = new SocketProxy(directory.resolve("docker.sock"), TestContainers.SOCKET).listen()) {
            EngineDocker docker = new EngineDocker(socket.path(), () -> "sw-it", () -> TestContainers.IMAGE);
            LiveSurvey live = new LiveSurvey(docker::survey, Clock.systemUTC());
            try (AutoCloseable events = docker.follow(live)) {
                await().atMost(Duration.ofSeconds(60)).until(() -> names(live).containsAll(List.of(locked, other)));
                // Events come in order: after this rename no event of the other container's start is on its way.
                String once = rename(other, "once", live);
                // An inspection of this container gets no answer from here on.
                socket.swallow(
                        "/containers/" + docker.find(locked).orElseThrow().id());

                rename(once, "twice", live);
                assertThat(live.now().uninspected()).isEmpty();
                assertThat(names(live)).contains(locked).doesNotContain(other);
            }
        }
    }

    /** Returns the new name when the inventory has it. */
    private String rename(String from, String to, LiveSurvey live) {
        String renamed = containers.unique(to);
        containers.removeLater(renamed);
        TestContainers.docker("rename", from, renamed);
        await().atMost(Duration.ofSeconds(60)).until(() -> names(live).contains(renamed));
        return renamed;
    }

    private static List<String> names(LiveSurvey live) throws DockerException {
        return live.now().containers().stream().map(Container::name).toList();
    }

    @Test
    void aDaemonWithoutAnswersIsUnreachable() throws Exception {
        try (SocketProxy socket = new SocketProxy(directory.resolve("docker.sock"), TestContainers.SOCKET).listen()) {
            EngineDocker docker = new EngineDocker(socket.path(), () -> "sw-it", () -> TestContainers.IMAGE);
            assertThat(docker.survey().uninspected()).isEmpty();
            socket.away();
            assertThatThrownBy(docker::survey)
                    .isInstanceOf(DockerException.class)
                    .hasMessageContaining(socket.path().toString());
        }
    }
}
