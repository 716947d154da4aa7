package io.slackwater.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.Metrics;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.slackwater.journal.Journal;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.commons.codec.digest.DigestUtils;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The application as it is deployed, asked over HTTP. */
@QuarkusTest
@WithTestResource(StackResource.class)
class ApiIT {

    private static final ObjectMapper JSON = new ObjectMapper();

    @ConfigProperty(name = "slackwater.secrets")
    String secrets = "";

    @io.quarkus.test.common.http.TestHTTPResource("/")
    URI root = URI.create("http://localhost");

    @Inject
    Journal journal;

    private final HttpClient client = HttpClient.newHttpClient();
    private String token = "";

    @BeforeEach
    void readToken() throws Exception {
        token = Files.readString(Path.of(secrets, "api.token")).strip();
        // Before the first discovery the API answers requests that depend on it with 503.
        Awaitility.await("ready")
                .atMost(Duration.ofMinutes(1))
                .until(() -> send("GET", "q/health/ready", "", "").statusCode() == 200);
        Awaitility.await("first backups")
                .atMost(Duration.ofMinutes(2))
                .until(() -> get("datasets").size() >= 5
                        && get("runs?state=SUCCEEDED").size() >= get("datasets").size());
    }

    /** Quarkus keeps the meters when the next class starts another application. They would show this application. */
    @AfterAll
    static void removeMeters() {
        Metrics.globalRegistry.clear();
    }

    @Test
    void aRequestWithoutTheTokenIsRefused() throws Exception {
        for (String path : new String[] {"datasets", "runs", "coverage", "snapshots?dataset=x", "nothing-here"}) {
            assertProblem(send("GET", "api/v1/" + path, "", ""), 401, "Authorization: Bearer");
            assertThat(send("GET", "api/v1/" + path, "wrong", "").statusCode())
                    .as(path)
                    .isEqualTo(401);
        }
        assertThat(send("POST", "api/v1/runs", "", "{\"all\":true}").statusCode())
                .isEqualTo(401);
    }

