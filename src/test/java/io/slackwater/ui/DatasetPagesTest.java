package io.slackwater.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slackwater.journal.AlarmRecord;
import io.slackwater.journal.EndCause;
import io.slackwater.journal.RunRecord;
import io.slackwater.journal.RunRecords;
import io.slackwater.journal.RunState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatasetPagesTest {

    private static final Instant NIGHT = Instant.parse("2026-06-01T00:00:05Z");
    private static final String APP = "shop.db.app";
    private static final String XSS = "<img src=x onerror=alert(1)>";

    @RegisterExtension
    private final OverviewScene scene = new OverviewScene();

    @BeforeEach
    void open() {
        scene.workload("shop", "db", "app");
    }

    private void nightly(int nights) {
        for (int back = nights - 1; back >= 0; back--) {
            RunRecords.succeed(scene.journal, "run-" + back, APP, NIGHT.minus(Duration.ofDays(back)));
        }
    }

    private DatasetPage view(RunListQuery query, int snapshotPage) {
        return view(query, Map.of("snapshots", String.valueOf(snapshotPage)));
    }

    private DatasetPage view(RunListQuery query, Map<String, String> snapshots) {
        return pages().view(APP, query, SnapshotQuery.of(snapshots::get), Texts.ENGLISH);
    }

    private DatasetPages pages() {
        return new DatasetPages(scene.sources(), new DatasetAlarms(() -> scene.alarms), scene.clock);
    }

    private DatasetPage view() {
        return view(RunListQuery.USUAL, 1);
    }

    private String page(String id, Texts texts, boolean operator) {
        DatasetPage view = pages().view(id, RunListQuery.USUAL, SnapshotQuery.USUAL, texts);
        Frame frame = operator
                ? PageTemplates.frame(texts, id, "", "/datasets/" + id)
                : PageTemplates.viewerFrame(texts, id, "/datasets/" + id);
        return PageTemplates.render("dataset", Map.of("page", frame, "view", view));
    }

    @Test
    void aDatasetShowsItsStateSnapshotsAndWhyItIsCaptured() {
        nightly(3);

        DatasetPage view = view();

        assertThat(view.word()).isEqualTo("verified");
        assertThat(view.light()).isEqualTo(Light.OK);
        assertThat(view.because()).containsExactly("It is a database.");
        assertThat(view.snapshots().lines())
                .extracting(DatasetPage.SnapshotLine::run)
                .containsExactly("run-0", "run-1", "run-2");
        assertThat(view.snapshots().lines().getFirst().word()).isEqualTo("verified");
        assertThat(view.facts())
                .extracting(Fact::text)
                .contains("shop / db", "critical (0 2 * * *)", "3", "dump", "shop.db.app.dump");
        assertThat(view.runs().lines()).extracting(RunTable.Line::id).containsExactly("run-0", "run-1", "run-2");
    }

    @Test
    void eachDayLeadsToTheRunThatDecides() {
        RunRecords.succeed(scene.journal, "a", APP, NIGHT.minus(Duration.ofDays(2)));
        RunRecords.end(scene.journal, "b", APP, NIGHT, RunState.FAILED, "locked");
        RunRecords.succeed(scene.journal, "c", APP, NIGHT.plusSeconds(600));

        assertThat(view().nights())
                .extracting(DatasetPage.Night::href)
                .endsWith("/runs/a", "/datasets/shop.db.app?day=2026-05-31#runs", "/runs/c");
        assertThat(view().nights().getLast().title()).isEqualTo("1 Jun: verified, 02:10:05 (30 s)");
    }

    @Test
    void theChartsShowSizeGrowthAndDurationOfTheVerifiedBackups() {
        nightly(3);
        RunRecords.end(scene.journal, "bad", APP, NIGHT.plusSeconds(60), RunState.FAILED, "no");

        assertThat(view().charts()).hasSize(3).allSatisfy(chart -> {
            assertThat(chart.points()).hasSize(3);
            assertThat(chart.line()).startsWith("M0 ").contains("L500 ", "L1000 ");
        });
        assertThat(view().charts().getFirst().top()).isEqualTo("1000 B");
        assertThat(view().charts().getLast().summary())
                .isEqualTo("Duration: 3 values from 30 s to 30 s, the last is 30 s");
    }

    @Test
    void aDamagedSnapshotIsShownAsDamaged() {
        nightly(2);
        scene.journal.verdicts().damaged("repo-1", "snap-run-0", NIGHT.plusSeconds(900));

        assertThat(view().snapshots().lines())
                .extracting(DatasetPage.SnapshotLine::word)
                .containsExactly("damaged", "verified");
    }

    @Test
    void aSnapshotThatMayShareFoundDamageIsMarked() {
        nightly(2);
        scene.journal
                .suspectedDamage()
                .begin("repo-1", APP, NIGHT.minusSeconds(60), "Another snapshot was found damaged.");

        assertThat(view().snapshots().lines())
                .extracting(DatasetPage.SnapshotLine::word)
                .containsExactly("verified", "may be damaged");
    }

    @Test
    void thePausesShowTheEstimateBesideTheActualTime() {
        nightly(2);

        assertThat(view().pauses()).hasSize(2).allSatisfy(pause -> {
            assertThat(pause.estimate()).isEqualTo("–");
            assertThat(pause.actual()).isEqualTo("1.2 s");
        });
    }

    @Test
    void theAddressChoosesRunsAndPages() {
        nightly(30);
        RunRecords.end(scene.journal, "bad", APP, NIGHT.plusSeconds(60), RunState.FAILED, "no");

        assertThat(view(RunListQuery.of(null, null, "failed", null, null), 1)
                        .runs()
                        .lines())
                .extracting(RunTable.Line::id)
                .containsExactly("bad");
        assertThat(view(RunListQuery.of(null, null, null, "2026-05-30", null), 1)
                        .runs()
                        .lines())
                .extracting(RunTable.Line::id)
                .containsExactly("run-2");
        DatasetPage second = view(RunListQuery.of("time", "asc", null, null, "2"), 2);
        assertThat(second.runs().lines())
                .hasSize(6)
                .last()
                .satisfies(run -> assertThat(run.id()).isEqualTo("bad"));
        assertThat(second.runs().paging().newer()).contains("/datasets/shop.db.app?sort=time&order=asc#runs");
        assertThat(second.snapshots().lines()).hasSize(5);
        assertThat(second.snapshots().paging().older()).isEmpty();
    }

    @Test
    void aPageThatDoesNotExistIsRefusedWithTheOnesThatDo() {
        nightly(2);

        refused(400, "page=3 is not allowed. Allowed: 1.", () -> view(RunListQuery.of(null, null, null, null, "3"), 1));
        refused(400, "snapshots=9 is not allowed. Allowed: 1.", () -> view(RunListQuery.USUAL, 9));
        refused(400, "page=x is not allowed. Allowed: 1, 2, 3 ….", () -> RunListQuery.of(null, null, null, null, "x"));
        refused(
                400,
                "day=soon is not allowed. Allowed: YYYY-MM-DD (2026-01-31).",
                () -> RunListQuery.of(null, null, null, "soon", null));
        refused(
                400,
                "show=odd is not allowed. Allowed: all, verified, failed, cancelled, open.",
                () -> RunListQuery.of(null, null, "odd", null, null));
        refused(404, "There is no dataset shop.db.ap.", () -> page("shop.db.ap", Texts.ENGLISH, true));
    }

    @Test
    void theAddressSortsAndFiltersTheSnapshots() {
        nightly(3);
        scene.journal.verdicts().damaged("repo-1", "snap-run-1", NIGHT.plusSeconds(3600));

        assertThat(runs(Map.of("snapshot-show", "damaged"))).containsExactly("run-1");
        assertThat(runs(Map.of("snapshot-show", "verified"))).containsExactly("run-0", "run-2");
        assertThat(runs(Map.of("snapshot-sort", "time"))).containsExactly("run-2", "run-1", "run-0");
        assertThat(runs(Map.of("snapshot-sort", "size", "snapshot-order", "desc")))
                .as("among equal sizes the newest comes first")
                .containsExactly("run-0", "run-1", "run-2");
        assertThat(runs(Map.of("snapshot-show", "suspected"))).isEmpty();
        assertThat(view(RunListQuery.USUAL, Map.of("snapshot-show", "suspected"))
                        .snapshots()
                        .filtered())
                .isTrue();
    }

    private List<String> runs(Map<String, String> snapshots) {
        return view(RunListQuery.USUAL, snapshots).snapshots().lines().stream()
                .map(DatasetPage.SnapshotLine::run)
                .toList();
    }

    @Test
    void eachTableKeepsTheOrderOfTheOther() {
        nightly(30);

        DatasetPage view = view(
                RunListQuery.of("size", "asc", null, null, null), Map.of("snapshot-sort", "added", "snapshots", "2"));

        assertThat(view.snapshots().paging().newer())
                .contains("/datasets/shop.db.app?sort=size&order=asc&snapshot-sort=added#snapshots");
        assertThat(view.snapshots().sorts().getLast().href())
                .isEqualTo(
                        "/datasets/shop.db.app?sort=size&order=asc&snapshot-sort=added&snapshot-order=desc#snapshots");
        assertThat(view.runs().paging().older())
                .contains("/datasets/shop.db.app?snapshot-sort=added&sort=size&order=asc&page=2#runs");
    }

    @Test
    void aWrongValueForTheSnapshotsIsRefusedWithTheChoices() {
        refused(
                400,
                "snapshot-sort=name is not allowed. Allowed: time, size, added.",
                () -> SnapshotQuery.of(Map.of("snapshot-sort", "name")::get));
        refused(
                400,
                "snapshot-show=bad is not allowed. Allowed: all, verified, suspected, damaged.",
                () -> SnapshotQuery.of(Map.of("snapshot-show", "bad")::get));
        refused(
                400,
                "snapshot-order=up is not allowed. Allowed: asc, desc.",
                () -> SnapshotQuery.of(Map.of("snapshot-sort", "size", "snapshot-order", "up")::get));
    }

    @Test
    void aRedDatasetShowsItsAlarmWithTheRemedy() {
        RunRecords.end(scene.journal, "bad", APP, NIGHT, RunState.FAILED, "locked");
        scene.alarms.add(alarm("stale:shop.db.app", "shop-db"));
        scene.alarms.add(alarm("run:shop.db.other", "shop-db"));
        scene.alarms.add(alarm("command:shop-db", "shop-db"));
        scene.alarms.add(alarm("disk:journal", ""));

        assertThat(view().alarms())
                .extracting(AlarmLine::title)
                .containsExactly("title of stale:shop.db.app", "title of command:shop-db");
        assertThat(page(APP, Texts.ENGLISH, true))
                .contains("href=\"/alarms#alarm-", "What to do about stale:shop.db.app", "Back up now");
    }

    @Test
    void aDatasetThatFailsBecauseOfItsRepositoryShowsTheAlarmOfTheRepository() {
        RunRecord run = RunRecords.queued("full", APP, NIGHT);
        scene.journal.runs().queued(run);
        scene.journal
                .runs()
                .update(RunRecords.in(run, RunState.FAILED, NIGHT, EndCause.REPOSITORY_UNAVAILABLE, "It is full."));
        scene.alarms.add(alarm("repository:critical:disk-low", ""));
        scene.alarms.add(alarm("repository:models:disk-low", ""));

        assertThat(view().alarms())
                .extracting(AlarmLine::title)
                .containsExactly("title of repository:critical:disk-low");
    }

    private static AlarmRecord alarm(String key, String workload) {
        return new AlarmRecord(
                key,
                "critical",
                "title of " + key,
                "Why.",
                "What to do about " + key,
                "",
                workload,
                NIGHT,
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                Map.of());
    }

    private static void refused(int status, String text, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(PageProblem.class, problem -> {
            assertThat(problem.status()).isEqualTo(status);
            assertThat(problem.text(Texts.ENGLISH)).isEqualTo(text);
        });
    }

    @ParameterizedTest
    @CsvSource({"shop.db.ap, shop.db.app", "shop-db-app, shop.db.app", "nothing-like-it, ''"})
    void aMissingPageNamesTheDatasetThatTheUserProbablyMeans(String id, String near) {
        assertThatThrownBy(() -> page(id, Texts.ENGLISH, true)).isInstanceOfSatisfying(PageProblem.class, problem -> {
            assertThat(problem.near()).isEqualTo(near);
            assertThat(problem.href()).isEqualTo(near.isEmpty() ? "" : "/datasets/" + near);
        });
    }

    @Test
    void theMissingPageLinksToTheOtherOne() {
        Frame frame = PageTemplates.frame(Texts.ENGLISH, "404", "", "/datasets/x");

        assertThat(PageTemplates.render(
                        "problem", Map.of("page", frame, "text", "None.", "near", "a<b", "href", "/datasets/a%3Cb")))
                .contains("Did you mean <a href=\"/datasets/a%3Cb\">a&lt;b</a>?");
        assertThat(PageTemplates.render("problem", Map.of("page", frame, "text", "None.", "near", "", "href", "")))
                .doesNotContain("Did you mean");
    }

    @Test
    void onlyAnOperatorSeesTheButton() {
        nightly(1);

        assertThat(page(APP, Texts.ENGLISH, true)).contains("action=\"/datasets/shop.db.app/backup\"");
        assertThat(page(APP, Texts.ENGLISH, false)).doesNotContain("/backup\"");
    }

    @Test
    void anOpenRunReplacesTheButton() {
        nightly(1);
        RunRecords.verifying(scene.journal, "open", APP, NIGHT.plusSeconds(3600));

        assertThat(view().light()).isEqualTo(Light.BUSY);
        assertThat(page(APP, Texts.ENGLISH, true))
                .contains("href=\"/runs/open\"")
                .doesNotContain("/backup\"");
    }

    @Test
    void aRemovedDatasetKeepsItsPage() {
        nightly(2);
        RunRecords.succeed(scene.journal, "old", "shop.db.old", NIGHT);

        assertThat(page("shop.db.old", Texts.ENGLISH, true))
                .contains("/runs/old")
                .doesNotContain("/backup\"");
    }

    @Test
    void everyTextFromOutsideIsEscaped() {
        scene.workload("web", "db", XSS);
        String id = "web.db." + XSS;
        RunRecords.end(scene.journal, "x", id, NIGHT, RunState.FAILED, XSS);
        scene.journal.datasets().hold(id, Optional.of(XSS));

        assertThat(page(id, Texts.ENGLISH, true)).doesNotContain("<img").contains("&lt;img src=x onerror=alert(1)&gt;");
    }

    @Test
    void thePageSpeaksRussian() {
        nightly(2);

        assertThat(page(APP, Texts.RUSSIAN, true)).contains("<html lang=\"ru\">", "Создать копию сейчас", "проверен");
    }
}
