package io.slackwater.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.Metrics;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.slackwater.alert.AlarmSource;
import io.slackwater.alert.AlarmText;
import io.slackwater.alert.Alarms;
import io.slackwater.api.Requests;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What the audit log records, read over HTTP by an admin. */
@QuarkusTest
@WithTestResource(SignInResource.class)
class AuditIT extends SignInScene {

    private static final ObjectMapper JSON_READER = new ObjectMapper();

    @ConfigProperty(name = "slackwater.data")
    String data = "";

    @ConfigProperty(name = "slackwater.policy-file")
    String policyFile = "";

    @Inject
    Alarms alarms;

    /** Quarkus keeps the meters when the next class starts another application. They would show this application. */
    @AfterAll
    static void removeMeters() {
        Metrics.globalRegistry.clear();
    }

    private JsonNode admin(String verb, String path) throws Exception {
        var answer = send(verb, "api/v1/" + path, "", "Authorization", SignInTokens.bearer(List.of("admin"), 5));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON_READER.readTree(answer.body());
    }

    /** "actor action subject detail" of each entry, newest first. */
    private List<String> log(String query) throws Exception {
        return StreamSupport.stream(admin("GET", "audit?" + query).spliterator(), false)
                .map(entry -> Stream.of("actor", "action", "subject", "detail")
                        .map(field -> entry.get(field).asText())
                        .reduce((one, next) -> one + " " + next)
                        .orElseThrow())
                .toList();
    }

    /** Waits for an entry, because an answer can arrive a moment before its request is recorded. */
    private void recorded(String query, String beginning) {
        Awaitility.await(beginning)
                .atMost(Duration.ofSeconds(10))
                .until(() -> log(query).stream().anyMatch(entry -> entry.startsWith(beginning)));
    }

    @Test
    void refusedRequestsAreRecordedWithTheName() throws Exception {
        String viewer = signIn("its-viewer");
        assertThat(send("POST", "api/v1/runs?token=geheim", "{}", JSON[0], JSON[1], OWN[0], OWN[1], "Cookie", viewer)
                        .statusCode())
                .isEqualTo(403);
        assertThat(send("DELETE", "api/v1/runs/none", "").statusCode()).isEqualTo(401);
        assertThat(get("api/v1/datasets").statusCode()).as("reads nothing").isEqualTo(401);
        assertThat(get("api/v1/plans", "Authorization", "Bearer wrong-token").statusCode())
                .isEqualTo(401);
        assertThat(send(
                                "POST",
                                "api/v1/runs",
                                "{}",
                                JSON[0],
                                JSON[1],
                                "Sec-Fetch-Site",
                                "cross-site",
                                "Cookie",
                                signIn("its-operator"))
                        .statusCode())
                .isEqualTo(403);
        recorded("action=refused&actor=its-viewer", "its-viewer refused POST /api/v1/runs 403 from 127.0.0.1");
        recorded("action=refused&actor=its-operator", "its-operator refused POST /api/v1/runs 403 from 127.0.0.1");
        recorded("action=refused&actor=anonymous", "anonymous refused DELETE /api/v1/runs/none 401 from 127.0.0.1");
        assertThat(log("limit=1000")).noneMatch(entry -> entry.contains("geheim") || entry.contains("wrong-token"));
    }

    @Test
    void anOperatorAcknowledgesAnAlarmByItsKey() throws Exception {
        alarms.observed(
                AlarmSource.RUN,
                List.of(AlarmSource.RUN.warning(
                        "/srv/a b", AlarmText.plain("It failed"), "It failed.", AlarmText.plain("Look at it."))));
        String path = "api/v1/alarms/run%3A%2Fsrv%2Fa%20b/acknowledge";

        for (String verb : List.of("POST", "DELETE")) {
            assertThat(send(verb, path, "", "Authorization", SignInTokens.bearer(List.of("viewer"), 5))
                            .statusCode())
                    .isEqualTo(403);
            assertThat(send(verb, path, "", "Authorization", SignInTokens.bearer(List.of("operator"), 5))
                            .statusCode())
                    .isEqualTo(204);
        }
        assertThat(log("limit=20"))
                .anyMatch(entry -> entry.contains(" acknowledge-alarm run:/srv/a b"))
                .anyMatch(entry -> entry.contains(" unacknowledge-alarm run:/srv/a b"));
    }