    @Test
    void theTokenIsReadableByItsOwnerOnly() throws Exception {
        assertThat(java.nio.file.attribute.PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(Path.of(secrets, "api.token"))))
                .isEqualTo("rw-------");
    }

    @Test
    void aFormerIdIsNotFoundAndTheAnswerNamesTheNewId() throws Exception {
        String renamed = "there is no dataset swapi-db-app: it is called swapi.db.app now";
        assertProblem(send("GET", "api/v1/datasets/swapi-db-app", token, ""), 404, renamed);
        assertProblem(send("GET", "api/v1/runs?dataset=swapi-db-app", token, ""), 404, renamed);
        assertProblem(send("GET", "api/v1/snapshots?dataset=swapi-db-app", token, ""), 404, renamed);
        assertProblem(post("runs", "{\"dataset\":\"swapi-db-app\"}"), 404, renamed);
        assertProblem(
                post("restores", "{\"dataset\":\"swapi-db-app\",\"target\":{\"kind\":\"download\"}}"), 404, renamed);
        assertProblem(post("datasets/swapi-db-app/acknowledge", ""), 404, renamed);
    }

    @Test
    void aWrongRequestIsAnsweredWithAProblemThatNamesTheRemedy() throws Exception {
        assertProblem(post("runs", "{}"), 400, "exactly one of dataset, workload, plan or all");
        assertProblem(post("runs", "{\"dataset\":\"no-such\"}"), 404, "no dataset no-such");
        assertProblem(post("runs", "{\"workload\":\"swapi-dv\"}"), 404, "did you mean 'swapi-db'?");
        assertProblem(post("runs", "{\"plan\":\"nightly\"}"), 404, "no dataset belongs to plan nightly");
        assertProblem(post("runs", "{\"datset\":\"x\"}"), 400, "datset");
        assertProblem(post("runs", "{\"dataset\":"), 400, "JSON");
        assertProblem(post("restores", "{\"dataset\":\"swapi.db.app\",\"target\":{\"kind\":\"moon\"}}"), 400, "moon");
        assertProblem(
                post(
                        "restores",
                        "{\"dataset\":\"swapi.db.app\",\"snapshot\":\"ffffffff\",\"target\":{\"kind\":\"download\"}}"),
                404,
                "no verified snapshot ffffffff");
        assertProblem(send("GET", "api/v1/runs/none", token, ""), 404, "no run none");
        assertProblem(send("GET", "api/v1/runs?state=GREEN", token, ""), 400, "GREEN");
        assertProblem(
                send("GET", "api/v1/runs?limit=abc", token, ""),
                400,
                "limit=abc is not allowed; give a whole number from 1 to 1000");
        assertProblem(
                send("GET", "api/v1/snapshots?pinned=maybe", token, ""),
                400,
                "pinned=maybe is not allowed; allowed: true");
        for (String list : new String[] {"snapshots", "runs"}) {
            assertProblem(
                    send("GET", "api/v1/" + list + "?dataset=swapi.db.ap", token, ""),
                    404,
                    "no dataset swapi.db.ap (did you mean 'swapi.db.app'?)");
        }
        assertProblem(
                post(
                        "restores",
                        "{\"dataset\":\"swapi.db.app\",\"target\":{\"kind\":\"database\",\"database\":\"app\"}}"),
                409,
                "database app exists already");
        assertProblem(
                post(
                        "restores",
                        "{\"dataset\":\"swapi.db.app\",\"target\":{\"kind\":\"volume\",\"volume\":\"v\",\"tablespaces\":false}}"),
                400,
                "target.tablespaces false is only for target.kind database, not volume");
        assertProblem(send("DELETE", "api/v1/runs/none", token, ""), 404, "no run none");
        assertProblem(post("repositories/critcal/check", ""), 404, "did you mean 'critical'?");
        HttpRequest text = request("POST", "api/v1/runs", token)
                .setHeader("Content-Type", "text/plain")
                .POST(BodyPublishers.ofString("{}"))
                .build();
        assertProblem(client.send(text, BodyHandlers.ofString()), 415, "Content-Type: application/json");
        // Without "Expect", the client may lose the answer while it still sends the body.
        HttpRequest large = request("POST", "api/v1/runs", token)
                .version(HttpClient.Version.HTTP_1_1)
                .expectContinue(true)
                .POST(BodyPublishers.ofString(" ".repeat(1024 * 1024 + 1)))
                .build();
        assertThat(client.send(large, BodyHandlers.discarding()).statusCode()).isEqualTo(413);
    }

    @Test
    void aRunIsStartedAndWatchedAndItsSnapshotIsDownloaded() throws Exception {
        HttpResponse<String> started = post("runs", "{\"dataset\":\"swapi.db.app\"}");
        assertThat(started.statusCode()).isEqualTo(202);
        String id = JSON.readTree(started.body()).path("runs").path(0).asText();
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> get("runs/" + id).path("state").asText().equals("SUCCEEDED"));
        JsonNode run = get("runs/" + id);
        assertThat(run.path("bytes").asLong()).isPositive();
        assertThat(run.path("engine").asText()).isEqualTo("embedded");
        assertThat(run.path("earlier").isArray()).isTrue();
        JsonNode newest = get("snapshots?dataset=swapi.db.app").get(0);
        assertThat(newest.path("id").asText()).isEqualTo(run.path("snapshot").asText());
        assertThat(newest.path("name").asText()).isEqualTo("app");
        assertThat(newest.path("verified").asText()).isEqualTo(run.path("ended").asText());
        assertThat(Instant.parse(newest.path("time").asText()))
                .as("the data are older than the verdict on them, and not older than the run")
                .isBefore(Instant.parse(run.path("ended").asText()))
                .isAfterOrEqualTo(Instant.parse(run.path("started").asText()));

        assertThat(run.path("damaged").isNull()).isTrue();
        assertThat(run.path("cause").isNull()).as("it went well").isTrue();
        assertThat(newest.path("doubt").isNull()).isTrue();
        assertThat(get("verdicts")).anySatisfy(one -> {
            assertThat(one.path("dataset").asText()).isEqualTo("swapi.db.app");
            assertThat(one.path("verdict").asText()).isEqualTo("SUCCEEDED");
            assertThat(one.path("level").asText()).isEqualTo("OK");
            assertThat(one.path("run").asText()).isEqualTo(id);
            assertThat(one.path("snapshot").asText())
                    .isEqualTo(run.path("snapshot").asText());
        });

        journal.suspectedDamage()
                .begin(
                        newest.path("repository").asText(),
                        "swapi.db.app",
                        Instant.now(),
                        "pack \u00e9 cannot\nbe read");
        HttpResponse<byte[]> dump = client.send(
                request("POST", "api/v1/restores", token)
                        .POST(BodyPublishers.ofString(
                                "{\"dataset\":\"swapi.db.app\",\"target\":{\"kind\":\"download\"}}"))
                        .build(),
                BodyHandlers.ofByteArray());
        journal.suspectedDamage().end(newest.path("repository").asText(), "swapi.db.app");
        assertThat(dump.statusCode()).isEqualTo(200);
        assertThat(dump.headers().firstValue("Slackwater-Warning"))
                .hasValueSatisfying(
                        words -> assertThat(words).contains("may be damaged since", "pack ? cannot be read"));
        assertThat(new String(dump.body(), 0, 5, java.nio.charset.StandardCharsets.US_ASCII))
                .isEqualTo("PGDMP");
        assertThat((long) dump.body().length).isEqualTo(run.path("bytes").asLong());
        assertThat(dump.headers().firstValueAsLong("Content-Length")).hasValue(dump.body().length);
        assertThat(dump.headers().firstValue("Slackwater-Sha256")).hasValue(DigestUtils.sha256Hex(dump.body()));
        assertThat(post("runs", "{\"workload\":\"swapi-files\"}").statusCode()).isEqualTo(202);
        assertProblem(send("DELETE", "api/v1/runs/" + id, token, ""), 409, "has ended already");
    }

    @Test
    void snapshotsWithPasswordsAreRestoredOnlyByAdmins() throws Exception {
        String volume = "{\"kind\":\"volume\",\"volume\":\"swapi-passwords\"}";
        List<String> asked = List.of(
                restore("swapi.db.roles", "{\"kind\":\"download\"}"),
                restore("swapi.db.roles", "{\"kind\":\"database\",\"workload\":\"swapi-db\"}"),
                restore("swapi.db.roles", volume),
                restore("swapi.config", "{\"kind\":\"download\"}"),
                restore("swapi.config", volume),
                restore("swapi.config", "{\"kind\":\"directory\",\"path\":\"/nowhere/at/all\"}"));
        for (String role : List.of("viewer", "operator")) {
            for (String body : asked) {
                assertThat(as(role, body).statusCode()).as(role + ": " + body).isEqualTo(403);
            }
        }
        for (String dataset : List.of("swapi.db.roles", "swapi.config")) {
            HttpResponse<String> refused = as("operator", restore(dataset, "{\"kind\":\"download\"}"));
            assertProblem(refused, 403, dataset);
            assertProblem(refused, 403, "the role admin");
            assertThat(as("admin", restore(dataset, "{\"kind\":\"download\"}")).statusCode())
                    .as(dataset)
                    .isEqualTo(200);
        }
        assertThat(get("restores").toString()).doesNotContain("swapi-passwords");
        ended(as("admin", restore("swapi.config", volume)));
        ended(as("admin", restore("swapi.db.roles", "{\"kind\":\"database\"}")));
        ended(as("operator", restore("swapi.db.app", "{\"kind\":\"database\",\"database\":\"of_operator\"}")));
        assertThat(as("viewer", restore("swapi.db.app", "{\"kind\":\"download\"}"))
                        .statusCode())
                .isEqualTo(403);
    }

    private static String restore(String dataset, String target) {
        return "{\"dataset\":\"" + dataset + "\",\"target\":" + target + "}";
    }

    private HttpResponse<String> as(String role, String restore) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(root.resolve("api/v1/restores"))
                .header("Content-Type", "application/json")
                .header("Authorization", SignInTokens.bearer(List.of(role), 5))
                .POST(BodyPublishers.ofString(restore))
                .build();
        return client.send(request, BodyHandlers.ofString());
    }

    private void ended(HttpResponse<String> started) throws Exception {
        assertThat(started.statusCode()).as(started.body()).isEqualTo(202);
        String id = JSON.readTree(started.body()).path("id").asText();
        Awaitility.await("the end of a restore")
                .atMost(Duration.ofMinutes(1))
                .untilAsserted(
                        () -> assertThat(get("restores/" + id).path("state").asText())
                                .as(get("restores/" + id).path("message").asText())
                                .isEqualTo("SUCCEEDED"));
    }

    @Test
    void healthAndMetricsAgreeWithTheRuns() throws Exception {
        Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            HttpResponse<String> group = send("GET", "q/health/group/backups", "", "");
            assertThat(group.statusCode()).isEqualTo(200);
            assertThat(group.body()).contains("swapi.db.app").contains("swapi.db.roles");
            assertThat(send("GET", "q/metrics", "", "").body())
                    .containsPattern(
                            "slackwater_last_success_timestamp_seconds\\{dataset=\"swapi.db.app\"\\} 1\\.\\d+E9")
                    .contains("slackwater_repository_free_bytes{repository=\"critical\"}")
                    .containsPattern("slackwater_repository_size_bytes\\{repository=\"critical\"\\} [1-9]")
                    .contains("slackwater_uncovered");
        });
        assertThat(checks("q/health")).containsExactlyInAnyOrder("ready", "policy");
        assertThat(checks("q/health/group/backups"))
                .contains("backups", "policy", "repository critical", "swapi.db.app");
        assertThat(send("GET", "q/health/live", "", "").statusCode()).isEqualTo(200);
        assertThat(send("GET", "q/health/ready", "", "").statusCode()).isEqualTo(200);
    }

    @Test
    void theMetricsShowTheFreezeOfARunWhenItEnds() throws Exception {
        String files = get("datasets").findValuesAsText("id").stream()
                .filter(id -> id.startsWith("swapi.files"))
                .findFirst()
                .orElseThrow();
        for (int i = 0; i < 3; i++) {
            String id = JSON.readTree(
                            post("runs", "{\"dataset\":\"" + files + "\"}").body())
                    .path("runs")
                    .path(0)
                    .asText();
            Awaitility.await()
                    .atMost(Duration.ofMinutes(1))
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> !get("runs/" + id).path("ended").isNull());
            String metrics = send("GET", "q/metrics", "", "").body();
            double frozen = get("runs/" + id).path("frozenSeconds").asDouble();
            assertThat(frozen).isPositive();
            assertThat(metrics.lines()
                            .filter(line ->
                                    line.startsWith("slackwater_last_freeze_seconds{dataset=\"" + files + "\"}"))
                            .map(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1))))
                    .as("run " + id)
                    .containsExactly(frozen);
        }
    }

    private List<String> checks(String path) throws Exception {
        return JSON.readTree(send("GET", path, "", "").body()).path("checks").findValuesAsText("name");
    }

    @Test
    void workloadsPlansRepositoriesAndScheduleAreListed() throws Exception {
        assertThat(get("workloads").findValuesAsText("id")).contains("swapi-db", "swapi-files");
        assertThat(get("plans").findValuesAsText("id")).contains("critical", "models", "system");
        assertThat(get("repositories").findValuesAsText("id")).containsExactly("critical", "models", "system");
        assertThat(get("schedule").findValuesAsText("task")).contains("plan", "prune", "check");
        assertThat(get("coverage").path("uncovered").isArray()).isTrue();
        assertThat(get("datasets").get(0).path("because").isArray()).isTrue();
        assertThat(send("GET", "api/openapi", token, "").body())
                .contains("/api/v1/runs/{id}:")
                .as("pages")
                .doesNotContain(" /runs/{id}:");
        assertThat(get("repositories").toString()).doesNotContain(key());
        assertThat(get("repositories").get(0).path("usedBytes").asLong()).isPositive();
        assertThat(get("repositories").get(1).path("usedBytes").isNull())
                .as("models was never used")
                .isTrue();
    }

    @Test
    void thePageOfARunShowsItsStepsAndTheLogOfItsEngine() throws Exception {
        String run = get("runs?dataset=swapi.db.app&state=SUCCEEDED")
                .get(0)
                .path("id")
                .asText();
        HttpRequest request = request("GET", "runs/" + run, token)
                .header("Accept", "text/html")
                .build();

        String page = client.send(request, BodyHandlers.ofString()).body();

        assertThat(page)
                .contains("Backup of swapi.db.app", "step CAPTURING", "step STORING", "stored dataset=swapi.db.app");
    }

    private String key() throws Exception {
        return Files.readString(Path.of(secrets, "keys", "critical.key")).strip();
    }

    private static void assertProblem(HttpResponse<String> answer, int status, String detail) throws Exception {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).contains("application/problem+json");
        assertThat(JSON.readTree(answer.body()).path("detail").asText()).contains(detail);
    }

    private JsonNode get(String path) throws Exception {
        HttpResponse<String> answer = send("GET", "api/v1/" + path, token, "");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private HttpResponse<String> post(String path, String body) throws Exception {
        return send("POST", "api/v1/" + path, token, body);
    }

    private HttpResponse<String> send(String method, String path, String bearer, String body) throws Exception {
        HttpRequest request = request(method, path, bearer)
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        return client.send(request, BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String method, String path, String bearer) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(root.resolve(path)).header("Content-Type", "application/json");
        return bearer.isEmpty() ? request : request.header("Authorization", "Bearer " + bearer);
    }
}
