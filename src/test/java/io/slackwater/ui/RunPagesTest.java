package io.slackwater.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slackwater.journal.EndCause;
import io.slackwater.journal.EngineName;
import io.slackwater.journal.LeaseRecord;
import io.slackwater.journal.RunRecord;
import io.slackwater.journal.RunRecords;
import io.slackwater.journal.RunState;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RunPagesTest {

    private static final Instant NIGHT = Instant.parse("2026-06-01T00:00:05Z");
    private static final String APP = "shop.db.app";
    private static final String XSS = "<img src=x onerror=alert(1)>";

    @RegisterExtension
    private final OverviewScene scene = new OverviewScene();

    private EngineLog inBackrest = EngineLog.SILENT;

    @BeforeEach
    void open() {
        scene.workload("shop", "db", "app");
    }

    private RunPage view(String id) {
        return view(id, Texts.ENGLISH);
    }

    private RunPage view(String id, Texts texts) {
        return new RunPages(scene.sources(), _ -> inBackrest, scene.clock).view(id, texts);
    }

    private String page(String id, Texts texts, boolean operator) {
        RunPage view = view(id, texts);
        String title = texts.of("runTitle", view.dataset());
        Frame frame = operator
                ? PageTemplates.frame(texts, title, "", "/runs/" + id)
                : PageTemplates.viewerFrame(texts, title, "/runs/" + id);
        return PageTemplates.render("run", Map.of("page", frame, "view", view));
    }

    private RunRecord fail(String id, EndCause cause, String message) {
        RunRecord run = RunRecords.queued(id, APP, NIGHT);
        scene.journal.runs().queued(run);
        run = run.startedAt(NIGHT)
                .frozenFor(Duration.ofSeconds(7))
                .again(NIGHT.plusSeconds(20), EndCause.REPOSITORY, "locked by " + XSS, false);
        RunRecord ended = RunRecords.in(run, RunState.FAILED, NIGHT.plusSeconds(60), cause, message);
        scene.journal.runs().update(ended);
        return ended;
    }

    /** A run that is reading since half a minute. */
    private void storing(String id) {
        Instant begin = OverviewScene.MORNING.minusSeconds(10);
        RunRecord run = RunRecords.queued(id, APP, begin);
        scene.journal.runs().queued(run);
        run = RunRecords.in(run, RunState.CAPTURING, begin, "");
        scene.journal.runs().update(run);
        scene.journal.runs().update(RunRecords.in(run, RunState.STORING, begin, ""));
    }

    @Test
    void aGoodRunShowsItsFactsAndAllStepsDone() {
        RunRecords.succeed(scene.journal, "good", APP, NIGHT);

        RunPage view = view("good");

        assertThat(view.word()).isEqualTo("verified");
        assertThat(view.steps())
                .extracting(RunPage.Step::css)
                .containsOnly("done")
                .hasSize(5);
        assertThat(view.cause()).isEmpty();
        assertThat(view.facts())
                .extracting(Fact::text)
                .contains(APP, "critical", "schedule", "30 s", "1000 B", "500 B", "33 B/s", "1.2 s");
        assertThat(page("good", Texts.ENGLISH, true)).doesNotContain("/cancel");
    }

    @Test
    void aFailedRunSaysWhyAndWhatToDo() {
        fail("bad", EndCause.FREEZE_LIMIT, "The pause reached 60 s.");

        RunPage view = view("bad");

        assertThat(view.light()).isEqualTo(Light.BAD);
        assertThat(view.cause().orElseThrow().word()).isEqualTo("The pause took longer than allowed");
        assertThat(view.cause().orElseThrow().remedy()).contains("slackwater.freeze.max");
        assertThat(view.attempt()).isEqualTo("attempt 2");
        assertThat(view.facts())
                .as("its own pause, not that of attempt 1")
                .extracting(Fact::text)
                .doesNotContain("7.0 s");
        assertThat(view.earlier()).singleElement().satisfies(attempt -> {
            assertThat(attempt.number()).isEqualTo(1);
            assertThat(attempt.cause()).isEqualTo("The repository did not work");
            assertThat(attempt.paused()).isEqualTo("7.0 s");
        });
    }

    @Test
    void anUnverifiedRunSaysThatItsDataCouldNotBeChecked() {
        RunRecords.end(scene.journal, "odd", APP, NIGHT, RunState.UNVERIFIED, "no space");

        assertThat(view("odd").cause().orElseThrow().word()).isEqualTo("The stored data could not be checked");
    }

    @Test
    void anOpenRunShowsWhatItHasReadAndWhatIsLeft() {
        for (int back = 1; back <= 3; back++) {
            RunRecords.succeed(scene.journal, "old-" + back, APP, NIGHT.minus(Duration.ofDays(back)));
        }
        storing("open");

        RunPage.Progress now = view("open").progress().orElseThrow();

        assertThat(now.read()).isEqualTo("512 KiB");
        assertThat(now.speed()).isEqualTo("51.2 KiB/s");
        assertThat(now.left()).isEqualTo("about 20 s left");
        assertThat(now.done()).isEqualTo(100);
        assertThat(view("open").steps())
                .extracting(RunPage.Step::css)
                .containsExactly("done", "done", "now", "todo", "todo");
    }

    @Test
    void aFirstRunPromisesNoEnd() {
        storing("open");

        RunPage.Progress now = view("open").progress().orElseThrow();

        assertThat(now.left()).isEmpty();
        assertThat(now.known()).isFalse();
    }

    @Test
    void aRunThatWaitsForItsNextAttemptSaysWhy() {
        RunRecord run = RunRecords.queued("waits", APP, NIGHT);
        scene.journal.runs().queued(run);
        scene.journal
                .runs()
                .update(run.startedAt(NIGHT)
                        .again(NIGHT.plusSeconds(20), EndCause.REPOSITORY, "The repository is locked.", false));

        assertThat(view("waits").message())
                .isEqualTo("The run waits for its next attempt. The last attempt failed: The repository is locked.");
    }

    @Test
    void aPausedContainerIsShownWithItsSeconds() {
        storing("open");
        long lease = scene.journal
                .leases()
                .intended(new LeaseRecord(
                        0,
                        "open",
                        APP,
                        Map.of("c1", NIGHT),
                        OverviewScene.MORNING.minusSeconds(3),
                        "boot",
                        Duration.ofHours(1),
                        false));
        assertThat(view("open").progress().orElseThrow().paused()).isEmpty();

        scene.journal.leases().frozen(lease);

        assertThat(view("open").progress().orElseThrow().paused()).isEqualTo("3.0 s");
    }

    @Test
    void onlyAnOperatorMayCancelAnOpenRun() {
        storing("open");

        assertThat(page("open", Texts.ENGLISH, true)).contains("action=\"/runs/open/cancel\"", "every 2s");
        assertThat(page("open", Texts.ENGLISH, false)).doesNotContain("/cancel");
    }

    @Test
    void aSnapshotThatWasFoundDamagedLaterIsShown() {
        RunRecords.succeed(scene.journal, "good", APP, NIGHT);
        scene.journal.verdicts().damaged("repo-1", "snap-good", NIGHT.plusSeconds(3600));

        assertThat(view("good").word()).isEqualTo("damaged");
        assertThat(view("good").damaged()).contains("found damaged on 1 Jun 2026");
    }

    @Test
    void anUnknownRunIsRefused() {
        assertThatThrownBy(() -> view("none")).isInstanceOfSatisfying(PageProblem.class, problem -> {
            assertThat(problem.status()).isEqualTo(404);
            assertThat(problem.text(Texts.ENGLISH)).startsWith("There is no run none.");
        });
    }

    @Test
    void messagesFromOutsideAreEscaped() {
        fail("bad", EndCause.ENGINE, "Backrest says " + XSS);

        assertThat(page("bad", Texts.ENGLISH, true))
                .doesNotContain("<img")
                .contains("Backrest says &lt;img src=x", "locked by &lt;img src=x");
    }

    @Test
    void theLogThatBackrestKeepsIsShownEscapedAndShortened() {
        byBackrest("done");
        inBackrest = EngineLog.of("first\n".repeat(500) + "\u001b[31merror " + XSS + "\r\n" + "x".repeat(5000) + "\n");

        String page = page("done", Texts.ENGLISH, true);

        assertThat(view("done").engineLog().orElseThrow().lines())
                .hasSize(200)
                .last()
                .satisfies(line -> assertThat(line).hasSizeLessThan(1010));
        assertThat(page)
                .contains("error &lt;img src=x", "Log of restic in Backrest")
                .doesNotContain("<img", "\u001b");
    }

    @Test
    void aBackrestThatDoesNotAnswerIsOneSentence() {
        byBackrest("done");

        assertThat(page("done", Texts.ENGLISH, true))
                .contains("Backrest does not answer, so this page cannot show its log.");
    }

    @Test
    void aLogThatBackrestHasDeletedIsOneSentence() {
        byBackrest("done");
        inBackrest = EngineLog.of("");

        assertThat(page("done", Texts.ENGLISH, true)).contains("Backrest has no log of this run.");
    }

    @Test
    void aRunWithoutBackrestHasNoLogOfBackrest() {
        RunRecords.succeed(scene.journal, "good", APP, NIGHT);

        assertThat(view("good").engineLog()).isEmpty();
        assertThat(page("good", Texts.ENGLISH, true)).doesNotContain("Backrest does not answer");
    }

    private void byBackrest(String id) {
        RunRecord run = RunRecords.queued(id, APP, NIGHT);
        scene.journal.runs().queued(run);
        scene.journal
                .runs()
                .update(RunRecords.in(
                        run.by(EngineName.BACKREST), RunState.FAILED, NIGHT.plusSeconds(60), EndCause.ENGINE, "no"));
    }

    @Test
    void theLogOfTheEngineIsShownInTheZoneOfThePolicy() {
        storing("open");
        scene.logs.add("open", "restic: unable to read " + XSS);

        assertThat(view("open").log())
                .singleElement()
                .satisfies(line -> assertThat(line.clock()).isEqualTo("08:00:00"));
        assertThat(page("open", Texts.ENGLISH, true))
                .contains("restic: unable to read &lt;img")
                .doesNotContain("<img", "href=\"/backrest/\"");
    }

    @Test
    void thePageSpeaksRussian() {
        fail("bad", EndCause.FREEZE_LIMIT, "no");

        assertThat(page("bad", Texts.RUSSIAN, true)).contains("Что делать:", "Пауза длилась дольше допустимого");
    }
}
