package io.slackwater.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AlarmE2E {

    private final Stack stack = Stack.running();
    private final Path policy = stack.directory().resolve("backrest-config/policy.yml");
    private String valid = "";

    @BeforeEach
    void breakThePolicy() throws IOException {
        valid = Files.readString(policy);
        Files.writeString(policy, "nonsense: 1\n", StandardOpenOption.APPEND);
        surveyAtOnce();
    }

    @AfterEach
    void mendThePolicy() throws IOException {
        Files.writeString(policy, valid);
        surveyAtOnce();
    }

    @Test
    void anAlarmAppearsOnAnOpenPageAndAnOperatorAcknowledgesItForAWhile() {
        try (BrowserContext window = Chromium.as("operator")) {
            Page page = window.newPage();
            page.clock().install();
            page.navigate("/alarms");
            Locator alarm = page.locator("tbody tr").filter(new Locator.FilterOptions().setHasText("nonsense"));
            page.waitForCondition(
                    () -> {
                        page.clock().fastForward(31_000);
                        page.waitForTimeout(500);
                        return alarm.count() == 1;
                    },
                    new Page.WaitForConditionOptions().setTimeout(60_000));
            assertThat(alarm.locator(".remedy").first()).isVisible();
            assertThat(Accessibility.faults(page)).isEmpty();
            aViewerSeesItWithoutAButton();

            alarm.locator("form[action='/alarms/acknowledge'] button").click();

            assertThat(alarm).containsText("operator");

            alarm.locator("form[action='/alarms/unacknowledge'] button").click();

            assertThat(alarm.locator("form[action='/alarms/acknowledge'] button"))
                    .hasCount(1);
            page.navigate("/");
            assertThat(page.locator("main")).containsText("nonsense");
        }
    }

    private static void aViewerSeesItWithoutAButton() {
        try (BrowserContext window = Chromium.as("viewer")) {
            Page page = window.newPage();
            page.navigate("/alarms");
            assertThat(page.locator("main")).containsText("nonsense");
            assertThat(page.locator("main form[method=post]")).hasCount(0);
        }
    }

    /** Slackwater reads a changed policy with its next survey, which this event causes. */
    private void surveyAtOnce() {
        Stack.docker(
                "run",
                "--rm",
                "--network",
                "none",
                "--label",
                "com.docker.compose.project=" + stack.project(),
                "debian:trixie-slim",
                "true");
    }
}
