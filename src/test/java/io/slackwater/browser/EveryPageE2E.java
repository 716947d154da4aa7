package io.slackwater.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class EveryPageE2E {

    private static final List<String> RULES =
            List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice");

    /** The rules whose result depends on the colours. */
    private static final List<String> COLOURS = List.of("color-contrast", "link-in-text-block");

    /** The innermost element that makes the page wider than the window; null without one. */
    private static final String BEYOND_THE_EDGE = """
            () => {
              const edge = document.documentElement.clientWidth;
              if (document.documentElement.scrollWidth <= edge) return null;
              return [...document.querySelectorAll("body *")]
                  .filter((one) => one.getBoundingClientRect().right > edge)
                  .map((one) => one.outerHTML.slice(0, 200)).pop() ?? "no element";
            }""";

    private static Collection<String> pages = List.of();

    @BeforeAll
    static void findThePages() {
        pages = SitePages.of("admin");
    }

    @Test
    void noPageBreaksARuleOfAxeInEitherTheme() {
        List<String> broken = new ArrayList<>();
        try (BrowserContext window = Chromium.as("admin")) {
            Page page = window.newPage();
            for (String path : pages) {
                page.navigate(path);
                broken(page, axe(page).withTags(RULES)).forEach(broken::add);
                page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
                broken(page, axe(page).withRules(COLOURS)).forEach(broken::add);
                page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
            }
        }
        assertThat(broken).isEmpty();
    }

    @Test
    void theSignInPageBreaksNoRuleOfAxeInEitherTheme() {
        List<String> broken = new ArrayList<>();
        for (ColorScheme theme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            try (BrowserContext window = Chromium.stranger(options -> options.setColorScheme(theme))) {
                Page page = window.newPage();
                page.navigate("/login");
                broken(page, axe(page).withTags(RULES)).forEach(broken::add);
            }
        }
        assertThat(broken).isEmpty();
    }

    /** The pages have no frames, so a second window is not needed. */
    private static AxeBuilder axe(Page page) {
        return new AxeBuilder(page).setLegacyMode(true);
    }

    private static Stream<String> broken(Page page, AxeBuilder axe) {
        return axe.analyze().getViolations().stream().flatMap(rule -> places(page, rule));
    }

    private static Stream<String> places(Page page, Rule rule) {
        return rule.getNodes().stream()
                .map(node ->
                        page.url() + ": " + rule.getId() + ": " + node.getHtml() + ": " + node.getFailureSummary());
    }

    /** The narrowest width of WCAG 2.2, 1.4.10. */
    @Test
    void noPageScrollsSidewaysOnAPhone() {
        List<String> wide = new ArrayList<>();
        try (BrowserContext window = Chromium.as("admin", options -> options.setViewportSize(320, 640))) {
            Page page = window.newPage();
            for (String path : pages) {
                page.navigate(path);
                Object widest = page.evaluate(BEYOND_THE_EDGE);
                if (widest != null) {
                    wide.add(path + ": " + widest);
                }
            }
        }
        assertThat(wide).isEmpty();
    }

    /** For example a style or a script that the content security policy refuses. */
    @Test
    void noPageLogsAnErrorInTheBrowser() {
        List<String> errors = new ArrayList<>();
        try (BrowserContext window = Chromium.as("admin")) {
            Page page = window.newPage();
            page.onPageError(error -> errors.add(page.url() + ": " + error));
            page.onConsoleMessage(message -> {
                if (message.type().equals("error") && !page.url().endsWith("/no-such-page")) {
                    errors.add(page.url() + ": " + message.text());
                }
            });
            for (String path : pages) {
                page.navigate(path);
            }
        }
        assertThat(errors).isEmpty();
    }
}
