package io.slackwater.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class SignInE2E {

    private final Stack stack = Stack.running();

    @Test
    void aStrangerSignsInOnceAndReachesTheAskedPage() {
        try (BrowserContext window = Chromium.stranger(_ -> {})) {
            Page page = window.newPage();
            page.navigate("/?sort=name");
            assertThat(page).hasURL(Pattern.compile("/login\\?back="));

            Chromium.fillSignIn(page, "viewer", "not the password");
            assertThat(page.getByRole(AriaRole.ALERT)).isVisible();
            assertThat(page.getByLabel("Name")).hasValue("viewer");

            Chromium.fillSignIn(page, "viewer", stack.password("viewer"));
            assertThat(page).hasURL(Pattern.compile("/\\?sort=name$"));
            assertThat(page.locator("header")).containsText("viewer");

            page.locator("form[action='/logout'] button").click();
            page.navigate("/");
            assertThat(page).hasURL(Pattern.compile("/login\\?back="));
        }
    }
}
