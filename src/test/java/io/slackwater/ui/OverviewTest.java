package io.slackwater.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slackwater.discovery.Subject;
import io.slackwater.discovery.Uncovered;
import io.slackwater.discovery.WorkloadId;
import io.slackwater.journal.AlarmRecord;
import io.slackwater.journal.RunRecords;
import io.slackwater.journal.RunState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class OverviewTest {

    /** When the plan ran last: at two in the night in Zurich. */
    private static final Instant NIGHT = Instant.parse("2026-06-01T00:00:05Z");

    private static final String XSS = "<img src=x onerror=alert(1)>";

    @RegisterExtension
    private final OverviewScene scene = new OverviewScene();

    private void nightly(String dataset, int nights) {
        for (int back = nights - 1; back >= 0; back--) {
            RunRecords.succeed(scene.journal, dataset + "-" + back, dataset, NIGHT.minus(Duration.ofDays(back)));
        }
    }

    private static AlarmRecord alarm(String key, String title, String detail) {
        return alarm(key, title, detail, "critical", NIGHT);
    }

    private static AlarmRecord alarm(String key, String title, String detail, String severity, Instant since) {
        return new AlarmRecord(
                key,
                severity,
                title,
                detail,
                "Do something.",
                "",
                "",
                since,
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                Map.of());
    }

    private static List<String> css(Overview.Row row) {
        return row.cells().stream().map(Overview.Cell::css).toList();
    }

    @Test
    void oneLineSaysThatEverythingIsSafe() {
        scene.workload("shop", "db", "app", "roles");
        nightly("shop.db.app", 3);
        nightly("shop.db.roles", 3);

        Overview view = scene.view(OverviewQuery.USUAL);

        assertThat(view.line()).isEqualTo("2 of 2 datasets verified, newest 5 h ago");
        assertThat(view.light()).isEqualTo(Light.OK);
        assertThat(view.rows()).singleElement().satisfies(row -> {
            assertThat(row.name()).isEqualTo("shop / db");
            assertThat(row.word()).isEqualTo("verified");
            assertThat(row.datasets()).isEqualTo("2 of 2");
            assertThat(row.next().orElseThrow().text()).isEqualTo("in 18 h");
            assertThat(row.newest().orElseThrow().exact()).isEqualTo("1 Jun 2026 02:00:06 CEST");
        });
    }

    @Test
    void aWorkloadIsAsBadAsItsWorstDataset() {
        scene.workload("shop", "db", "app", "broken");
        nightly("shop.db.app", 3);
        RunRecords.succeed(scene.journal, "old", "shop.db.broken", NIGHT.minus(Duration.ofDays(3)));
        RunRecords.end(scene.journal, "new", "shop.db.broken", NIGHT, RunState.FAILED, "no");

        Overview view = scene.view(OverviewQuery.USUAL);

        assertThat(view.light()).isEqualTo(Light.BAD);
        assertThat(view.line()).startsWith("1 of 2 datasets verified");
        assertThat(view.rows().getFirst().word()).isEqualTo("failed");
        assertThat(view.rows().getFirst().newest().orElseThrow().text()).isEqualTo("3 d ago");
    }

    @Test
    void theStripShowsEachOfTheLastThirtyDays() {
        scene.workload("shop", "db", "app");
        RunRecords.succeed(scene.journal, "a", "shop.db.app", NIGHT.minus(Duration.ofDays(3)));
        RunRecords.end(
                scene.journal, "b", "shop.db.app", NIGHT.minus(Duration.ofDays(2)), RunState.FAILED, "disk full");
        // The night before the last was missed.
        RunRecords.succeed(scene.journal, "c", "shop.db.app", NIGHT);

        Overview.Row row = scene.view(OverviewQuery.USUAL).rows().getFirst();

        assertThat(css(row)).hasSize(30).endsWith("n", "v", "f", "m", "v");
        assertThat(row.cells().getLast().title()).isEqualTo("1 Jun: verified, 02:00");
        assertThat(row.strip()).isEqualTo("Verified on 2 of the last 30 days; failed: 30 May; missed: 31 May");
    }

    @Test
    void aDayNamesTheRunsThatDecide() {
        scene.workload("shop", "db", "app", "broken", "roles");
        nightly("shop.db.app", 2);
        nightly("shop.db.roles", 2);
        RunRecords.succeed(scene.journal, "old", "shop.db.broken", NIGHT.minus(Duration.ofDays(1)));
        RunRecords.end(scene.journal, "new", "shop.db.broken", NIGHT.plusSeconds(600), RunState.FAILED, "no");

        List<Overview.Cell> days =
                scene.view(OverviewQuery.USUAL).rows().getFirst().cells();

        assertThat(days.getLast().title()).isEqualTo("1 Jun: failed, broken 02:10");
        assertThat(days.get(28).title()).isEqualTo("31 May: verified, app 02:00 and 2 more");
    }

    /** Without scripts each day is a stop of the Tab key, and the style sheet shows its title. */
    @Test
    void everyDayCanBeReachedByTheKeyboard() {
        scene.workload("shop", "db", "app");
        nightly("shop.db.app", 2);

        assertThat(scene.page(OverviewQuery.USUAL, Texts.ENGLISH))
                .doesNotContain("<i class=\"n\" title")
                .containsPattern("title=\"31 May: verified, 02:00\"></button>");
    }

    @Test
    void aRetryThatSucceedsMakesItsDayGood() {
        scene.workload("shop", "db", "app");
        RunRecords.end(scene.journal, "a", "shop.db.app", NIGHT, RunState.FAILED, "locked");
        RunRecords.succeed(scene.journal, "b", "shop.db.app", NIGHT.plusSeconds(900));

        assertThat(css(scene.view(OverviewQuery.USUAL).rows().getFirst())).endsWith("n", "v");
    }

    @Test
    void anOpenRunShowsAsRunning() {
        scene.workload("shop", "db", "app");
        nightly("shop.db.app", 2);
        RunRecords.verifying(scene.journal, "open", "shop.db.app", NIGHT.plusSeconds(3600));
        scene.running.add("shop.db.app");

        Overview.Row row = scene.view(OverviewQuery.USUAL).rows().getFirst();

        assertThat(row.light()).isEqualTo(Light.BUSY);
        assertThat(css(row)).endsWith("v", "r");
    }

    @Test
    void theWorstWorkloadComesFirstAndTheAddressControlsTheOrder() {
        scene.workload("a", "good", "app");
        nightly("a.good.app", 2);
        scene.workload("b", "never", "app");

        assertThat(names(OverviewQuery.USUAL)).containsExactly("b / never", "a / good");
        assertThat(names(OverviewQuery.of("name", null, null, null))).containsExactly("a / good", "b / never");
        assertThat(names(OverviewQuery.of("name", "desc", null, null))).containsExactly("b / never", "a / good");
        assertThat(names(OverviewQuery.of("age", "", "problems", ""))).containsExactly("b / never");
        assertThat(names(OverviewQuery.of(null, null, null, "GOOD"))).containsExactly("a / good");
    }

    private List<String> names(OverviewQuery query) {
        return scene.view(query).rows().stream().map(Overview.Row::name).toList();
    }

    @Test
    void aRowLeadsToItsWorkloadAndADayToItsRuns() {
        scene.workload("shop", "db", "app");
        nightly("shop.db.app", 2);

        assertThat(scene.page(OverviewQuery.USUAL, Texts.ENGLISH))
                .contains(
                        "<a href=\"/workloads/shop-db\">shop / db</a>",
                        "action=\"/workloads/shop-db#runs\"",
                        "name=\"day\" value=\"2026-06-01\" title=\"1 Jun: verified, 02:00\"");
    }

    @Test
    void aWrongFilterIsExplained() {
        assertThatThrownBy(() -> OverviewQuery.of("colour", null, null, null))
                .isInstanceOfSatisfying(PageProblem.class, problem -> {
                    assertThat(problem.status()).isEqualTo(400);
                    assertThat(problem.text(Texts.ENGLISH))
                            .isEqualTo("sort=colour is not allowed. Allowed: state, name, age, next, size.");
                });
    }

    @Test
    void anotherClickOnAColumnTurnsTheOrder() {
        OverviewQuery query = OverviewQuery.of("name", null, "problems", "a b");
        assertThat(query.sortedBy(OverviewQuery.By.NAME)).isEqualTo("/?sort=name&order=desc&show=problems&q=a+b");
        assertThat(query.sortedBy(OverviewQuery.By.SIZE)).isEqualTo("/?sort=size&show=problems&q=a+b");
    }

    @Test
    void unprotectedDataAndAlarmsStandAboveTheRows() {
        scene.gaps.add(new Uncovered(
                Uncovered.Severity.ALARM,
                new WorkloadId("shop", "cache"),
                new Subject.Whole("service cache of project shop"),
                "the service has no label",
                "label the service"));
        scene.alarms.add(alarm("coverage:x", "repeats the gap", ""));
        scene.alarms.add(alarm("repository:critical", "Repository critical is gone", "The directory is empty."));

        Overview view = scene.view(OverviewQuery.USUAL);

        assertThat(view.gaps()).extracting(Overview.Gap::where).containsExactly("service cache of project shop");
        assertThat(view.alarms()).extracting(AlarmLine::title).containsExactly("Repository critical is gone");
        assertThat(view.light()).isEqualTo(Light.BAD);
        String page = scene.page(OverviewQuery.USUAL, Texts.ENGLISH);
        assertThat(page.indexOf("Repository critical is gone")).isBetween(0, page.indexOf("<table"));
    }

    @Test
    void criticalAlarmsComeFirstAndTheNewestOfThem() {
        scene.alarms.add(alarm("disk:a", "old", "", "critical", NIGHT.minusSeconds(60)));
        scene.alarms.add(alarm("disk:b", "warning", "", "warning", NIGHT.plusSeconds(60)));
        scene.alarms.add(alarm("disk:c", "new", "", "critical", NIGHT));

        assertThat(scene.view(OverviewQuery.USUAL).alarms())
                .extracting(AlarmLine::title)
                .containsExactly("new", "old", "warning");
    }

    @Test
    void theShapeFollowsTheWorstSeverity() {
        scene.workload("shop", "db", "app");
        nightly("shop.db.app", 2);
        scene.gaps.add(new Uncovered(
                Uncovered.Severity.ALARM,
                new WorkloadId("shop", "cache"),
                new Subject.Whole("service cache of project shop"),
                "the service has no label",
                "label the service"));
        AlarmRecord raised = alarm("channel:mail", "Channel mail accepts no message", "It refused.");
        scene.alarms.add(new AlarmRecord(
                raised.key(),
                "warning",
                raised.title(),
                raised.detail(),
                raised.remedy(),
                "",
                "",
                NIGHT,
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                Map.of()));

        assertThat(scene.view(OverviewQuery.USUAL).light()).isEqualTo(Light.WARN);
        assertThat(scene.page(OverviewQuery.USUAL, Texts.ENGLISH)).doesNotContain("class=\"box bad\"");

        scene.alarms.add(raised);
        assertThat(scene.view(OverviewQuery.USUAL).light()).isEqualTo(Light.BAD);
        assertThat(scene.page(OverviewQuery.USUAL, Texts.ENGLISH))
                .contains("class=\"box bad\" aria-labelledby=\"alarms\"");
    }

    /** Its text stands among the gaps, or in the note about an empty stack. */
    @Test
    void anAlarmAboutTheCoverageDecidesTheShapeButIsNotListedTwice() {
        scene.alarms.add(alarm("coverage:nothing", "Nothing is protected", "No service has a label."));

        Overview view = scene.view(OverviewQuery.USUAL);
        assertThat(view.light()).isEqualTo(Light.BAD);
        assertThat(view.alarms()).isEmpty();
    }

    @Test
    void anAlarmSaysWhoAcknowledgedIt() {
        scene.alarms.add(alarm("repository:critical", "Repository critical is gone", "")
                .acknowledged(new AlarmRecord.Acknowledgement("ann", OverviewScene.MORNING.minusSeconds(7200))));

        assertThat(scene.page(OverviewQuery.USUAL, Texts.ENGLISH)).contains("Acknowledged by ann 2 h ago.");
    }

    @Test
    void everyNameFromOutsideIsEscaped() {
        scene.workload(XSS, "db", "app");
        scene.gaps.add(new Uncovered(
                Uncovered.Severity.ALARM, new WorkloadId("shop", "db"), new Subject.Whole(XSS), XSS, XSS));
        scene.alarms.add(alarm("run:" + XSS, XSS, XSS));

        String page =
                scene.page(new OverviewQuery(OverviewQuery.By.STATE, false, OverviewQuery.Show.ALL, ""), Texts.ENGLISH);

        assertThat(page).doesNotContain("<img").contains("&lt;img src=x onerror=alert(1)&gt;");
        assertThat(scene.page(OverviewQuery.of(null, null, null, "\"><script>"), Texts.ENGLISH))
                .doesNotContain("\"><script>")
                .contains("value=\"&quot;&gt;&lt;script&gt;\"");
    }

    @Test
    void thePageSpeaksRussian() {
        scene.workload("shop", "db", "app");
        nightly("shop.db.app", 2);

        assertThat(scene.page(OverviewQuery.USUAL, Texts.RUSSIAN))
                .contains("<html lang=\"ru\">", "Проверено наборов данных: 1 из 1, новейший снимок 5 ч назад");
    }

    /** After a start, the containers are known a moment earlier than their health. */
    @Test
    void anUnknownStateIsNotGreen() {
        scene.workload("shop", "db", "app");
        scene.healthIsKnown = false;

        Overview view = scene.view(OverviewQuery.USUAL);
        assertThat(view.light()).isEqualTo(Light.OFF);
        assertThat(view.line()).isEqualTo("The state is not known yet");

        scene.alarms.add(alarm("disk:/", "The disk is full", "Nothing fits."));
        assertThat(scene.view(OverviewQuery.USUAL).light()).isEqualTo(Light.BAD);
    }

    @Test
    void anEmptyStackSaysHowToBegin() {
        String page = scene.page(OverviewQuery.USUAL, Texts.ENGLISH);

        assertThat(page).contains("Nothing is protected yet", "label slackwater.enable");
    }
}
