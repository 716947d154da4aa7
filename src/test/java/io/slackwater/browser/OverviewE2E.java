package io.slackwater.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.time.LocalDate;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class OverviewE2E {

    private static final Pattern SUMMARY = Pattern.compile("(\\d+) of (\\d+) datasets verified, newest .+");

    private final Stack stack = Stack.running();

    @Test
    void oneLineSaysHowMuchIsVerifiedAndEachWorkloadHasARow() {
        try (BrowserContext window = Chromium.as("viewer")) {
            Page page = window.newPage();
            page.navigate("/");

            assertThat(page.locator("h1")).hasText(SUMMARY);
            Locator rows = page.locator("table.workloads tbody tr");
            for (String service : List.of("db", "redis", "open-webui", "ollama", "files")) {
                Locator row = rows.filter(new Locator.FilterOptions().setHasText(service));
                assertThat(row.first().locator("td.state")).hasText(Pattern.compile("verified|running"));
                assertThat(row.first().locator(".strip > *")).hasCount(30);
            }
        }
    }

    @Test
    void aTimeShowsItsExactTimeInTheZoneOfTheBrowser() {
        try (BrowserContext window = Chromium.as("viewer")) {
            Page page = window.newPage();
            page.navigate("/");

            assertThat(page.locator("table.workloads time").first())
                    .hasAttribute("title", Pattern.compile(":\\d{2}:\\d{2} .*(CET|CEST|GMT\\+[12])$"));
        }
    }

    @Test
    void theArrowKeysShowTheDaysOfAWorkload() {
        try (BrowserContext window = Chromium.as("viewer")) {
            Page page = window.newPage();
            page.navigate("/");
            Locator strip = page.locator(".strip").first();
            Locator today = strip.locator("[tabindex='0']");

            assertThat(today).hasCount(1);
            today.focus();
            String title = String.valueOf(page.locator(":focus").getAttribute("title"));
            page.keyboard().press("ArrowLeft");

            assertThat(title).startsWith(LocalDate.now().getDayOfMonth() + " ");
            assertThat(page.locator(":focus")).not().hasAttribute("title", title);
            assertThat((String) page.locator(":focus").evaluate("day => getComputedStyle(day, '::after').content"))
                    .as("the style sheet shows the day beside the focus")
                    .contains(String.valueOf(page.locator(":focus").getAttribute("title")));
        }
    }

    @Test
    void theEnterKeyOpensTheRunsOfTheDay() {
        try (BrowserContext window = Chromium.as("viewer")) {
            Page page = window.newPage();
            page.navigate("/?q=redis");
            page.locator(".strip [tabindex='0']").first().focus();

            page.keyboard().press("End");
            page.keyboard().press("Enter");

            assertThat(page).hasURL(Pattern.compile("/workloads/.*redis\\?day=\\d{4}-\\d{2}-\\d{2}"));
            assertThat(page.locator("section[aria-labelledby=runs] tbody tr").first())
                    .containsText("verified");
        }
    }

    @Test
    void withoutScriptsThePageShowsTheSame() {
        try (BrowserContext scripts = Chromium.as("viewer");
                BrowserContext plain = Chromium.as("viewer", options -> options.setJavaScriptEnabled(false))) {
            Page with = scripts.newPage();
            Page without = plain.newPage();
            with.navigate("/?sort=name");
            without.navigate("/?sort=name");

            assertThat(without.locator("h1")).hasText(SUMMARY);
            assertThat(without.locator("tbody th").allInnerTexts())
                    .isEqualTo(with.locator("tbody th").allInnerTexts());
            without.getByLabel("Search").fill(stack.project() + "/redis");
            without.getByText("Filter", new Page.GetByTextOptions().setExact(true))
                    .click();
            assertThat(without).hasURL(Pattern.compile("q="));
        }
    }

    @Test
    void theDarkPageIsDark() {
        try (BrowserContext window = Chromium.as("viewer", options -> options.setColorScheme(ColorScheme.DARK))) {
            Page page = window.newPage();
            page.navigate("/");

            assertThat(page.locator("body")).hasCSS("background-color", "rgb(21, 24, 27)");
        }
    }
}
