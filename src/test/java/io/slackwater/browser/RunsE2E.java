package io.slackwater.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RunsE2E {

    private static final String HOLD = "BEGIN; LOCK TABLE documents IN ACCESS EXCLUSIVE MODE; SELECT pg_sleep(50)";

    private final Stack stack = Stack.running();
    private final String database = stack.container("db");

    @AfterEach
    void releaseTheTable() {
        sql(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(50)%' AND pid <> pg_backend_pid()");
    }

    /** The dump waits for a table that the test has locked. */
    @Test
    void anOperatorStartsARunSeesItLiveAndCancelsIt() {
        Stack.docker("exec", "-d", database, "psql", "-X", "-U", "appowner", "-d", "app", "-c", HOLD);
        try (BrowserContext window = Chromium.as("operator")) {
            Page page = window.newPage();
            page.navigate("/datasets/" + stack.project() + ".db.app");

            page.locator("#run-now").click();
            Locator steps = page.locator(".steps");
            assertThat(steps.locator("[aria-current=step]")).isVisible();
            assertThat(Accessibility.faults(page)).isEmpty();
            Page overview = window.newPage();
            overview.navigate("/?q=db");
            assertThat(overview.locator("td.state").first()).hasText("running");

            page.locator("#run-cancel").click();
            assertThat(page.locator("h1")).containsText("cancelled");
            assertThat(page.locator("#run-cancel")).hasCount(0);
        }
    }

    /** The page is loaded once; what it shows later comes by events, or by asking the server. */
    @Test
    void aRunThatEndsShowsItsResultWithoutAReload() {
        try (BrowserContext window = Chromium.as("operator")) {
            Page page = window.newPage();
            page.navigate("/datasets/" + stack.project() + ".db.app");

            page.locator("#run-now").click();

            assertThat(page).hasURL(Pattern.compile("/runs/[^/?]+"));
            assertThat(page.locator("h1")).containsText("verified");
        }
    }

    private void sql(String statement) {
        Stack.docker("exec", database, "psql", "-X", "-U", "appowner", "-d", "app", "-c", statement);
    }
}
