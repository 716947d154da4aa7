package io.slackwater.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A wrong table was dropped: an administrator brings it back from the page alone. */
class RestoreE2E {

    private static final double PATIENCE_MILLIS = 90_000;

    private final Stack stack = Stack.running();

    @Test
    void aDroppedTableIsBroughtBackFromThePage() {
        String before = sql("SELECT count(*) FROM documents");
        sql("DROP TABLE documents CASCADE");
        try (BrowserContext window = Chromium.as("admin")) {
            Page page = window.newPage();
            page.navigate("/datasets/" + stack.project() + ".db.app");

            page.locator("form[action='/restores/plan'] button").first().click();
            assertThat(page.locator("h1")).containsText("Restore plan");
            assertThat(Accessibility.faults(page)).isEmpty();

            page.locator("#phrase").fill("something else");
            page.locator("#restore-now").click();
            assertThat(page.locator("main")).containsText("does not confirm the restore");

            page.navigate("/datasets/" + stack.project() + ".db.app");
            page.locator("form[action='/restores/plan'] button").first().click();
            page.locator("#phrase").fill(page.locator("label strong").textContent());
            page.locator("#restore-now").click();
            assertThat(page).hasURL(Pattern.compile("/restores/[^/?]+"));
            assertThat(Accessibility.faults(page)).isEmpty();
            assertThat(page.locator("h1"))
                    .containsText("succeeded", new LocatorAssertions.ContainsTextOptions().setTimeout(PATIENCE_MILLIS));
        }
        assertThat(sql("SELECT count(*) FROM documents")).isEqualTo(before);
    }

    @Test
    void anOperatorCannotRestoreInPlace() {
        try (BrowserContext window = Chromium.as("operator")) {
            Page page = window.newPage();
            page.navigate("/datasets/" + stack.project() + ".db.app");
            assertThat(page.locator("form[action='/restores/plan']")).hasCount(0);
        }
    }

    private String sql(String statement) {
        return Stack.docker(
                "exec",
                stack.container("db"),
                "psql",
                "-X",
                "-A",
                "-t",
                "-q",
                "-U",
                "appowner",
                "-d",
                "app",
                "-c",
                statement);
    }
}
