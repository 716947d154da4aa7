package io.slackwater.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.RequestOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RolesE2E {

    private final Stack stack = Stack.running();

    @Test
    void aViewerSeesNoButtonThatChangesSomething() {
        List<String> buttons = new ArrayList<>();
        try (BrowserContext window = Chromium.as("viewer")) {
            Page page = window.newPage();
            for (String path : SitePages.of("viewer")) {
                page.navigate(path);
                page.locator("main form[method=post]")
                        .all()
                        .forEach(form -> buttons.add(path + ": " + form.getAttribute("action")));
            }
        }
        assertThat(buttons).isEmpty();
    }

    @Test
    void onlyAnAdminSeesTheLinkToBackrest() {
        for (String user : List.of("viewer", "operator", "admin")) {
            try (BrowserContext window = Chromium.as(user)) {
                Page page = window.newPage();
                page.navigate("/");
                assertThat(page.locator("nav a[href='/backrest/']")).hasCount(user.equals("admin") ? 1 : 0);
            }
        }
    }

    @Test
    void aViewerIsRefusedAlsoWithoutAButton() {
        try (BrowserContext window = Chromium.as("viewer")) {
            APIResponse answer = window.request()
                    .post(
                            "/api/v1/runs",
                            RequestOptions.create()
                                    .setHeader("Origin", stack.door())
                                    .setHeader("Sec-Fetch-Site", "same-origin")
                                    .setData(Map.of("all", true)));
            assertThat(answer.status()).isEqualTo(403);
        }
    }
}
