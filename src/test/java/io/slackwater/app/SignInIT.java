package io.slackwater.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Metrics;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Which user may open which page, tested over HTTP. */
@QuarkusTest
@WithTestResource(SignInResource.class)
class SignInIT extends SignInScene {

    /** Quarkus keeps the meters when the next class starts another application. They would show this application. */
    @AfterAll
    static void removeMeters() {
        Metrics.globalRegistry.clear();
    }

    @Test
    void everyRoleMayCallItsEndpointsOnly() throws Exception {
        Map<String, List<String>> endpoints = Map.of(
                "viewer",
                List.of(
                        "GET api/v1/workloads",
                        "GET api/v1/datasets",
                        "GET api/v1/datasets/none",
                        "GET api/v1/coverage",
                        "GET api/v1/plans",
                        "GET api/v1/repositories",
                        "GET api/v1/snapshots",
                        "GET api/v1/schedule",
                        "GET api/v1/alarms",
                        "GET api/v1/runs",
                        "GET api/v1/runs/none",
                        "GET api/v1/restores",
                        "GET api/v1/restores/none"),
                "operator",
                List.of(
                        "POST api/v1/runs",
                        "DELETE api/v1/runs/none",
                        "POST api/v1/restores",
                        "POST api/v1/datasets/none/acknowledge"),
                "admin",
                List.of(
                        "DELETE api/v1/backrest/plans/none",
                        "GET api/v1/audit",
                        "GET api/v1/audit/chain",
                        "POST api/v1/audit/chain"));
        List<String> order = List.of("viewer", "operator", "admin");
        for (var needed : endpoints.entrySet()) {
            for (String endpoint : needed.getValue()) {
                String verb = endpoint.split(" ")[0];
                String path = endpoint.split(" ")[1];
                assertThat(send(verb, path, "").statusCode())
                        .as("anonymous: %s", endpoint)
                        .isEqualTo(401);
                assertThat(send(
                                        verb,
                                        path,
                                        "",
                                        JSON[0],
                                        JSON[1],
                                        "Authorization",
                                        SignInTokens.bearer(List.of("staff"), 5))
                                .statusCode())
                        .as("without a role: %s", endpoint)
                        .isEqualTo(403);
                for (String role : order) {
                    HttpResponse<String> answer = send(
                            verb, path, "", JSON[0], JSON[1], "Authorization", SignInTokens.bearer(List.of(role), 5));
                    if (order.indexOf(role) < order.indexOf(needed.getKey())) {
                        assertThat(answer.statusCode())
                                .as("%s: %s", role, endpoint)
                                .isEqualTo(403);
                        assertThat(header(answer, "Content-Type")).contains("application/problem+json");
                    } else {
                        assertThat(answer.statusCode())
                                .as("%s: %s %s", role, endpoint, answer.body())
                                .isIn(200, 400, 404);
                    }
                }
            }
        }
    }

    @Test
    void aBrowserIsRedirectedToTheLoginPageAndAProgramIsNot() throws Exception {
        HttpResponse<String> browser = get("some/page?a=b&c=d", "Accept", "text/html,*/*;q=0.8");
        assertThat(browser.statusCode()).isEqualTo(302);
        assertThat(header(browser, "Location")).isEqualTo("/login?back=%2Fsome%2Fpage%3Fa%3Db%26c%3Dd");
        assertThat(get("some/page").statusCode()).isEqualTo(401);
        assertThat(get("api/v1/runs", "Accept", "text/html").statusCode()).isEqualTo(401);
        assertThat(get("api/openapi").statusCode()).isEqualTo(401);
        for (String open : new String[] {"q/health/live", "q/health/ready", "q/metrics", "login"}) {
            assertThat(get(open).statusCode()).as(open).isEqualTo(200);
        }
        assertThat(get("q/health/group/backups").statusCode()).isIn(200, 503);
        assertThat(get("q/openapi").statusCode()).isEqualTo(401);
    }

