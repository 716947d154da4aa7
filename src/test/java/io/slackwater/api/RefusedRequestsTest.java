package io.slackwater.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.slackwater.audit.RefusedAttempts;
import io.slackwater.journal.AuditEntry;
import io.slackwater.journal.AuditFilter;
import io.slackwater.journal.Journal;
import io.slackwater.signin.ProxySecret;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each request goes through a server of Vert.x, which answers with the user and status that the request names. */
class RefusedRequestsTest {

    private static final String SECRET = "0123456789abcdef0123456789abcdef";

    @TempDir
    private Path directory;

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = HttpClient.newHttpClient();
    private Journal journal;
    private RefusedAttempts attempts;
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        journal = Journal.open(directory.resolve("j.db"), Clock.systemUTC());
        attempts = new RefusedAttempts(journal.audit(), Clock.systemUTC());
        Path secret = Files.writeString(directory.resolve("proxy.secret"), SECRET);
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
        SignInConfig config = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(SignInConfig.class)
                .build()
                .getConfigMapping(SignInConfig.class);
        Filters filters = new Filters();
        new RefusedRequests(attempts, new Requests(new ProxySecret(secret), config)).register(filters);
        Router router = Router.router(vertx);
        filters.getFilters().forEach(filter -> router.route().handler(filter.getHandler()));
        router.route().handler(context -> {
            context.put(SignInMechanism.NAME, context.request().getHeader("Test-User"));
            context.response()
                    .setStatusCode(Integer.parseInt(context.request().getHeader("Test-Status")))
                    .end();
        });
        server = vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    @AfterEach
    void stop() {
        client.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
        journal.close();
    }

    private void answered(int status, String method, String path, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.actualPort() + path))
                .header("Test-Status", Integer.toString(status))
                .method(method, HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        assertThat(client.send(request.build(), HttpResponse.BodyHandlers.discarding())
                        .statusCode())
                .isEqualTo(status);
    }

    /** The entries, oldest first. A response can arrive a moment before its request is recorded. */
    private List<String> recorded(int number) {
        Awaitility.await("recorded requests").atMost(Duration.ofSeconds(10)).until(() -> {
            attempts.write();
            return journal.audit().page(AuditFilter.ALL, 100).size() >= number;
        });
        return journal.audit().page(AuditFilter.ALL, 100).reversed().stream()
                .map(RefusedRequestsTest::words)
                .toList();
    }

    private static String words(AuditEntry entry) {
        return entry.actor() + " " + entry.subject() + " " + entry.detail();
    }

    @Test
    void aUserWithoutTheRoleIsRecordedByNameAndWithoutTheQuery() throws Exception {
        answered(200, "POST", "/api/v1/runs", "Test-User", "ann");
        answered(403, "GET", "/api/v1/audit?actor=secret", "Test-User", "ann");
        assertThat(recorded(1)).containsExactly("ann GET /api/v1/audit 403 from 127.0.0.1");
    }

    @Test
    void anAnonymousWriteAndAWrongTokenAreRecordedButNoAnonymousRead() throws Exception {
        answered(401, "GET", "/api/v1/datasets");
        answered(401, "POST", "/login");
        answered(401, "DELETE", "/api/v1/runs/r1");
        assertThat(recorded(1)).containsExactly("anonymous DELETE /api/v1/runs/r1 401 from 127.0.0.1");
        answered(401, "GET", "/api/v1/plans", "Authorization", "Bearer wrong");
        assertThat(recorded(2)).element(1).isEqualTo("anonymous GET /api/v1/plans 401 from 127.0.0.1");
    }

    @Test
    void theProxyDescribesTheRequestThatItAsksAbout() throws Exception {
        String[] about = {
            "Test-User", "ann", "X-Original-Method", "POST", "X-Original-URI", "/backrest/v1.Backrest/Forget?a=b"
        };
        answered(403, "GET", Requests.AUTHORIZE, about);
        assertThat(recorded(1))
                .as("without the proxy's secret")
                .containsExactly("ann GET /api/v1/session/authorize 403 from 127.0.0.1");
        answered(
                403,
                "GET",
                Requests.AUTHORIZE,
                "Test-User",
                "ann",
                "X-Original-Method",
                "POST",
                "X-Original-URI",
                "/backrest/v1.Backrest/Forget?a=b",
                Requests.PROXY_SECRET,
                SECRET);
        assertThat(recorded(2)).element(1).isEqualTo("ann POST /backrest/v1.Backrest/Forget 403 from 127.0.0.1");
    }
}
