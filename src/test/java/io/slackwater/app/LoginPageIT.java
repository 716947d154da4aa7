package io.slackwater.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Metrics;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.slackwater.api.Requests;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The login page and its form: sessions, passwords, and the way back. */
@QuarkusTest
@WithTestResource(SignInResource.class)
class LoginPageIT extends SignInScene {

    /** Quarkus keeps the meters when the next class starts another application. They would show this application. */
    @AfterAll
    static void removeMeters() {
        Metrics.globalRegistry.clear();
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
}