    @Test
    void aWriteFromAnotherSiteIsRefusedDespiteACookie() throws Exception {
        String cookie = signIn("its-operator");
        String body = "{\"dataset\":\"none\"}";
        String[] json = {"Content-Type", "application/json", "Cookie", cookie};
        assertThat(send("POST", "api/v1/runs", body, json).statusCode())
                .as("no word of where from")
                .isEqualTo(403);
        for (String[] from : new String[][] {
            {"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Site", "same-site"}, {"Origin", "https://evil.example"}
        }) {
            assertThat(send("POST", "api/v1/runs", body, json[0], json[1], json[2], json[3], from[0], from[1])
                            .statusCode())
                    .as(from[1])
                    .isEqualTo(403);
        }
        String own = root.getScheme() + "://" + root.getAuthority();
        String[] through = {json[0], json[1], json[2], json[3], "X-Forwarded-Proto", "https", "Origin", own};
        assertThat(send("POST", "api/v1/runs", body, through).statusCode())
                .as("a page in the clear, asked over TLS")
                .isEqualTo(403);
        for (String[] from : new String[][] {OWN, {"Origin", own}}) {
            assertThat(send("POST", "api/v1/runs", body, json[0], json[1], json[2], json[3], from[0], from[1])
                            .statusCode())
                    .as("let in, and no such dataset")
                    .isEqualTo(404);
        }
        assertThat(send(
                                "POST",
                                "api/v1/runs",
                                body,
                                json[0],
                                json[1],
                                "Authorization",
                                SignInTokens.bearer(List.of("operator"), 5))
                        .statusCode())
                .as("a token is never sent by accident")
                .isEqualTo(404);
    }

    @Test
    void theProxyAuthRequestIsAnsweredByRole() throws Exception {
        String path = "api/v1/session/authorize";
        assertThat(get(path, "Accept", "text/html").statusCode()).isEqualTo(401);
        String admin = signIn("its-admin");
        HttpResponse<String> yes = get(path + "?role=admin", "Cookie", admin);
        assertThat(yes.statusCode()).isEqualTo(204);
        assertThat(header(yes, "X-Slackwater-User")).isEqualTo("its-admin");
        assertThat(header(yes, "X-Slackwater-Role")).isEqualTo("admin");
        HttpResponse<String> foreign = get(
                path + "?role=admin", "Cookie", admin, "X-Original-Method", "POST", "Origin", "https://evil.example");
        assertThat(foreign.statusCode()).isEqualTo(403);
        assertThat(header(foreign, "X-Slackwater-Refused"))
                .as("it is not his role")
                .isEqualTo("other-site");
        String viewer = signIn("its-viewer");
        assertThat(header(get(path + "?role=admin", "Cookie", viewer), "X-Slackwater-Refused"))
                .isEmpty();
        assertThat(get(path, "Cookie", viewer).statusCode()).isEqualTo(204);
        assertThat(get(path + "?role=admin", "Cookie", viewer).statusCode()).isEqualTo(403);
        assertThat(get(path, "Cookie", viewer, "X-Slackwater-Require-Role", "operator")
                        .statusCode())
                .isEqualTo(403);
        assertThat(get(path + "?role=admin", "Cookie", viewer, "X-Slackwater-Require-Role", "viewer")
                        .statusCode())
                .as("a header of the client lowers nothing")
                .isEqualTo(403);
        assertThat(get(path + "?role=root", "Cookie", admin).statusCode()).isEqualTo(400);
        assertThat(get(path, "Cookie", admin, "X-Original-Method", "POST", "Origin", "https://evil.example")
                        .statusCode())
                .as("a write of another site through the proxy")
                .isEqualTo(403);
        assertThat(get(path, "Cookie", admin, "X-Original-Method", "POST", OWN[0], OWN[1])
                        .statusCode())
                .isEqualTo(204);
    }
}
