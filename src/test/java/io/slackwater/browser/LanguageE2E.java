package io.slackwater.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class LanguageE2E {

    @Test
    void thePageHasTheLanguageOfTheBrowserUntilTheUserSwitches() {
        try (BrowserContext window = Chromium.as("viewer", options -> options.setLocale("ru-RU"))) {
            Page page = window.newPage();
            page.navigate("/?sort=name");
            assertThat(page.locator("html")).hasAttribute("lang", "ru");
            assertThat(page.locator("h1")).hasText(Pattern.compile("[а-я]{4}"));

            page.locator("form[action='/language'] button").click();

            assertThat(page).hasURL(Pattern.compile("/\\?sort=name$"));
            assertThat(page.locator("html")).hasAttribute("lang", "en");
            page.reload();
            assertThat(page.locator("h1")).hasText(Pattern.compile("datasets verified"));
        }
    }
}
