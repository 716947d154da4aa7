package io.slackwater.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Metrics;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.slackwater.api.Requests;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Signing in without a password: the token of a monitor, the header of a proxy, a JWT. */
@QuarkusTest
@WithTestResource(SignInResource.class)
class SignInMethodsIT extends SignInScene {

    /** Quarkus keeps the meters when the next class starts another application. They would show this application. */
    @AfterAll
    static void removeMeters() {
        Metrics.globalRegistry.clear();
    }

    @Test
    void anExternalMonitorGetsOneWordForItsOwnToken() throws Exception {
        String secrets = ConfigProvider.getConfig().getValue("slackwater.secrets", String.class);
        String token = Files.readString(Path.of(secrets, "health.token")).strip();
        String[] bearer = {"Authorization", "Bearer " + token};

        for (HttpResponse<String> answer : List.of(get("health", bearer), get("health?token=" + token))) {
            assertThat(answer.statusCode()).as("nothing is protected").isEqualTo(503);
            assertThat(answer.body()).isEqualTo("degraded\n");
            assertThat(header(answer, "Content-Type")).startsWith("text/plain");
            assertThat(header(answer, "Cache-Control")).isEqualTo("no-store");
        }
        assertThat(send("HEAD", "health", "", bearer).statusCode()).isEqualTo(503);
        assertThat(get("api/v1/runs", bearer).statusCode())
                .as("opens nothing else")
                .isEqualTo(401);
        assertThat(get("health").statusCode()).isEqualTo(401);

        double before = failures("monitor");
        HttpResponse<String> refused = get("health?token=wrong");
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.body()).isEqualTo("unauthorized\n");
        assertThat(failures("monitor")).isEqualTo(before + 1);
    }

    @Test
    void aForwardedNameIsAcceptedWithTheProxySecretOnly() throws Exception {
        String[] bob = {"Remote-User", "bob", "Remote-Groups", "x,backup-admins"};
        HttpResponse<String> in = get(
                "api/v1/session", bob[0], bob[1], bob[2], bob[3], Requests.PROXY_SECRET, SignInResource.PROXY_SECRET);
        assertThat(in.body()).contains("\"name\":\"bob\"", "\"role\":\"admin\"", "\"method\":\"proxy\"");
        double before = failures("proxy");
        assertThat(get("api/v1/session", bob).statusCode()).isEqualTo(401);
        assertThat(get("api/v1/session", bob[0], bob[1], bob[2], bob[3], Requests.PROXY_SECRET, "wrong")
                        .statusCode())
                .isEqualTo(401);
        assertThat(failures("proxy")).isEqualTo(before + 2);
    }

    @Test
    void anExpiredJwtIsRefusedAndCounted() throws Exception {
        assertThat(get("api/v1/session", "Authorization", SignInTokens.bearer(List.of("admin"), 5))
                        .body())
                .contains("\"name\":\"jwt-user\"", "\"role\":\"admin\"", "\"method\":\"jwt\"");
        double before = failures("jwt");
        assertThat(get("api/v1/session", "Authorization", SignInTokens.bearer(List.of("admin"), -5))
                        .statusCode())
                .isEqualTo(401);
        assertThat(failures("jwt")).isEqualTo(before + 1);
    }

    private double failures(String method) throws Exception {
        Matcher line = Pattern.compile(
                        "slackwater_authentication_failures_total\\{method=\"" + method + "\"[^}]*} (\\S+)")
                .matcher(get("q/metrics").body());
        assertThat(line.find()).as(method).isTrue();
        return Double.parseDouble(line.group(1));
    }
}
