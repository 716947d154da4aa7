package io.slackwater.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A daemon that is absent, starts late, hangs or sends invalid answers. A small server on a unix socket replaces it.
 */
class AbsentDaemonTest {

    @TempDir
    Path directory;

    @Test
    void aMissingSocketIsATransientFailureAndTheDaemonIsUsedOnceItStarts() throws Exception {
        Path socket = directory.resolve("docker.sock");
        EngineDocker docker = new EngineDocker(socket, () -> "test", () -> "image");
        for (Asking ask : List.<Asking>of(docker::ping, docker::survey, docker::volumes, () -> docker.pause("x"))) {
            DockerException failure = catchThrowableOfType(DockerException.class, ask::run);
            assertThat(failure.failure()).isEqualTo(DockerFailure.NO_ANSWER);
            assertThat(failure).hasMessageContaining(socket.toString()).hasMessageContaining("mounted");
        }
        try (ServerSocketChannel daemon = answering(socket, "HTTP/1.0 200 OK\r\n\r\nOK\0")) {
            docker.ping();
        }
    }

    @Test
    void aDaemonThatNeverAnswersTimesOut() throws Exception {
        Path socket = directory.resolve("docker.sock");
        EngineHttp http = new EngineHttp(socket, Duration.ofMillis(200));
        try (ServerSocketChannel daemon = answering(socket, "")) {
            Instant begin = java.time.Clock.systemUTC().instant();
            assertThatThrownBy(() -> http.get("/_ping"))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("no answer within 0.2 s");
            assertThat(begin.plusSeconds(5)).isAfter(java.time.Clock.systemUTC().instant());
        }
    }

    @Test
    void aTruncatedAnswerIsAnError() throws Exception {
        for (String answer : List.of(
                "HTTP/1.0 200 OK\r\n\r\n[{}, {}",
                "HTTP/1.0 200 OK\r\nContent-Type: application/json\r\n\r\n",
                "HTTP/1.0 200 OK\r\n",
                "HTTP/1.0 200",
                "220 mail.example.org ESMTP\r\n\r\n")) {
            Path socket = directory.resolve("s" + Math.abs(answer.hashCode()));
            EngineHttp http = new EngineHttp(socket, Duration.ofSeconds(5));
            try (ServerSocketChannel daemon = answering(socket, answer + "\0")) {
                assertThatThrownBy(() -> http.get("/x").json()).as(answer).isInstanceOf(IOException.class);
            }
        }
    }

    @Test
    void anAnswerEndsWithItsConnection() throws Exception {
        Path socket = directory.resolve("docker.sock");
        EngineHttp http = new EngineHttp(socket, Duration.ofSeconds(5));
        try (ServerSocketChannel daemon = answering(socket, "HTTP/1.0 200 OK\r\nX: y\r\n\r\n[1, 2]\0")) {
            assertThat(http.get("/x").json()).hasToString("[1,2]");
        }
    }

    @Test
    void anErrorInsideSlackwaterIsReportedWithoutTheTextOfTheException() {
        EngineCalls calls = new EngineCalls(directory.resolve("docker.sock"));
        IllegalStateException broken = new IllegalStateException("inner text");
        assertThatThrownBy(() -> calls.call("pause container x", () -> {
                    throw broken;
                }))
                .isInstanceOf(DockerException.class)
                .hasMessage(
                        "Cannot pause container x: an error inside Slackwater; its log at this time shows the cause")
                .hasCause(broken);
    }

    @Test
    void anInterruptedThreadDoesNotWaitForTheDaemon() throws Exception {
        Path socket = directory.resolve("docker.sock");
        EngineDocker docker = new EngineDocker(socket, () -> "test", () -> "image");
        try (ServerSocketChannel daemon = answering(socket, "")) {
            CopyOnWriteArrayList<Throwable> failures = new CopyOnWriteArrayList<>();
            Thread asking = Thread.ofPlatform().start(() -> {
                try {
                    docker.pause("x");
                } catch (DockerException e) {
                    failures.add(e);
                }
            });
            await().until(() -> asking.getState() == Thread.State.RUNNABLE && asking.isAlive());
            asking.interrupt();
            assertThat(asking.join(Duration.ofSeconds(5))).isTrue();
            assertThat(failures).singleElement().asString().contains("interrupted");
        }
    }

