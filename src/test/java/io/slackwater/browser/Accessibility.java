package io.slackwater.browser;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ViewportSize;
import java.util.List;
import java.util.stream.Stream;

/** What axe finds on a page, by the rules of WCAG 2.2 AA and its own good practices. */
final class Accessibility {

    private static final List<String> RULES =
            List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice");

    /** The narrowest window that WCAG 2.2 asks for, 1.4.10. */
    static final ViewportSize PHONE = new ViewportSize(320, 640);

    private static final ViewportSize LAPTOP = new ViewportSize(1280, 900);

    private Accessibility() {}

    /** The violations of the page, light on a laptop and dark on a phone; empty for a good page. */
    static List<String> faults(Page page) {
        List<String> light = faultsNow(page);
        show(page, PHONE, ColorScheme.DARK);
        List<String> dark = faultsNow(page);
        show(page, LAPTOP, ColorScheme.LIGHT);
        return Stream.concat(light.stream(), dark.stream()).toList();
    }

    private static void show(Page page, ViewportSize size, ColorScheme theme) {
        page.setViewportSize(size.width, size.height);
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(theme));
    }

    /** The pages have no frames, so axe needs no second window. */
    private static List<String> faultsNow(Page page) {
        return new AxeBuilder(page)
                .setLegacyMode(true).withTags(RULES).analyze().getViolations().stream()
                        .flatMap(rule -> places(page, rule))
                        .toList();
    }

    private static Stream<String> places(Page page, Rule rule) {
        return rule.getNodes().stream()
                .map(node ->
                        page.url() + ": " + rule.getId() + ": " + node.getHtml() + ": " + node.getFailureSummary());
    }
}
