package io.slackwater.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Requests with Backrest's own token. */
@Timeout(30)
class CallbackHandlerTest {

    private final Vertx vertx = Vertx.vertx();
    private final OfferedDumps desk = new OfferedDumps();
    private final CountDownLatch opened = new CountDownLatch(1);
    private final StreamServer server =
            new StreamServer(vertx, desk, "ours", () -> Duration.ofSeconds(5), Optional.of(new Doorman()));
    private int port;

    /** Accepts readers of "open" after a while, and knows one hook. */
    private final class Doorman implements CallbackHandler {
        @Override
        public boolean knows(String authorization) {
            return authorization.equals("Bearer theirs");
        }

        @Override
        public Answer stream(String dataset) throws InterruptedException {
            if (dataset.equals("talks")) {
                return new Answer(409, "FATAL: Paßwort falsch\r\nSet-Cookie: no\n" + "x".repeat(2000));
            }
            if (!dataset.equals("open")) {
                return new Answer(409, "run 7 of dataset " + dataset + " is STORING already");
            }
            assertThat(opened.await(20, TimeUnit.SECONDS)).isTrue();
            return new Answer(200, "welcome");
        }

        @Override
        public Answer hook(String dataset, String event) {
            if (dataset.equals("breaks")) {
                throw new IllegalStateException("broken on purpose");
            }
            return new Answer(event.equals("start") ? 409 : 200, dataset + " " + event);
        }
    }

    @BeforeEach
    void listen() {
        port = server.start("127.0.0.1", 0);
    }

    @AfterEach
    void stop() {
        server.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private HttpResponse<String> call(String method, String path, String token) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                            .method(method, HttpRequest.BodyPublishers.noBody())
                            .header("Authorization", "Bearer " + token)
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }

    private static byte[] letters(int count) {
        byte[] letters = new byte[count];
        Arrays.fill(letters, (byte) 'x');
        return letters;
    }

    @Test
    void anAcceptedReaderReceivesItsDump() throws Exception {
        Thread opener = Thread.ofVirtual().start(() -> {
            OfferedDump offer = desk.offer("open", new TestDumps.Whole(letters(3_000_000)));
            assertThat(offer.bytes()).isZero();
            opened.countDown();
        });
        HttpResponse<String> response = call("GET", "/internal/streams/open", "theirs");
        opener.join();
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).hasSize(3_000_000);
    }

    @Test
    void aRefusedReaderReceivesTheReasonAndNoDump() throws Exception {
        try (OfferedDump offer = desk.offer("shop-db", new TestDumps.Whole(letters(10)))) {
            HttpResponse<String> response = call("GET", "/internal/streams/shop-db", "theirs");
            assertThat(response.statusCode()).isEqualTo(409);
            assertThat(response.body()).contains("run 7 of dataset shop-db is STORING already");
            assertThat(response.headers().firstValue("Slackwater-Reason"))
                    .contains("run 7 of dataset shop-db is STORING already");
            assertThat(offer.bytes()).isZero();
            assertThat(call("GET", "/internal/streams/shop-db", "ours").body()).isEqualTo("xxxxxxxxxx");
        }
    }

    @Test
    void aLongReasonIsOneShortLineInTheHeader() throws Exception {
        HttpResponse<String> refused = call("GET", "/internal/streams/talks", "theirs");
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.headers().firstValue("Slackwater-Reason"))
                .hasValueSatisfying(reason -> assertThat(reason)
                        .startsWith("FATAL: Pa wort falsch Set-Cookie: no xxx")
                        .endsWith("x...")
                        .hasSizeLessThanOrEqualTo(800));
        assertThat(refused.headers().firstValue("Set-Cookie")).isEmpty();
        assertThat(call("GET", "/internal/streams/talks", "nobodys").headers().firstValue("Slackwater-Reason"))
                .hasValueSatisfying(reason -> assertThat(reason).contains("token"));
    }

    @Test
    void aHookIsAnswered() throws Exception {
        HttpResponse<String> refused = call("POST", "/internal/hooks/shop-files/start", "theirs");
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body()).contains("shop-files start");
        assertThat(call("POST", "/internal/hooks/shop-files/end", "theirs").statusCode())
                .isEqualTo(200);
    }

    @Test
    void aFailingHookIsAnsweredWithAnError() throws Exception {
        HttpResponse<String> broken = call("POST", "/internal/hooks/breaks/start", "theirs");
        assertThat(broken.statusCode()).isEqualTo(500);
        assertThat(broken.body()).contains("an error inside Slackwater").doesNotContain("Exception");
    }

    @Test
    void onlyHooksAndStreamsAreServed() throws Exception {
        for (String path : new String[] {
            "/", "/internal/hooks/shop-files", "/internal/hooks/shop-files/restart", "/internal/hooks/a/b/start"
        }) {
            assertThat(call("POST", path, "theirs").statusCode()).as(path).isEqualTo(404);
        }
        assertThat(call("POST", "/internal/streams/open", "theirs").statusCode())
                .isEqualTo(404);
        assertThat(call("GET", "/internal/hooks/shop-files/start", "theirs").statusCode())
                .isEqualTo(404);
    }

    @Test
    void hooksRefuseTheReadersOfSlackwater() throws Exception {
        assertThat(call("POST", "/internal/hooks/shop-files/end", "ours").statusCode())
                .isEqualTo(404);
        assertThat(call("POST", "/internal/hooks/shop-files/end", "nobodys").statusCode())
                .isEqualTo(401);
    }
}
