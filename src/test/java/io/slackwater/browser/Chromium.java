package io.slackwater.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The browser of all tests. Every test opens windows of its own; they share one session per user, because Slackwater
 * limits the sign-ins.
 */
final class Chromium {

    /** The door tests check the certificate, which the demo signs itself. */
    private static final boolean ANY_CERTIFICATE = true;

    /** In milliseconds: the suite runs beside other tests. */
    private static final double PATIENCE = 20_000;

    private static final Stack STACK = Stack.running();
    private static final Browser BROWSER = start();
    private static final Map<String, String> SESSIONS = new ConcurrentHashMap<>();

    private Chromium() {}

    private static Browser start() {
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE);
        Playwright playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        return playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(
                                Path.of(Optional.<@Nullable String>ofNullable(System.getenv("SLACKWATER_CHROMIUM"))
                                        .orElse("/usr/bin/chromium"))));
    }

    /** A window without a session, in English, light, and as wide as a laptop. */
    static BrowserContext stranger(Consumer<Browser.NewContextOptions> look) {
        Browser.NewContextOptions options = new Browser.NewContextOptions()
                .setBaseURL(STACK.door())
                .setIgnoreHTTPSErrors(ANY_CERTIFICATE)
                .setLocale("en-GB")
                .setTimezoneId("Europe/Zurich")
                .setColorScheme(ColorScheme.LIGHT)
                .setViewportSize(1280, 900);
        look.accept(options);
        BrowserContext window = BROWSER.newContext(options);
        window.setDefaultTimeout(PATIENCE);
        return window;
    }

    /** A window of a signed-in user. */
    static BrowserContext as(String user, Consumer<Browser.NewContextOptions> look) {
        String session = SESSIONS.computeIfAbsent(user, Chromium::signIn);
        return stranger(options -> {
            options.setStorageState(session);
            look.accept(options);
        });
    }

    static BrowserContext as(String user) {
        return as(user, _ -> {});
    }

    /** Forgets the sessions, which end when Slackwater restarts. */
    static void forgetSessions() {
        SESSIONS.clear();
    }

    private static String signIn(String user) {
        try (BrowserContext window = stranger(_ -> {})) {
            Page page = window.newPage();
            page.navigate("/login?back=/");
            fillSignIn(page, user, STACK.password(user));
            page.waitForURL("/");
            return window.storageState();
        }
    }

    /** The attribute of each element, by one request to the browser. */
    static List<String> attributes(Page page, String selector, String name) {
        Object values = page.locator(selector)
                .evaluateAll("(elements, name) => elements.map((one) => one.getAttribute(name))", name);
        return ((List<?>) values).stream().map(String.class::cast).toList();
    }

    /** Fills the form of the sign-in page, and sends it. */
    static void fillSignIn(Page page, String user, String password) {
        page.getByLabel("Name").fill(user);
        page.getByLabel("Password").fill(password);
        page.getByText("Sign in", new Page.GetByTextOptions().setExact(true))
                .last()
                .click();
    }
}
