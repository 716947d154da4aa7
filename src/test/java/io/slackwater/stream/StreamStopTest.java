package io.slackwater.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A stop of the server while a reader reads or waits. All transfers end without an error in the server. */
@Timeout(30)
class StreamStopTest {

    private final List<String> broken = new CopyOnWriteArrayList<>();
    private final Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    private final Handler log = new Handler() {
        @Override
        public void publish(LogRecord line) {
            if (line.getThrown() != null && line.getLevel().intValue() >= Level.INFO.intValue()) {
                broken.add(line.getLoggerName() + ": " + line.getMessage() + ": " + line.getThrown());
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };
    private final Vertx vertx = Vertx.vertx();
    private final OfferedDumps desk = new OfferedDumps();
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch opened = new CountDownLatch(1);
    private final CountDownLatch answered = new CountDownLatch(1);
    private final StreamServer server =
            new StreamServer(vertx, desk, "ours", () -> Duration.ofSeconds(20), Optional.of(new Slow()));
    private int port;

    private final class Slow implements CallbackHandler {
        @Override
        public boolean knows(String authorization) {
            return authorization.equals("Bearer theirs");
        }

        @Override
        public Answer stream(String dataset) {
            return new Answer(404, "not here");
        }

        /** Acts like a freeze, which no interrupt may end. */
        @Override
        public Answer hook(String dataset, String event) {
            asked.countDown();
            boolean interrupted = false;
            while (opened.getCount() > 0) {
                try {
                    opened.await();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            answered.countDown();
            return new Answer(200, "done");
        }
    }

    @BeforeEach
    void listen() {
        Logger.getLogger("").addHandler(log);
        Thread.setDefaultUncaughtExceptionHandler((thread, e) -> broken.add(thread.getName() + ": " + e));
        port = server.start("127.0.0.1", 0);
    }

    @AfterEach
    void restore() {
        Thread.setDefaultUncaughtExceptionHandler(before);
        Logger.getLogger("").removeHandler(log);
    }

    private Socket ask(String request, String token) throws Exception {
        Socket socket = new Socket("127.0.0.1", port);
        socket.getOutputStream()
                .write((request + " HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nAuthorization: Bearer " + token
                                + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private void stop() {
        server.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private static void waitForThreads(String name) {
        Awaitility.await(name + " is over")
                .until(() -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().startsWith(name)));
    }

    @Test
    void aWaitingCallerIsDisconnectedAndTheLateAnswerIsDropped() throws Exception {
        try (Socket caller = ask("POST /internal/hooks/files/start", "theirs")) {
            asked.await();
            stop();
            assertThat(caller.getInputStream().read()).isEqualTo(-1);
            opened.countDown();
            answered.await();
            Awaitility.await()
                    .during(Duration.ofMillis(300))
                    .untilAsserted(() -> assertThat(broken).isEmpty());
        }
    }

    @Test
    void aReaderIsDisconnectedAndItsDumpEnds() throws Exception {
        TestDump dump = new TestDump(new byte[50_000_000], TestDump.End.HANGS);
        OfferedDump offer = desk.offer("slow", dump);
        try (Socket reader = ask("GET /internal/streams/slow", "ours")) {
            InputStream body = reader.getInputStream();
            assertThat(body.readNBytes(1_000_000)).hasSize(1_000_000);
            stop();
            waitForThreads("stream-slow");
            assertThat(dump.closed).isTrue();
            assertThat(offer.receipt()).isEmpty();
            assertThat(broken).isEmpty();
        }
    }
}