    @Test
    void listenersAreNotifiedOnceThatTheDaemonIsUnreachable() throws Exception {
        List<String> told = new CopyOnWriteArrayList<>();
        EngineDocker docker = new EngineDocker(directory.resolve("docker.sock"), () -> "test", () -> "image");
        try (AutoCloseable following = docker.follow(new Notes(told))) {
            await().until(() -> !told.isEmpty());
            await().during(Duration.ofMillis(800)).atMost(Duration.ofSeconds(5)).until(() -> told.size() == 1);
            assertThat(told.getFirst()).isEqualTo("resync");
        }
    }

    @Test
    void reconnectsToTheEventsBecomeRarer() throws Exception {
        Path socket = directory.resolve("docker.sock");
        EngineDocker docker = new EngineDocker(socket, () -> "test", () -> "image");
        List<Long> connects = new ArrayList<>();
        try (ServerSocketChannel daemon =
                        ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(socket));
                AutoCloseable following = docker.follow(new Notes(new CopyOnWriteArrayList<>()))) {
            while (connects.size() < 3) {
                SocketChannel client = daemon.accept();
                connects.add(System.nanoTime());
                client.close();
            }
        }
        assertThat(Duration.ofNanos(connects.get(1) - connects.get(0))).isGreaterThanOrEqualTo(Duration.ofMillis(250));
        assertThat(Duration.ofNanos(connects.get(2) - connects.get(1))).isGreaterThanOrEqualTo(Duration.ofMillis(500));
    }

    @Test
    void helperMountsCreateNothingOnTheHost() {
        var bind = HelperBind.mount("/srv/a:b:/probe/0:ro");
        assertThat(Map.of("source", bind.getSource(), "target", bind.getTarget()))
                .containsEntry("source", "/srv/a:b")
                .containsEntry("target", "/probe/0");
        assertThat(bind.getReadOnly()).isTrue();
        assertThat(HelperBind.mount("volume_1:/v").getType()).hasToString("VOLUME");
        assertThatThrownBy(() -> HelperBind.mount("nonsense")).hasMessageContaining("nonsense");
    }

    @Test
    void aMissingMountIsReportedWithTheLineForSlackwaterAndBackrest() throws Exception {
        Path missing = Path.of("/srv/not-there");
        EngineDocker docker = new EngineDocker(directory.resolve("docker.sock"), () -> "test", () -> "image");
        String line = "- /srv/not-there:/srv/not-there:ro,${SLACKWATER_PROPAGATION:-rslave}";
        assertThat(new MountProbe(docker::helper, false, Clock.systemUTC())
                        .prove(List.of(missing))
                        .get(missing))
                .asString()
                .contains(line)
                .doesNotContain("Backrest");
        assertThat(new MountProbe(docker::helper, true, Clock.systemUTC())
                        .prove(List.of(missing))
                        .get(missing))
                .asString()
                .contains(line, "and to Backrest's");
    }

    /** A server that reads requests and answers every connection with the text; {@code \0} at its end closes at once. */
    private static ServerSocketChannel answering(Path socket, String answer) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
        Thread.ofPlatform().daemon().start(() -> {
            try {
                while (true) {
                    SocketChannel client = server.accept();
                    client.read(ByteBuffer.allocate(4096));
                    boolean cut = answer.endsWith("\0");
                    String text = cut ? answer.substring(0, answer.length() - 1) : answer;
                    client.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
                    if (cut) {
                        client.close();
                    }
                }
            } catch (IOException e) {
                // The test is over.
                return;
            }
        });
        return server;
    }

    private interface Asking {
        void run() throws DockerException;
    }

    private record Notes(List<String> told) implements DockerEvents {

        @Override
        public void resync() {
            told.add("resync");
        }

        @Override
        public void container(String action, String containerId, Instant at) {
            told.add(action + " " + containerId);
        }
    }
}
