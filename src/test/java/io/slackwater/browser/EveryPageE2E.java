package io.slackwater.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Opens each page once in English, for all tests, and once in Russian. */
class EveryPageE2E {

    /** The innermost element that makes the page wider than the window; null without one. */
    private static final String BEYOND_THE_EDGE = """
            () => {
              const edge = document.documentElement.clientWidth;
              if (document.documentElement.scrollWidth <= edge) return null;
              return [...document.querySelectorAll("body *")]
                  .filter((one) => one.getBoundingClientRect().right > edge)
                  .map((one) => one.outerHTML.slice(0, 200)).pop() ?? "no element";
            }""";

    private static final List<String> FAULTS = new ArrayList<>();
    private static final List<String> WIDE = new ArrayList<>();
    private static final List<String> ERRORS = new ArrayList<>();

    /** A dataset with pauses and with charts, which the first dataset may lack. */
    private static final String PAUSED = "/datasets/" + Stack.running().project() + ".open-webui.data";

    private static final Set<String> PAGES = new LinkedHashSet<>();

    @BeforeAll
    static void openEachPage() {
        PAGES.addAll(SitePages.of("admin"));
        PAGES.add(PAUSED);
        try (BrowserContext window = Chromium.as("admin")) {
            Page page = window.newPage();
            PAGES.add(pausedRun(page));
            page.onPageError(error -> ERRORS.add(page.url() + ": " + error));
            page.onConsoleMessage(message -> {
                if (message.type().equals("error") && !page.url().endsWith("/no-such-page")) {
                    ERRORS.add(page.url() + ": " + message.text());
                }
            });
            for (String path : PAGES) {
                page.navigate(path);
                FAULTS.addAll(Accessibility.faults(page));
                measure(page, path, WIDE);
            }
        }
    }

    /** Returns a run with a pause, which the first run may lack. */
    private static String pausedRun(Page page) {
        page.navigate(PAUSED);
        // A dash stands for a run without a pause.
        return page.locator("section[aria-labelledby=pauses] tbody tr:not(:has-text('–')) a")
                .first()
                .getAttribute("href");
    }

    /** The narrowest width of WCAG 2.2, 1.4.10. */
    private static void measure(Page page, String path, List<String> wide) {
        page.setViewportSize(Accessibility.PHONE.width, Accessibility.PHONE.height);
        Object widest = page.evaluate(BEYOND_THE_EDGE);
        if (widest != null) {
            wide.add(path + ": " + widest);
        }
        page.setViewportSize(1280, 900);
    }

    @Test
    void noPageBreaksARuleOfAxeInEitherTheme() {
        assertThat(FAULTS).isEmpty();
    }

    /** For example a style or a script that the content security policy refuses. */
    @Test
    void noPageLogsAnErrorInTheBrowser() {
        assertThat(ERRORS).isEmpty();
    }

    @Test
    void noPageScrollsSidewaysOnAPhone() {
        assertThat(WIDE).isEmpty();
    }

    /** Russian words are longer. */
    @Test
    void noRussianPageScrollsSidewaysOnAPhone() {
        List<String> wide = new ArrayList<>();
        try (BrowserContext window = Chromium.as("admin", options -> options.setLocale("ru-RU"))) {
            Page page = window.newPage();
            for (String path : PAGES) {
                page.navigate(path);
                assertThat(page.locator("html").getAttribute("lang")).isEqualTo("ru");
                measure(page, path, wide);
            }
        }
        assertThat(wide).isEmpty();
    }

    /** The test of axe has then seen a table of pauses and a chart. */
    @Test
    void aDatasetThatIsPausedShowsItsPausesAndCharts() {
        try (BrowserContext window = Chromium.as("admin")) {
            Page page = window.newPage();
            page.navigate(PAUSED);
            assertThat(page.locator("section[aria-labelledby=pauses] tbody tr").first())
                    .isVisible();
            assertThat(page.locator(".charts figure").first()).isVisible();
        }
    }

    /** The test of axe has then seen the facts about a pause. */
    @Test
    void aRunThatPausedItsContainerShowsThePause() {
        try (BrowserContext window = Chromium.as("admin")) {
            Page page = window.newPage();
            String path = pausedRun(page);
            assertThat(PAGES).contains(path);
            page.navigate(path);
            assertThat(page.locator("dl.facts dt:text-is('Pause of the container')"))
                    .isVisible();
        }
    }

    @Test
    void theSignInPageBreaksNoRuleOfAxeInEitherTheme() {
        try (BrowserContext window = Chromium.stranger(_ -> {})) {
            Page page = window.newPage();
            page.navigate("/login");
            assertThat(Accessibility.faults(page)).isEmpty();
        }
    }
}
