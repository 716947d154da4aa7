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
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.ConfigProvider;
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
    void theLoginPageHasNoScripts() throws Exception {
        HttpResponse<String> page = get("login?back=/runs?a=%22%3E%3Cscript%3E&b=c");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(header(page, "Content-Type")).startsWith("text/html");
        assertThat(page.body())
                .contains("<label for=\"name\">", "<label for=\"password\">", "<form method=\"post\">")
                .contains("value=\"/runs?a=%22%3E%3Cscript%3E&amp;b=c\"")
                .doesNotContain("<script", "There are no users yet");
        assertThat(header(page, "Cache-Control")).isEqualTo("no-store");
        assertThat(header(page, "Content-Security-Policy")).contains("default-src 'none'", "frame-ancestors 'none'");
        assertThat(get("signin.css").statusCode()).isEqualTo(200);
    }

    @Test
    void aLinkFromAnotherSiteIsBouncedOnceThroughThisSite() throws Exception {
        String[] link = {"Sec-Fetch-Site", "cross-site"};
        HttpResponse<String> bounce = get("login?back=/runs?a=b&c=d", link);
        assertThat(bounce.statusCode()).isEqualTo(200);
        assertThat(bounce.body())
                .contains("<a id=\"again\" href=\"/login?bounced=1&amp;back=%2Fruns%3Fa%3Db%26c%3Dd\">")
                .contains("<script src=\"/signin.js\" defer>", "<noscript><meta http-equiv=\"refresh\"")
                .doesNotContain("<form");
        assertThat(header(bounce, "Content-Security-Policy"))
                .contains("default-src 'none'", "script-src 'self';", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(header(bounce, "Cache-Control")).isEqualTo("no-store");
        assertThat(get("signin.js").body()).contains("location.hash");

        String again = "login?bounced=1&back=%2Fruns%3Fa%3Db%26c%3Dd";
        HttpResponse<String> in = get(again, "Cookie", signIn("its-viewer"), OWN[0], OWN[1]);
        assertThat(in.statusCode()).isEqualTo(303);
        assertThat(header(in, "Location")).isEqualTo("/runs?a=b&c=d");
        assertThat(get(again, OWN).body())
                .as("the visitor is anonymous")
                .contains("<form", "value=\"/runs?a=b&amp;c=d\"");
        assertThat(get(again, link).body()).as("at most once").contains("<form");
        HttpResponse<String> elsewhere =
                get("login?bounced=1&back=%2F%2Fevil.example", "Cookie", signIn("its-viewer"), OWN[0], OWN[1]);
        assertThat(header(elsewhere, "Location")).isEqualTo("/");
    }

    @Test
    void aTooLongFieldIsRefusedWithItsLimit() throws Exception {
        HttpResponse<String> page = form("login", Map.of("name", "its-viewer", "password", "x".repeat(100_000)));
        assertThat(page.statusCode()).isEqualTo(413);
        assertThat(page.body()).contains("a field of a form 8 KiB");
        String back = "/" + "?".repeat(1999);
        HttpResponse<String> in =
                form("login", Map.of("name", "its-viewer", "password", SignInResource.PASSWORD, "back", back));
        assertThat(header(in, "Location")).as("the longest way back").isEqualTo(back);
        assertThat(send("POST", "login", "{}", JSON).statusCode())
                .as("not a form")
                .isEqualTo(415);
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
    void theLoginFormIsSentToItsPageUnlessThatIsLogout() throws Exception {
        assertThat(get("login?back=/runs").body()).contains("<form method=\"post\">");
        HttpResponse<String> refused = form("logout", Map.of(), "Sec-Fetch-Site", "cross-site");
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).contains("<form method=\"post\" action=\"/login\"");
    }

    @Test
    void theReturnAddressStaysOnThisSite() throws Exception {
        for (String back : new String[] {"https://evil.example/", "//evil.example", "/\\evil.example", "/a\r\nX: y"}) {
            HttpResponse<String> in =
                    form("login", Map.of("name", "its-viewer", "password", SignInResource.PASSWORD, "back", back));
            assertThat(header(in, "Location")).as(back).isEqualTo("/");
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
    void aSessionBeginsWithThePasswordAndEndsWithLogout() throws Exception {
        HttpResponse<String> in = form(
                "login",
                Map.of("name", "its-operator", "password", SignInResource.PASSWORD, "back", "/api/v1/runs?limit=1"));
        assertThat(in.statusCode()).isEqualTo(303);
        assertThat(header(in, "Location")).isEqualTo("/api/v1/runs?limit=1");
        assertThat(header(in, "Set-Cookie"))
                .startsWith("__Host-slackwater=")
                .containsIgnoringCase("; Path=/")
                .containsIgnoringCase("; Secure")
                .containsIgnoringCase("; HttpOnly")
                .containsIgnoringCase("; SameSite=Strict")
                .doesNotContainIgnoringCase("domain")
                .doesNotContainIgnoringCase("max-age");
        String cookie = header(in, "Set-Cookie").split(";", 2)[0];

        assertThat(get("api/v1/session", "Cookie", cookie).body())
                .contains("\"name\":\"its-operator\"", "\"role\":\"operator\"", "\"method\":\"session\"");
        assertThat(get("", "Cookie", cookie, "Accept", "text/html").body())
                .contains("its-operator", "action=\"/logout\"")
                .doesNotContain("/backrest/");

        assertThat(form("logout", Map.of(), "Cookie", cookie, "Sec-Fetch-Site", "cross-site")
                        .statusCode())
                .isEqualTo(403);
        assertThat(get("api/v1/session", "Cookie", cookie).statusCode()).isEqualTo(200);
        HttpResponse<String> out = form("logout", Map.of(), "Cookie", cookie, OWN[0], OWN[1]);
        assertThat(out.statusCode()).isEqualTo(303);
        assertThat(header(out, "Set-Cookie")).startsWith("__Host-slackwater=;").containsIgnoringCase("max-age=0");
        assertThat(get("api/v1/session", "Cookie", cookie).statusCode()).isEqualTo(401);
    }

    @Test
    void aWrongPasswordShowsTheLoginPageAgainAndSetsNoCookie() throws Exception {
        for (String name : new String[] {"its-viewer", "nobody-like-that"}) {
            HttpResponse<String> page = form("login", Map.of("name", name, "password", "wrong", "back", "/x"));
            assertThat(page.statusCode()).isEqualTo(401);
            assertThat(page.body())
                    .contains("role=\"alert\"", "The name or the password is wrong.", "value=\"/x\"")
                    .doesNotContain("value=\"wrong\"");
            assertThat(header(page, "Set-Cookie")).isEmpty();
        }
        assertThat(form(
                                "login",
                                Map.of("name", "its-viewer", "password", SignInResource.PASSWORD),
                                "Origin",
                                "https://evil.example")
                        .statusCode())
                .isEqualTo(403);
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

    @Test
    void passwordAttemptsAreLimitedByUserAndAddress() throws Exception {
        String[] proxy = {Requests.PROXY_SECRET, SignInResource.PROXY_SECRET};
        HttpResponse<String> last = form("login", Map.of());
        int tries = 0;
        while (last.statusCode() != 429 && tries++ < 40) {
            last = form(
                    "login",
                    Map.of("name", "guessed", "password", "guess" + tries),
                    proxy[0],
                    proxy[1],
                    "X-Forwarded-For",
                    // What the client itself claims comes first, and says nothing.
                    "6.6.6." + tries + ", 198.51.100.1");
        }
        assertThat(last.statusCode()).isEqualTo(429);
        // Ten attempts, and further ones while a slow machine computes hashes. ThrottleTest has the exact numbers.
        assertThat(tries).isBetween(11, 25);
        assertThat(Integer.parseInt(header(last, "Retry-After"))).isBetween(1, 300);
        assertThat(last.body()).contains("Too many attempts");
        assertThat(form(
                                "login",
                                Map.of("name", "guessed", "password", "x"),
                                proxy[0],
                                proxy[1],
                                "X-Forwarded-For",
                                "6.6.6.1, 198.51.100.2")
                        .statusCode())
                .as("other addresses are not limited")
                .isEqualTo(401);

        int others = 0;
        HttpResponse<String> other = last;
        do {
            other = form(
                    "login",
                    Map.of("name", "guessed" + others, "password", "guess"),
                    proxy[0],
                    proxy[1],
                    "X-Forwarded-For",
                    "203.0.113.7");
        } while (other.statusCode() != 429 && others++ < 80);
        assertThat(others).as("names from one address").isBetween(20, 60);
        assertThat(form("login", Map.of("name", "its-viewer", "password", SignInResource.PASSWORD))
                        .statusCode())
                .as("others are not held up")
                .isEqualTo(303);
    }

    private double failures(String method) throws Exception {
        Matcher line = Pattern.compile(
                        "slackwater_authentication_failures_total\\{method=\"" + method + "\"[^}]*} (\\S+)")
                .matcher(get("q/metrics").body());
        assertThat(line.find()).as(method).isTrue();
        return Double.parseDouble(line.group(1));
    }
}
