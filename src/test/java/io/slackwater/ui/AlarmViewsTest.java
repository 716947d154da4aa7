package io.slackwater.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slackwater.alert.channel.Channels;
import io.slackwater.health.TestClock;
import io.slackwater.journal.AlarmRecord;
import io.slackwater.journal.AlarmRecord.Acknowledgement;
import io.slackwater.journal.Journal;
import io.slackwater.journal.PastAlarm;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlarmViewsTest {

    private static final Instant NOW = Instant.parse("2026-06-01T06:00:00Z");
    private static final String XSS = "<img src=x onerror=alert(1)>";

    @TempDir
    private Path directory;

    private final TestClock clock = new TestClock(NOW);
    private final List<AlarmRecord> raised = new ArrayList<>();
    private final List<Channels.View> channels = new ArrayList<>();
    private Journal journal;

    @BeforeEach
    void open() {
        journal = Journal.open(directory.resolve("journal.db"), clock);
    }

    @AfterEach
    void close() {
        journal.close();
    }

    private static AlarmRecord alarm(String severity, String title, int hoursAgo) {
        return new AlarmRecord(
                "run:" + title,
                severity,
                title,
                title + " failed.",
                "Do something about it.",
                "",
                "shop.db",
                NOW.minus(Duration.ofHours(hoursAgo)),
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                Map.of());
    }

    private static Channels.View channel(String name, boolean failing) {
        return new Channels.View(
                name,
                "telegram",
                Optional.of(NOW.minusSeconds(60)),
                failing ? Optional.of(NOW) : Optional.empty(),
                Optional.of(NOW),
                "the chat " + XSS + " is gone",
                2,
                Optional.empty());
    }

    private void past(AlarmRecord... alarms) {
        journal.alarms()
                .write(
                        List.of(),
                        List.of(),
                        List.of(alarms).stream()
                                .map(alarm -> PastAlarm.of(alarm, NOW.minusSeconds(60)))
                                .toList());
    }

    private AlarmsView view(AlarmsQuery query, Texts texts) {
        return new AlarmViews(() -> raised, journal.alarms(), () -> channels, () -> ZoneOffset.UTC, clock)
                .view(query, "ops", texts);
    }

    private List<String> titles(AlarmsQuery query) {
        return view(query, Texts.ENGLISH).lines().stream()
                .map(AlarmsView.Line::title)
                .toList();
    }

    private String page(AlarmsQuery query, Texts texts) {
        return PageTemplates.render(
                "alarms",
                Map.of(
                        "page",
                        PageTemplates.frame(texts, texts.of("alarms"), "alarms", "/alarms"),
                        "view",
                        view(query, texts)));
    }

    @Test
    void theAlarmsOfTheRussianPageAreRussian() {
        AlarmRecord alarm = new AlarmRecord(
                "docker:unreachable",
                "critical",
                "Docker does not answer",
                "No answer.",
                "Ask it.",
                "",
                "",
                NOW,
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                Map.of("ru", new AlarmRecord.Words("Docker не отвечает", "Спросите его.")));
        raised.add(alarm);
        past(alarm);

        assertThat(page(AlarmsQuery.USUAL, Texts.RUSSIAN)).contains("Docker не отвечает", "Спросите его.");
        assertThat(page(AlarmsQuery.USUAL, Texts.ENGLISH)).contains("Docker does not answer", "Ask it.");
        assertThat(view(AlarmsQuery.of("past", "", "", "", ""), Texts.RUSSIAN).lines())
                .extracting(AlarmsView.Line::title)
                .containsExactly("Docker не отвечает");
    }

    @Test
    void theWorstAlarmComesFirstAndTheAddressControlsTheOrder() {
        raised.addAll(List.of(alarm("warning", "a", 5), alarm("critical", "b", 1)));

        AlarmsView usual = view(AlarmsQuery.USUAL, Texts.ENGLISH);

        assertThat(usual.line()).isEqualTo("Open alarms: 2, of them critical: 1");
        assertThat(usual.light()).isEqualTo(Light.BAD);
        assertThat(titles(AlarmsQuery.USUAL)).containsExactly("b", "a");
        raised.add(alarm("warning", "c", 2));
        assertThat(titles(AlarmsQuery.USUAL)).as("the newest first").containsExactly("b", "c", "a");
        raised.removeLast();
        assertThat(titles(AlarmsQuery.of(null, null, "since", null, null))).containsExactly("a", "b");
        assertThat(titles(AlarmsQuery.of(null, null, "title", "desc", null))).containsExactly("b", "a");
        assertThat(titles(AlarmsQuery.of(null, "warning", null, null, null))).containsExactly("a");
    }

    @Test
    void pastAlarmsAreReadInPartsTheLastEndedFirst() {
        for (int i = 1; i <= 60; i++) {
            past(alarm(i == 7 ? "critical" : "warning", "alarm " + i, i));
        }

        AlarmsView first = view(AlarmsQuery.of("past", "", "", "", ""), Texts.ENGLISH);
        assertThat(first.lines()).hasSize(25);
        assertThat(first.lines().getFirst().title()).isEqualTo("alarm 60");
        assertThat(first.paging())
                .isEqualTo(new Paging(
                        1, 3, Optional.empty(), Optional.of("/alarms?show=past&sort=over&order=desc&page=2")));
        assertThat(titles(AlarmsQuery.of("past", "", "", "", "3"))).hasSize(10).endsWith("alarm 1");
        assertThat(titles(AlarmsQuery.of("past", "critical", "", "", ""))).containsExactly("alarm 7");
        assertThat(titles(AlarmsQuery.of("past", "", "severity", "", ""))).startsWith("alarm 7", "alarm 60");
    }

    @Test
    void aWrongPartOfTheAddressIsExplained() {
        assertThatThrownBy(() -> AlarmsQuery.of("closed", null, null, null, null))
                .isInstanceOfSatisfying(
                        PageProblem.class,
                        problem -> assertThat(problem.text(Texts.ENGLISH))
                                .isEqualTo("show=closed is not allowed. Allowed: open, past."));
        assertThatThrownBy(() -> AlarmsQuery.of(null, null, null, null, "-1"))
                .isInstanceOfSatisfying(
                        PageProblem.class,
                        problem -> assertThat(problem.text(Texts.ENGLISH))
                                .isEqualTo("page=-1 is not allowed. Allowed: 1, 2, 3 …."));
        assertThatThrownBy(() -> titles(AlarmsQuery.of("past", null, null, null, "9")))
                .isInstanceOfSatisfying(PageProblem.class, problem -> {
                    assertThat(problem.status()).isEqualTo(400);
                    assertThat(problem.text(Texts.ENGLISH)).isEqualTo("page=9 is not allowed. Allowed: 1.");
                });
    }

    @Test
    void onlyAnOperatorSeesButtons() {
        raised.add(alarm("critical", "a", 1));
        channels.add(channel("ops", false));

        String page = page(AlarmsQuery.USUAL, Texts.ENGLISH);

        assertThat(page).contains("action=\"/alarms/acknowledge\"", "action=\"/alarms/test\"");
        assertThat(PageTemplates.render(
                        "alarms",
                        Map.of(
                                "page",
                                PageTemplates.viewerFrame(Texts.ENGLISH, "alarms", "/alarms"),
                                "view",
                                view(AlarmsQuery.USUAL, Texts.ENGLISH))))
                .contains("a failed.")
                .doesNotContain("action=\"/alarms/acknowledge\"", "action=\"/alarms/test\"");
    }

    @Test
    void anAcknowledgedAlarmSaysWhoKnowsAboutIt() {
        raised.add(alarm("critical", "a", 9).acknowledged(new Acknowledgement("ann", NOW.minusSeconds(7200))));

        assertThat(page(AlarmsQuery.USUAL, Texts.ENGLISH))
                .contains("Acknowledged by ann 2 h ago.", "action=\"/alarms/unacknowledge\"")
                .doesNotContain("action=\"/alarms/acknowledge\"");
    }

    @Test
    void theOutcomeOfATestAlertComesFromTheChannel() {
        channels.add(channel("ops", true));
        assertThat(view(AlarmsQuery.USUAL, Texts.ENGLISH).tested().orElseThrow().text())
                .startsWith("Channel ops did not accept the test alert: the chat");
        channels.set(0, channel("ops", false));
        assertThat(view(AlarmsQuery.USUAL, Texts.ENGLISH).tested().orElseThrow().text())
                .isEqualTo("Channel ops accepted the test alert.");
        channels.set(0, channel("other", false));
        assertThat(view(AlarmsQuery.USUAL, Texts.ENGLISH).tested()).isEmpty();
    }

    @Test
    void everyNameFromOutsideIsEscaped() {
        raised.add(alarm("critical", XSS, 1));
        past(alarm("critical", XSS, 1));
        channels.add(channel("ops", true));

        for (AlarmsQuery query : List.of(AlarmsQuery.USUAL, AlarmsQuery.of("past", null, null, null, null))) {
            assertThat(page(query, Texts.ENGLISH))
                    .doesNotContain("<img")
                    .contains("&lt;img src=x onerror=alert(1)&gt; failed.", "the chat &lt;img");
        }
    }

    @Test
    void thePageSpeaksRussian() {
        raised.add(alarm("critical", "a", 1));
        assertThat(page(AlarmsQuery.USUAL, Texts.RUSSIAN)).contains("Открытых тревог: 1, из них критичных: 1");
    }
}
