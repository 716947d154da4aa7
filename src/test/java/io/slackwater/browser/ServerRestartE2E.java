package io.slackwater.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ServerRestartE2E {

    private final Stack stack = Stack.running();

    @AfterEach
    void start() {
        Stack.docker("start", stack.container("slackwater"));
        Chromium.forgetSessions();
        try (BrowserContext window = Chromium.stranger(_ -> {})) {
            Page page = window.newPage();
            page.waitForCondition(
                    () -> {
                        page.waitForTimeout(500);
                        return window.request().get("/login").status() == 200;
                    },
                    new Page.WaitForConditionOptions().setTimeout(60_000));
        }
    }

    /** The page asks every 30 s. The clock of the browser skips most of that time. */
    @Test
    void anOpenPageSaysThatTheServerIsLostAndLeadsBackToItself() {
        try (BrowserContext window = Chromium.as("operator")) {
            Page page = window.newPage();
            page.clock().install();
            page.navigate("/?sort=name");
            Locator lost = page.locator("#lost");
            assertThat(lost).isEmpty();

            Stack.docker("stop", "-t", "20", stack.container("slackwater"));
            page.clock().fastForward(31_000);
            assertThat(lost).hasText(Pattern.compile("connection to Slackwater is lost"));
            assertThat(page.locator("h1")).isVisible();

            Stack.docker("start", stack.container("slackwater"));
            page.waitForCondition(
                    () -> {
                        page.clock().fastForward(31_000);
                        page.waitForTimeout(500);
                        return page.url().contains("/login");
                    },
                    new Page.WaitForConditionOptions().setTimeout(60_000));
            Chromium.fillSignIn(page, "operator", stack.password("operator"));

            assertThat(page).hasURL(Pattern.compile("/\\?sort=name$"));
            assertThat(page.locator("#lost")).isEmpty();
            assertThat(page.locator("h1")).isVisible();
        }
    }
}
