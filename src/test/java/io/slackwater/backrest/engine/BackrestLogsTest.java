package io.slackwater.backrest.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.slackwater.backrest.client.BackrestAccess;
import io.slackwater.backrest.client.BackrestClient;
import io.slackwater.backrest.client.BackrestException;
import io.slackwater.backrest.client.BackrestException.Reason;
import io.slackwater.journal.RunRecord;
import io.slackwater.journal.RunRecords;
import io.slackwater.journal.RunState;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The server answers like Backrest: the list of operations as one JSON, the log in the frames of Connect. */
class BackrestLogsTest {

    private static final Instant BEGIN = RunRecords.T0;
    private static final RunRecord RUN = RunRecords.in(
            RunRecords.queued("r1", "shop.db.app", BEGIN).startedAt(BEGIN), RunState.FAILED, BEGIN.plusSeconds(60), "");

    private final CountDownLatch closed = new CountDownLatch(1);
    private final List<String> chunks = new ArrayList<>();
    private final List<String> operations = new ArrayList<>();
    private volatile String asked = "";
    private volatile boolean silentList;
    private volatile boolean openLog;
    private HttpServer server;
    private BackrestClient client;

    @BeforeEach
    void open() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/v1.Backrest/GetOperations", this::list);
        server.createContext("/v1.Backrest/GetLogs", this::log);
        server.start();
        client = new BackrestClient(new BackrestAccess(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()),
                "slackwater",
                () -> "secret",
                Duration.ofSeconds(5),
                Duration.ofSeconds(30),
                Duration.ofSeconds(30)));
    }

    @AfterEach
    void close() {
        closed.countDown();
        client.close();
        server.stop(0);
    }

    @Test
    void theChunksOfTheRunsLastBackupAreJoined() throws Exception {
        backup(1, "SUCCESS", BEGIN.minusSeconds(90), BEGIN.minusSeconds(30), "t-before");
        backup(2, "ERROR", BEGIN.minusSeconds(1), BEGIN.plusSeconds(10), "t-first-attempt");
        backup(3, "ERROR", BEGIN.plusSeconds(30), BEGIN.plusSeconds(59), "t-last-attempt");
        backup(4, "SUCCESS", BEGIN.plusSeconds(90), BEGIN.plusSeconds(99), "t-later");
        chunks.addAll(List.of("repository is ", "locked: é\n"));

        assertThat(logs(Duration.ofSeconds(10)).of(RUN)).isEqualTo("repository is locked: é\n");
        assertThat(asked).isEqualTo("t-last-attempt");
    }

    @Test
    void aLongLogLosesItsBeginning() throws Exception {
        backup(1, "SUCCESS", BEGIN, BEGIN.plusSeconds(10), "t-1");
        for (int i = 0; i < 20; i++) {
            chunks.add("x".repeat(10_000) + "\n");
        }
        chunks.add("the end");

        assertThat(logs(Duration.ofSeconds(10)).of(RUN)).hasSize(64 * 1024).endsWith("the end");
    }

    @Test
    void aBackupInProgressShowsWhatItHasLogged() throws Exception {
        operations.add("{\"id\":\"1\",\"status\":\"STATUS_INPROGRESS\",\"unixTimeStartMs\":\"" + BEGIN.toEpochMilli()
                + "\",\"logref\":\"t-1\",\"operationBackup\":{}}");
        chunks.add("hook output\n");
        openLog = true;

        RunRecord open = RunRecords.queued("r1", "shop.db.app", BEGIN).startedAt(BEGIN);
        assertThat(logs(Duration.ofSeconds(4)).of(open)).isEqualTo("hook output\n");
    }

    @Test
    void aBackupThatBackrestHasForgottenHasNoLog() throws Exception {
        assertThat(logs(Duration.ofSeconds(10)).of(RUN)).isEmpty();
        assertThat(asked).isEmpty();
    }

    @Test
    void aBackrestThatDoesNotAnswerFailsInTime() {
        silentList = true;

        BackrestException e = catchThrowableOfType(
                BackrestException.class, () -> logs(Duration.ofMillis(200)).of(RUN));

        assertThat(e.reason()).isEqualTo(Reason.TIMEOUT);
    }

    @Test
    void aLogThatDoesNotArriveFailsInTime() {
        backup(1, "SUCCESS", BEGIN, BEGIN.plusSeconds(10), "t-1");
        openLog = true;

        BackrestException e = catchThrowableOfType(
                BackrestException.class, () -> logs(Duration.ofMillis(500)).of(RUN));

        assertThat(e.reason()).isEqualTo(Reason.TIMEOUT);
    }

    @Test
    void aBackrestThatIsAwayIsUnreachable() {
        server.stop(0);

        BackrestException e = catchThrowableOfType(
                BackrestException.class, () -> logs(Duration.ofSeconds(10)).of(RUN));

        assertThat(e.reason()).isEqualTo(Reason.UNREACHABLE);
    }

    private BackrestLogs logs(Duration limit) {
        return new BackrestLogs(client, limit);
    }

    private void backup(int id, String status, Instant start, Instant end, String log) {
        operations.add(
                "{\"id\":\"%d\",\"status\":\"STATUS_%s\",\"unixTimeStartMs\":\"%d\",\"unixTimeEndMs\":\"%d\",\"logref\":\"%s\",\"operationBackup\":{}}"
                        .formatted(id, status, start.toEpochMilli(), end.toEpochMilli(), log));
    }

    private void list(HttpExchange exchange) throws IOException {
        if (silentList) {
            await();
            return;
        }
        byte[] body = ("{\"operations\":[" + String.join(",", operations) + "]}").getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private void log(HttpExchange exchange) throws IOException {
        byte[] request = exchange.getRequestBody().readAllBytes();
        asked = new ObjectMapper()
                .readTree(request, 5, request.length - 5)
                .path("ref")
                .asText();
        exchange.getResponseHeaders().put("Content-Type", List.of("application/connect+json"));
        exchange.sendResponseHeaders(200, 0);
        OutputStream out = exchange.getResponseBody();
        for (String chunk : chunks) {
            frame(
                    out,
                    0,
                    "{\"value\":\"" + Base64.getEncoder().encodeToString(chunk.getBytes(StandardCharsets.UTF_8))
                            + "\"}");
        }
        if (openLog) {
            await();
        }
        frame(out, 2, "{}");
        exchange.close();
    }

    private static void frame(OutputStream out, int flag, String json) throws IOException {
        byte[] text = json.getBytes(StandardCharsets.UTF_8);
        out.write(ByteBuffer.allocate(5).put((byte) flag).putInt(text.length).array());
        out.write(text);
        out.flush();
    }

    private void await() throws IOException {
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new IOException("the test is over");
    }
}