    @Test
    void refusedSignInsAreRecordedWithoutWhatWasTyped() throws Exception {
        assertThat(form("login", Map.of("name", "its-admin", "password", "my-guess"))
                        .statusCode())
                .isEqualTo(401);
        assertThat(form("login", Map.of("name", "my-real-password", "password", "x"))
                        .statusCode())
                .isEqualTo(401);
        recorded("action=refused", "its-admin refused sign in 401 from 127.0.0.1");
        recorded("action=refused", "unknown refused sign in 401 from 127.0.0.1");
        assertThat(log("limit=1000")).noneMatch(entry -> entry.contains("my-guess") || entry.contains("my-real"));
    }

    @Test
    void callsOfBackrestThatChangeSomethingAreRecordedWithTheName() throws Exception {
        String cookie = signIn("its-admin");
        assertThat(nginxAsks(cookie, "POST", "/backrest/v1.Backrest/Backup")).isEqualTo(204);
        assertThat(nginxAsks(cookie, "POST", "/backrest/v1.Backrest/GetOperations"))
                .isEqualTo(204);
        assertThat(nginxAsks(cookie, "GET", "/backrest/assets/index.js")).isEqualTo(204);
        assertThat(nginxAsks(signIn("its-viewer"), "POST", "/backrest/v1.Backrest/Forget"))
                .isEqualTo(403);
        // Without the proxy's secret, a client describes its own request.
        get(
                "api/v1/session/authorize?role=admin",
                "Cookie",
                cookie,
                OWN[0],
                OWN[1],
                "X-Original-Method",
                "POST",
                "X-Original-Path",
                "/backrest/v1.Backrest/Restore");
        assertThat(log("action=backrest")).containsExactly("its-admin backrest v1.Backrest/Backup ");
        recorded("action=refused&actor=its-viewer", "its-viewer refused POST /");
    }

    private int nginxAsks(String cookie, String method, String path) throws Exception {
        String[] headers = {
            "Cookie",
            cookie,
            OWN[0],
            OWN[1],
            Requests.PROXY_SECRET,
            SignInResource.PROXY_SECRET,
            "X-Original-Method",
            method,
            "X-Original-URI",
            path + "?a=b",
            "X-Original-Path",
            path
        };
        return get("api/v1/session/authorize?role=admin", Arrays.copyOf(headers, headers.length))
                .statusCode();
    }

    @Test
    void aChangedPolicyIsRecordedByKey() throws Exception {
        Path file = Path.of(policyFile);
        String before = Files.readString(file);
        try {
            Files.writeString(file, before + "\nlimits: { attempts: 7 }\n");
            Awaitility.await("the change")
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> log("action=policy").contains("policy file policy limits.attempts 3 → 7"));
        } finally {
            Files.writeString(file, before);
        }
    }

    @Test
    void aChangedEntryIsNamedAndRaisesAnAlarm() throws Exception {
        signIn("its-admin");
        assertThat(admin("POST", "audit/chain").get("state").asText()).isEqualTo("VERIFIED");
        try (Connection journal = DriverManager.getConnection("jdbc:sqlite:" + Path.of(data, "journal.db"));
                Statement statement = journal.createStatement()) {
            statement.execute("DROP TRIGGER audit_no_update");
            statement.execute("UPDATE audit SET actor = 'nobody' WHERE seq = 1");
        }
        JsonNode broken = admin("POST", "audit/chain");
        assertThat(broken.get("state").asText()).isEqualTo("BROKEN");
        assertThat(broken.get("seq").asLong()).isEqualTo(1);
        assertThat(broken.get("reason").asText()).isEqualTo("CHANGED");
        assertThat(admin("GET", "audit/chain")).isEqualTo(broken);
        assertThat(admin("GET", "alarms").findValuesAsText("key")).contains("audit:chain");
    }
}
