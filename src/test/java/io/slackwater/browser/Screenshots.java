package io.slackwater.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ScreenshotAnimations;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Makes the pictures of the documentation. scripts/screenshots.sh runs it; it is no test. */
class Screenshots {

    private static final Consumer<Browser.NewContextOptions> LAPTOP = options -> options.setViewportSize(1240, 700);

    private final Path directory = Path.of(System.getenv("SLACKWATER_SCREENSHOTS"));
    private final String database = "/datasets/" + Stack.running().project() + ".db.app";

    @Test
    void theOverview() {
        picture("overview", "/", LAPTOP);
        picture("overview-dark", "/", LAPTOP.andThen(options -> options.setColorScheme(ColorScheme.DARK)));
        picture("overview-phone", "/", options -> options.setViewportSize(390, 780));
    }

    @Test
    void aDataset() {
        picture("dataset", database, LAPTOP);
    }

    private void picture(String name, String path, Consumer<Browser.NewContextOptions> look) {
        try (BrowserContext window = Chromium.as("admin", look)) {
            Page page = window.newPage();
            // After a start, the health is known a moment later.
            page.waitForCondition(() -> {
                page.navigate(path);
                return !page.locator("main").innerText().contains("not known yet");
            });
            page.screenshot(new Page.ScreenshotOptions()
                    .setPath(directory.resolve(name + ".png"))
                    .setAnimations(ScreenshotAnimations.DISABLED));
        }
    }
}
