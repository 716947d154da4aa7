package io.slackwater.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StreamServerTest {

    private final Vertx vertx = Vertx.vertx();
    private final OfferedDumps desk = new OfferedDumps();
    private final StreamServer server =
            new StreamServer(vertx, desk, "secret", () -> Duration.ofSeconds(1), Optional.empty());
    private int port;

    @TempDir
    Path directory;

    @BeforeEach
    void listen() {
        port = server.start("127.0.0.1", 0);
    }

    @AfterEach
    void stop() {
        server.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void aCompleteDumpArrivesByteForByteWithAReceipt() throws Exception {
        byte[] bytes = new byte[9_000_001];
        new Random(7).nextBytes(bytes);
        try (OfferedDump offer = desk.offer("shop.db.app", new TestDump(bytes, TestDump.End.WHOLE))) {
            assertThat(curl("shop.db.app")).isZero();
            assertThat(Files.readAllBytes(directory.resolve("out"))).isEqualTo(bytes);
            String sha256 = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
            assertThat(offer.receipt()).contains(new StreamReceipt(bytes.length, sha256));
        }
    }

    @Test
    void aDumpThatFailsAtItsEndIsAFailureForCurl() throws Exception {
        try (OfferedDump offer = desk.offer("d", new TestDump(new byte[3_000_000], TestDump.End.NOT_WHOLE))) {
            assertThat(curl("d")).isIn(18, 56);
            assertThat(offer.receipt()).isEmpty();
            assertThat(offer.failure())
                    .hasValueSatisfying(reason -> assertThat(reason).contains("exit code 1"));
        }
    }

    @Test
    void aDumpThatBreaksInTheMiddleIsAFailureForCurl() throws Exception {
        try (OfferedDump offer = desk.offer("d", new TestDump(new byte[3_000_000], TestDump.End.BREAKS))) {
            assertThat(curl("d")).isIn(18, 56);
            assertThat(offer.receipt()).isEmpty();
        }
    }

    @Test
    void aSilentDumpTimesOutAndFailsItsReader() throws Exception {
        TestDump dump = new TestDump(new byte[300_000], TestDump.End.HANGS);
        try (OfferedDump offer = desk.offer("d", dump)) {
            assertThat(curl("d")).isIn(18, 56);
            assertThat(dump.closed).isTrue();
            assertThat(offer.failure())
                    .hasValueSatisfying(reason -> assertThat(reason).contains("wrote nothing"));
        }
    }

    @Test
    void aClosedOfferFailsItsReader() throws Exception {
        OfferedDump offer = desk.offer("d", new TestDump(new byte[300_000], TestDump.End.HANGS));
        Thread closer = Thread.ofVirtual().unstarted(offer::close);
        Process curl = startCurl("d");
        org.awaitility.Awaitility.await().until(() -> offer.bytes() == 300_000);
        closer.start();
        assertThat(curl.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(curl.exitValue()).isIn(18, 56);
        assertThat(offer.receipt()).isEmpty();
    }

    @Test
    void aDisconnectedReaderEndsItsDump() throws Exception {
        TestDump dump = new TestDump(new byte[300_000], TestDump.End.HANGS);
        try (OfferedDump offer = desk.offer("d", dump)) {
            Process curl = startCurl("d");
            org.awaitility.Awaitility.await().until(() -> offer.bytes() == 300_000);
            curl.destroyForcibly();
            org.awaitility.Awaitility.await()
                    .untilAsserted(() -> assertThat(dump.closed).isTrue());
            assertThat(offer.receipt()).isEmpty();
        }
    }

    @Test
    void aSecondReaderIsRefused() throws Exception {
        try (OfferedDump offer = desk.offer("d", new TestDump(new byte[300_000], TestDump.End.HANGS))) {
            Process first = startCurl("d");
            org.awaitility.Awaitility.await().until(() -> offer.bytes() > 0);
            assertThat(get("d", "secret").statusCode()).isEqualTo(409);
            first.destroyForcibly();
        }
    }

    @Test
    void aWrongTokenAndAnUnknownDatasetAreRefused() throws Exception {
        try (OfferedDump offer = desk.offer("d", new TestDump(new byte[10], TestDump.End.WHOLE))) {
            assertThat(get("d", "wrong").statusCode()).isEqualTo(401);
            HttpResponse<String> unknown = get("other", "secret");
            assertThat(unknown.statusCode()).isEqualTo(404);
            assertThat(unknown.body()).contains("dataset other");
            assertThat(offer.bytes()).isZero();
        }
    }

    @Test
    void aDatasetIsNeverOfferedTwice() {
        try (OfferedDump offer = desk.offer("d", new TestDump(new byte[10], TestDump.End.WHOLE))) {
            assertThatThrownBy(() -> desk.offer("d", new TestDump(new byte[10], TestDump.End.WHOLE)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("dataset d");
            assertThat(offer.receipt()).isEmpty();
        }
    }

    private int curl(String dataset) throws Exception {
        Process curl = startCurl(dataset);
        assertThat(curl.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return curl.exitValue();
    }

    private Process startCurl(String dataset) throws IOException {
        Path header = directory.resolve("header");
        Files.writeString(header, "Authorization: Bearer secret\n");
        return new ProcessBuilder(
                        "curl",
                        "--noproxy",
                        "*",
                        "--fail",
                        "--silent",
                        "--header",
                        "@" + header,
                        "--output",
                        directory.resolve("out").toString(),
                        "http://127.0.0.1:" + port + "/internal/streams/" + dataset)
                .start();
    }

    private HttpResponse<String> get(String dataset, String token) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/internal/streams/" + dataset))
                            .header("Authorization", "Bearer " + token)
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }
}
