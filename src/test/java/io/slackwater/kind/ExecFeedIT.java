package io.slackwater.kind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slackwater.docker.EngineDocker;
import io.slackwater.docker.ExecCommand;
import io.slackwater.docker.TestContainers;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ExecFeedIT {

    private static final TestContainers CONTAINERS = new TestContainers("feed");
    private static final EngineDocker DOCKER =
            new EngineDocker(TestContainers.SOCKET, () -> "sw-it-feed", () -> TestContainers.IMAGE);

    private static String container = "";

    @BeforeAll
    static void start() {
        container = CONTAINERS.sleeping("takes-little", "--init");
    }

    @AfterAll
    static void clean() {
        CONTAINERS.close();
    }

    @Test
    void aCommandThatStopsReadingEndsTheFeed() throws Exception {
        for (int i = 0; i < 30; i++) {
            String said = new ExecFeed(command -> DOCKER.open(container, command, true))
                    .runOnBeginning(
                            ExecCommand.of("sh", "-c", "head -c 100 > /dev/null; echo enough"),
                            ExecFeedIT::endless,
                            stdout -> new String(stdout.readAllBytes(), StandardCharsets.UTF_8),
                            "reading the beginning");
            assertThat(said).isEqualTo("enough\n");
        }
    }

    @Test
    void aCommandThatLeavesInputUnreadHasFailed() {
        assertThatThrownBy(() -> new ExecFeed(command -> DOCKER.open(container, command, true))
                        .run(
                                ExecCommand.of("sh", "-c", "head -c 100 > /dev/null"),
                                ExecFeedIT::endless,
                                "restoring it"))
                .isInstanceOf(RestoreException.class)
                .hasMessageStartingWith("restoring it did not read its whole input");
    }

    private static void endless(OutputStream sink) throws IOException {
        byte[] piece = new byte[64 * 1024];
        while (true) {
            sink.write(piece);
        }
    }
}
