package io.slackwater.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.runtime.AnonymousIdentityProvider;
import io.quarkus.security.runtime.QuarkusIdentityProviderManagerImpl;
import io.slackwater.signin.AuthFailures;
import io.slackwater.signin.Authenticator;
import io.slackwater.signin.ProxySecret;
import io.slackwater.signin.RoleMap;
import io.slackwater.signin.Sessions;
import io.slackwater.signin.UsersFile;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each request goes through a server of Vert.x to the mechanism. */
class SignInMechanismTest {

    private static final String SECRET = "0123456789abcdef0123456789abcdef";

    private static final IdentityProviderManager IDENTITIES = QuarkusIdentityProviderManagerImpl.builder()
            .addProvider(new AnonymousIdentityProvider())
            .setBlockingExecutor(Runnable::run)
            .build();

    @TempDir
    private Path directory;

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = HttpClient.newHttpClient();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        SignInConfig config = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(SignInConfig.class)
                .build()
                .getConfigMapping(SignInConfig.class);
        ProxySecret secret = new ProxySecret(Files.writeString(directory.resolve("proxy.secret"), SECRET));
        Clock clock = Clock.systemUTC();
        Sessions sessions = new Sessions(
                new UsersFile(directory.resolve("users")), clock, Duration.ofHours(1), Duration.ofHours(12));
        Authenticator authenticator = new Authenticator(
                "token-of-the-api"::equals,
                Optional.empty(),
                secret,
                Optional.of(RoleMap.parse("roles", RoleMap.BY_NAME)),
                sessions,
                new AuthFailures(clock, method -> {}));
        SignInMechanism mechanism = new SignInMechanism(authenticator, new Requests(secret, config));
        Router router = Router.router(vertx);
        router.route()
                .handler(context -> mechanism
                        .authenticate(context, IDENTITIES)
                        .subscribe()
                        .with(
                                identity -> {
                                    if (identity == null) {
                                        mechanism
                                                .sendChallenge(context)
                                                .subscribe()
                                                .with(sent -> end(context));
                                    } else {
                                        context.response()
                                                .end(identity.getPrincipal().getName() + " "
                                                        + identity.getRoles().size());
                                    }
                                },
                                context::fail));
        server = vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    private static void end(RoutingContext context) {
        if (!context.response().ended()) {
            context.response().end();
        }
    }

    @AfterEach
    void stop() {
        client.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private HttpResponse<String> send(String method, String path, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.actualPort() + path))
                .method(method, HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void theTokenOfTheApiHasAllRoles() throws Exception {
        assertThat(send("GET", "/api/v1/runs", "Authorization", "Bearer token-of-the-api")
                        .body())
                .isEqualTo("token 3");
    }

    @Test
    void aForwardedNameHasTheRolesOfItsGroups() throws Exception {
        assertThat(send(
                                "GET",
                                "/api/v1/runs",
                                Requests.PROXY_SECRET,
                                SECRET,
                                "Remote-User",
                                "ann",
                                "Remote-Groups",
                                "operator",
                                "X-Forwarded-For",
                                "192.0.2.1",
                                "X-Forwarded-Proto",
                                "https")
                        .body())
                .isEqualTo("ann 2");
    }

    @Test
    void aProgramWithoutCredentialsGetsAProblemDocument() throws Exception {
        HttpResponse<String> answer = send("GET", "/api/v1/runs");
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("WWW-Authenticate")).contains("Bearer");
        assertThat(answer.headers().firstValue("Content-Type")).contains(Problem.TYPE);
        assertThat(answer.body()).contains("Not signed in");
    }

    @Test
    void aBrowserIsRedirectedToTheLoginPage() throws Exception {
        HttpResponse<String> answer = send("GET", "/page?x=1", "Accept", "text/html");
        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(answer.headers().firstValue("Location")).contains("/login?back=%2Fpage%3Fx%3D1");
    }

    @Test
    void aWriteOfAnotherSiteIsRefusedWithItsReason() throws Exception {
        HttpResponse<String> answer = send(
                "POST",
                "/api/v1/runs",
                Requests.PROXY_SECRET,
                SECRET,
                "Remote-User",
                "ann",
                "Sec-Fetch-Site",
                "cross-site");
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.headers().firstValue("X-Slackwater-Refused")).contains("other-site");
        assertThat(answer.body()).contains("From another site");
    }

    @Test
    void theProxyNamesTheMethodOfTheRequestThatItAsksFor() throws Exception {
        String[] headers = {
            Requests.PROXY_SECRET,
            SECRET,
            "Remote-User",
            "ann",
            "Sec-Fetch-Site",
            "cross-site",
            Requests.ORIGINAL_VERB,
            ""
        };
        headers[7] = "GET";
        assertThat(send("GET", Requests.AUTHORIZE, headers).statusCode()).isEqualTo(200);
        headers[7] = "POST";
        assertThat(send("GET", Requests.AUTHORIZE, headers).statusCode()).isEqualTo(403);
    }
}
