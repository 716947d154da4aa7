package io.slackwater.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.slackwater.stream.TestDump.End;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Readers that send their process id, as the embedded engine's curl does. */
class StreamPipeTest {

    /** curl's exit code for a transfer that ended before its end. */
    private static final int PARTIAL = 18;

    private final Vertx vertx = Vertx.vertx();
    private final OfferedDumps desk = new OfferedDumps();
    private final StreamServer server =
            new StreamServer(vertx, desk, "secret", () -> Duration.ofMillis(600), Optional.empty());
    private final byte[] bytes = new byte[5_000_001];
    private int port;

    @TempDir
    Path directory;

    @BeforeEach
    void listen() {
        new Random(5).nextBytes(bytes);
        port = server.start("127.0.0.1", 0);
    }

    @AfterEach
    void stop() {
        server.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void aCompleteDumpIsWrittenToThePipeOfTheReader() throws Exception {
        try (OfferedDump offer = desk.offer("d", new TestDump(bytes, End.WHOLE))) {
            Process curl = curl("d");
            assertThat(curl.getInputStream().readAllBytes()).isEqualTo(bytes);
            assertThat(end(curl)).isZero();
            assertThat(received(curl)).isZero();
            String sha256 = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
            assertThat(offer.receipt()).contains(new StreamReceipt(bytes.length, sha256));
        }
    }

    @Test
    void aDumpThatFailsAtItsEndFailsItsReader() throws Exception {
        try (OfferedDump offer = desk.offer("d", new TestDump(bytes, End.NOT_WHOLE))) {
            Process curl = curl("d");
            assertThat(curl.getInputStream().readAllBytes()).isEqualTo(bytes);
            assertThat(end(curl)).isEqualTo(PARTIAL);
            assertThat(offer.receipt()).isEmpty();
            assertThat(offer.failure())
                    .hasValueSatisfying(reason -> assertThat(reason).contains("exit code 1"));
        }
    }

    @Test
    void aDumpThatBreaksInTheMiddleFailsItsReader() throws Exception {
        try (OfferedDump offer = desk.offer("d", new TestDump(bytes, End.BREAKS))) {
            Process curl = curl("d");
            curl.getInputStream().readAllBytes();
            assertThat(end(curl)).isEqualTo(PARTIAL);
            assertThat(offer.receipt()).isEmpty();
        }
    }

    @Test
    void aSilentDumpTimesOutAndFailsItsReader() throws Exception {
        TestDump dump = new TestDump(bytes, End.HANGS);
        try (OfferedDump offer = desk.offer("d", dump)) {
            Process curl = curl("d");
            assertThat(curl.getInputStream().readAllBytes()).isEqualTo(bytes);
            assertThat(end(curl)).isEqualTo(PARTIAL);
            assertThat(dump.closed).isTrue();
            assertThat(offer.failure())
                    .hasValueSatisfying(reason -> assertThat(reason).contains("wrote nothing"));
        }
    }

    @Test
    void aReaderThatReadsNothingTimesOutAndItsDumpEnds() throws Exception {
        TestDump dump = new TestDump(bytes, End.WHOLE);
        try (OfferedDump offer = desk.offer("d", dump)) {
            Process curl = curl("d");
            // Nobody reads its output.
            assertThat(end(curl)).isEqualTo(PARTIAL);
            await().untilAsserted(() -> assertThat(dump.closed).isTrue());
            assertThat(offer.receipt()).isEmpty();
            assertThat(offer.failure())
                    .hasValueSatisfying(reason -> assertThat(reason).contains("read nothing"));
        }
    }

    @Test
    void aKilledReaderEndsItsDumpAlsoWithoutData() throws Exception {
        TestDump dump = new TestDump(new byte[0], End.HANGS);
        try (OfferedDump offer = desk.offer("d", dump)) {
            Process curl = curl("d");
            await().until(() -> get("d", "0").statusCode() == 409);
            curl.destroyForcibly();
            await().untilAsserted(() -> assertThat(dump.closed).isTrue());
            assertThat(offer.receipt()).isEmpty();
        }
    }

    @Test
    void aClosedPipeEndsTheDump() throws Exception {
        TestDump dump = new TestDump(bytes, End.WHOLE);
        try (OfferedDump offer = desk.offer("d", dump)) {
            Process curl = curl("d");
            curl.getInputStream().close();
            assertThat(end(curl)).isEqualTo(PARTIAL);
            await().untilAsserted(() -> assertThat(dump.closed).isTrue());
            assertThat(offer.receipt()).isEmpty();
        }
    }

    @Test
    void aClosedOfferFailsItsReader() throws Exception {
        OfferedDump offer = desk.offer("d", new TestDump(bytes, End.HANGS));
        Process curl = curl("d");
        assertThat(curl.getInputStream().readNBytes(bytes.length)).isEqualTo(bytes);
        offer.close();
        assertThat(end(curl)).isEqualTo(PARTIAL);
        assertThat(offer.receipt()).isEmpty();
    }

    @Test
    void aReaderWithoutAPipeReceivesAnHttpBody() throws Exception {
        Path out = directory.resolve("out");
        try (OfferedDump offer = desk.offer("d", new TestDump(bytes, End.WHOLE))) {
            Process curl = builder("d").redirectOutput(out.toFile()).start();
            assertThat(end(curl)).isZero();
            assertThat(received(curl)).isEqualTo(bytes.length);
            assertThat(Files.readAllBytes(out)).isEqualTo(bytes);
            assertThat(offer.receipt()).isPresent();
        }
    }

    @Test
    void onlyChildProcessesAreWrittenTo() throws Exception {
        // Ourselves, the first process of the machine, and what is no process at all.
        for (String pid : List.of(Long.toString(ProcessHandle.current().pid()), "1", "0", "-1", "../1", "")) {
            try (OfferedDump offer = desk.offer("d", new TestDump(bytes, End.WHOLE))) {
                assertThat(get("d", pid).body()).as(pid).isEqualTo(bytes);
                assertThat(offer.receipt()).isPresent();
            }
        }
    }

    private Process curl(String dataset) throws IOException {
        return builder(dataset).start();
    }

    private ProcessBuilder builder(String dataset) throws IOException {
        Path header = Files.writeString(directory.resolve("header"), "Authorization: Bearer secret\n");
        return new ProcessBuilder(
                "sh",
                "-c",
                "exec curl --noproxy '*' --fail --silent --header \"$1\" --header \"Slackwater-Pipe: $$\""
                        + " --write-out '%{stderr}%{size_download}' \"$2\"",
                "curl",
                "@" + header,
                "http://127.0.0.1:" + port + "/internal/streams/" + dataset);
    }

    private static int end(Process process) throws InterruptedException {
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    private static long received(Process curl) throws IOException {
        return Long.parseLong(new String(curl.getErrorStream().readAllBytes(), StandardCharsets.UTF_8));
    }

    private HttpResponse<byte[]> get(String dataset, String pid) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/internal/streams/" + dataset))
                            .header("Authorization", "Bearer secret")
                            .header("Slackwater-Pipe", pid)
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
        }
    }
}
