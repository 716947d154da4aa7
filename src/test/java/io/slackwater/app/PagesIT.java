package io.slackwater.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.slackwater.alert.AlarmSource;
import io.slackwater.alert.AlarmText;
import io.slackwater.alert.Alarms;
import io.slackwater.journal.AuditFilter;
import io.slackwater.journal.AuditLog;
import jakarta.inject.Inject;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The pages over HTTP, as browsers of users with several roles ask for them. */
@QuarkusTest
@WithTestResource(SignInResource.class)
class PagesIT extends SignInScene {

    private static final String KEY = "run:<img src=x onerror=alert(1)>";

    @Inject
    Alarms alarms;

    @Inject
    AuditLog audit;

    private HttpResponse<String> page(String path, String role) throws Exception {
        return get(path, "Accept", "text/html", "Authorization", SignInTokens.bearer(List.of(role), 5));
    }

    @Test
    void eachPageAnswersTheRolesThatTheApiAllows() throws Exception {
        for (String path :
                List.of("", "alarms", "alarms?show=past", "schedule", "repositories", "coverage", "policy")) {
            HttpResponse<String> page = page(path, "viewer");
            assertThat(page.statusCode()).as(path + page.body()).isEqualTo(200);
            assertThat(page.body()).as(path).contains("aria-current=\"page\"").doesNotContain("href=\"/audit\"");
            assertThat(header(page, "Content-Security-Policy")).contains("script-src 'self'");
            assertThat(get(path, "Accept", "text/html").statusCode()).as(path).isBetween(302, 401);
        }
        assertThat(page("audit", "operator").statusCode()).isEqualTo(403);
        assertThat(page("audit", "operator").body()).contains("Your role does not allow this.");
        assertThat(page("audit", "admin").body()).contains("href=\"/audit\" aria-current=\"page\"");
    }

    @Test
    void aWrongAddressIsAnsweredWithAPageThatExplainsIt() throws Exception {
        HttpResponse<String> wrong = page("schedule?sort=colour", "viewer");
        assertThat(wrong.statusCode()).isEqualTo(400);
        assertThat(wrong.body()).contains("sort=colour is not allowed. Allowed: task, name, next, last.");
        assertThat(page("coverage?page=9", "viewer").statusCode()).isEqualTo(400);
        assertThat(page("audit?from=today", "admin").body()).contains("Allowed: YYYY-MM-DD (2026-01-31).");
        assertThat(page("alarms/nothing", "viewer").statusCode()).isEqualTo(404);
    }

    @Test
    void onlyAnOperatorOfThisSiteAcknowledgesAnAlarm() throws Exception {
        alarms.observed(
                AlarmSource.RUN,
                List.of(AlarmSource.RUN.warning(
                        "<img src=x onerror=alert(1)>",
                        AlarmText.plain("Backup failed"),
                        "It failed.",
                        AlarmText.plain("Look at it."))));
        Map<String, String> form = Map.of("key", KEY, "back", "/alarms?severity=warning");
        String bearer = "Authorization";

        assertThat(form("alarms/acknowledge", form, bearer, SignInTokens.bearer(List.of("viewer"), 5))
                        .statusCode())
                .isEqualTo(403);
        String cookie = signIn("its-operator");
        assertThat(form("alarms/acknowledge", form, "Cookie", cookie, "Sec-Fetch-Site", "cross-site")
                        .statusCode())
                .isEqualTo(403);
        HttpResponse<String> done = form("alarms/acknowledge", form, "Cookie", cookie, OWN[0], OWN[1]);

        assertThat(done.statusCode()).as(done.body()).isEqualTo(303);
        assertThat(header(done, "Location")).endsWith("/alarms?severity=warning");
        assertThat(get("alarms", "Cookie", cookie, "Accept", "text/html").body())
                .contains("Acknowledged by its-operator")
                .doesNotContain("<img");
        assertThat(audit.page(AuditFilter.ALL, 20))
                .anySatisfy(entry -> assertThat(entry.actor() + " " + entry.action() + " " + entry.subject())
                        .isEqualTo("its-operator acknowledge-alarm " + KEY));
        HttpResponse<String> unknown = form(
                "alarms/acknowledge",
                Map.of("key", "run:none"),
                "Cookie",
                cookie,
                OWN[0],
                OWN[1],
                "Accept",
                "text/html");
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(unknown.body()).contains("There is no open alarm run:none.");
        assertThat(form("alarms/test", Map.of("channel", "none"), "Cookie", cookie, OWN[0], OWN[1])
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void anAdminVerifiesTheAuditLogOnItsPage() throws Exception {
        String admin = SignInTokens.bearer(List.of("admin"), 5);
        HttpResponse<String> done = send("POST", "audit/verify", "", "Authorization", admin);
        assertThat(done.statusCode()).isEqualTo(303);
        assertThat(page("audit", "admin").body()).contains("The audit log is whole");
    }
}
