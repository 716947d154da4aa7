package io.slackwater.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.alert.OverallHealth;
import io.slackwater.signin.AuthFailures;
import io.slackwater.signin.MonitorSignIn;
import io.slackwater.signin.ProxySecret;
import io.slackwater.signin.Throttle;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each request comes through a server of Vert.x. */
class MonitorResourceTest {

    private static final String TOKEN = "token-of-the-monitor";

    @TempDir
    private Path directory;

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = HttpClient.newHttpClient();
    private HttpServer server;
    private volatile boolean healthy = true;

    @BeforeEach
    void start() throws IOException {
        SignInConfig config = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(SignInConfig.class)
                .build()
                .getConfigMapping(SignInConfig.class);
        Clock clock = Clock.systemUTC();
        MonitorResource monitor = new MonitorResource(
                new MonitorSignIn(
                        TOKEN::equals,
                        new Throttle(clock, Throttle.Bounds.DEFAULT),
                        new AuthFailures(clock, method -> {})),
                new OverallHealth(() -> healthy, List::of),
                new Requests(new ProxySecret(directory.resolve("no.secret")), config));
        server = vertx.createHttpServer()
                .requestHandler(request -> answer(request, monitor.health(request.getParam("token"), request)))
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    private static void answer(HttpServerRequest request, Response response) {
        response.getHeaders()
                .forEach((name, values) ->
                        request.response().putHeader(name, values.getFirst().toString()));
        request.response().setStatusCode(response.getStatus()).end(String.valueOf(response.getEntity()));
    }

    @AfterEach
    void stop() {
        client.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private HttpResponse<String> ask(String query, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:%d/health%s".formatted(server.actualPort(), query)));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void theMonitorLearnsOneWord() throws Exception {
        HttpResponse<String> ok = ask("", "Authorization", "Bearer " + TOKEN);
        healthy = false;
        HttpResponse<String> degraded = ask("?token=" + TOKEN);

        assertThat(ok.statusCode()).isEqualTo(200);
        assertThat(ok.body()).isEqualTo("ok\n");
        assertThat(ok.headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(degraded.statusCode()).isEqualTo(503);
        assertThat(degraded.body()).isEqualTo("degraded\n");
    }

    @Test
    void aWrongTokenLearnsNothing() throws Exception {
        healthy = false;

        for (HttpResponse<String> refused : List.of(ask(""), ask("?token=guess"))) {
            assertThat(refused.statusCode()).isEqualTo(401);
            assertThat(refused.body()).isEqualTo("unauthorized\n");
            assertThat(refused.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
        }
    }

    @Test
    void manyGuessesHaveToWait() throws Exception {
        HttpResponse<String> last = ask("?token=guess");
        for (int i = 0; i < 200 && last.statusCode() != 429; i++) {
            last = ask("?token=guess");
        }

        assertThat(last.statusCode()).isEqualTo(429);
        assertThat(last.headers().firstValueAsLong("Retry-After").orElseThrow()).isPositive();
    }
}
