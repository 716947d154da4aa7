package io.slackwater.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FormData;
import com.microsoft.playwright.options.RequestOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RolesE2E {

    /** A request that the pages send, for a thing that does not exist: it changes nothing, whoever sends it. */
    private static final List<String> OPERATORS = List.of(
            "/datasets/none.none.none/backup",
            "/workloads/none.none/backup",
            "/runs/none/cancel",
            "/datasets/none.none.none/pin",
            "/datasets/none.none.none/unpin",
            "/snapshots/none/download",
            "/alarms/acknowledge",
            "/alarms/unacknowledge",
            "/alarms/test",
            "/repositories/check");

    private final Stack stack = Stack.running();

    @Test
    void aViewerSeesNoButtonThatChangesSomething() {
        assertThat(buttons("viewer")).isEmpty();
    }

    @Test
    void anOperatorSeesTheButtonsOfAnOperatorOnly() {
        assertThat(buttons("operator"))
                .contains("datasets backup", "workloads backup", "repositories check")
                .doesNotContain("audit verify");
    }

    @Test
    void anAdminSeesTheButtonsOfAnOperatorAndThatOfTheAudit() {
        assertThat(buttons("admin"))
                .contains("datasets backup", "workloads backup", "repositories check", "audit verify");
    }

    @ParameterizedTest
    @CsvSource({"viewer,0", "operator,0", "admin,1"})
    void onlyAnAdminSeesTheLinksToBackrestAndToTheAudit(String user, int links) {
        try (BrowserContext window = Chromium.as(user)) {
            Page page = window.newPage();
            page.navigate("/");
            assertThat(page.locator("nav a[href='/backrest/']")).hasCount(links);
            assertThat(page.locator("nav a[href='/audit']")).hasCount(links);
        }
    }

    /** 404: the role suffices, and the thing does not exist. */
    @ParameterizedTest
    @CsvSource({"viewer,403", "operator,404", "admin,404"})
    void theServerDecidesByTheRoleAlsoWithoutAButton(String user, int status) {
        Map<String, Integer> answers = answers(user, OPERATORS);
        assertThat(answers)
                .allSatisfy((path, answer) -> assertThat(answer).as(path).isEqualTo(status));
    }

    @ParameterizedTest
    @CsvSource({"viewer,403,403", "operator,403,403", "admin,200,200"})
    void onlyAnAdminReachesTheAuditAlsoWithoutAButton(String user, int page, int verified) {
        try (BrowserContext window = Chromium.as(user)) {
            assertThat(window.request().get("/audit").status()).isEqualTo(page);
        }
        assertThat(answers(user, List.of("/audit/verify"))).containsEntry("/audit/verify", verified);
    }

    @Test
    void aViewerStartsNoRunThroughTheApi() {
        try (BrowserContext window = Chromium.as("viewer")) {
            assertThat(window.request()
                            .post("/api/v1/runs", asAPage().setData(Map.of("all", true)))
                            .status())
                    .isEqualTo(403);
        }
    }

    /** The kinds of the forms on all pages of a user, for example "datasets backup". */
    private static Set<String> buttons(String user) {
        List<String> actions = new ArrayList<>();
        try (BrowserContext window = Chromium.as(user)) {
            Page page = window.newPage();
            for (String path : SitePages.of(user)) {
                page.navigate(path);
                actions.addAll(Chromium.attributes(page, "main form[method=post]", "action"));
            }
        }
        return actions.stream()
                .map(action -> action.replaceAll("^/([a-z]+)/(.*/)?([a-z]+)$", "$1 $3"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** What the server answers when the user sends these forms; a redirect is followed. */
    private Map<String, Integer> answers(String user, List<String> paths) {
        try (BrowserContext window = Chromium.as(user)) {
            return paths.stream()
                    .collect(Collectors.toMap(
                            path -> path,
                            path -> window.request()
                                    .post(path, asAPage().setForm(nothing()))
                                    .status()));
        }
    }

    private static FormData nothing() {
        return FormData.create().set("key", "none").set("channel", "none").set("repository", "none");
    }

    /** The headers that a browser adds to a request of Slackwater's own page. */
    private RequestOptions asAPage() {
        return RequestOptions.create().setHeader("Origin", stack.door()).setHeader("Sec-Fetch-Site", "same-origin");
    }
}
