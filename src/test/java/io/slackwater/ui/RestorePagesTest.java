package io.slackwater.ui;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.journal.RestoreRecord;
import io.slackwater.journal.RestoreStep;
import io.slackwater.journal.RunRecords;
import io.slackwater.journal.Verified;
import io.slackwater.kind.Forecast;
import io.slackwater.restore.InPlaceRestores;
import io.slackwater.restore.RestorePlan;
import io.slackwater.restore.RestoreScope;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RestorePagesTest {

    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
    private static final ZoneId ZONE = ZoneId.of("Europe/Zurich");
    private static final String APP = "shop.db.app";

    @RegisterExtension
    private final OverviewScene scene = new OverviewScene();

    private InPlaceRestores.Offer offer(String overwrites, List<String> refusals) {
        RunRecords.succeed(scene.journal, "r1", APP, NOW.minus(Duration.ofHours(3)));
        Verified snapshot = scene.journal.verdicts().of(APP).getFirst();
        Forecast forecast = new Forecast(
                overwrites,
                "71/1",
                List.of("shop-web-1"),
                5 << 20,
                Optional.of(9L << 20),
                Duration.ofSeconds(2),
                List.of("all sessions end"),
                refusals);
        RestorePlan plan = new RestorePlan(
                "plan-1",
                new RestoreScope.OneDataset(APP),
                new InPlaceRestores.Selection("latest", Optional.empty()),
                "shop-db",
                NOW.plus(Duration.ofMinutes(15)),
                List.of(new RestorePlan.Item(snapshot, "shop-db", forecast, Optional.of("may be damaged"))),
                List.of("dataset shop.db.odd: no"));
        return new InPlaceRestores.Offer(plan, "token-1");
    }

    private static String rendered(InPlaceRestores.Offer offer, Texts texts) {
        return PageTemplates.render(
                "restorePlan",
                Map.of(
                        "page",
                        PageTemplates.frame(texts, texts.of("restorePlanTitle"), "", "/restores/plan"),
                        "view",
                        RestorePlanPage.of(offer, texts, ZONE, NOW)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "ru"})
    void thePlanNamesWhatHappensAndAsksForItsPhrase(String language) {
        Texts texts = Texts.in(language);
        assertThat(rendered(offer("database <img onerror=x> of shop-db", List.of()), texts))
                .contains(
                        "database &lt;img onerror=x&gt; of shop-db",
                        "shop-web-1",
                        "all sessions end",
                        "may be damaged",
                        "dataset shop.db.odd: no",
                        texts.of("restoreNeedsOf", texts.size(5 << 20), texts.size(9 << 20)),
                        "name=\"plan\" value=\"plan-1\"",
                        "name=\"token\" value=\"token-1\"",
                        "<strong>shop-db</strong>")
                .doesNotContain("<img");
    }

    @Test
    void anImpossibleRestoreCannotBeConfirmed() {
        assertThat(rendered(offer("database app", List.of("it has <b>slots</b>")), Texts.ENGLISH))
                .contains("it has &lt;b&gt;slots&lt;/b&gt;")
                .doesNotContain("token-1", "restore-now");
    }

    private static RestorePage page(RestoreRecord restore, boolean inPlace) {
        return RestorePage.of(restore, inPlace, Texts.ENGLISH, ZONE, NOW);
    }

    private static RestoreRecord begun() {
        return RestoreRecord.begun(
                "x1", APP, "snap-1", "the live data of dataset " + APP, NOW.minusSeconds(5), Optional.of("doubtful"));
    }

    private static String rendered(RestorePage view) {
        return PageTemplates.render(
                "restore",
                Map.of("page", PageTemplates.viewerFrame(Texts.ENGLISH, view.title(), "/restores/x1"), "view", view));
    }

    @ParameterizedTest
    @EnumSource(
            value = RestoreStep.class,
            names = {"SAVING", "FILLING", "CHECKING", "EXCHANGING", "STARTING"})
    void aRunningRestoreShowsItsStepAndWhatHappensIfItFails(RestoreStep step) {
        RestorePage view = page(begun().in(step), true);
        assertThat(view.steps())
                .filteredOn(one -> one.css().equals("now"))
                .singleElement()
                .satisfies(one ->
                        assertThat(one.word()).isEqualTo(Texts.ENGLISH.of("restoreStep" + TextKeys.capital(step))));
        assertThat(rendered(view))
                .contains("aria-current=\"step\"", "doubtful")
                .contains(
                        step.compareTo(RestoreStep.EXCHANGING) < 0
                                ? "the live data stay as they are"
                                : "the old data become live again");
    }

    @Test
    void aFinishedRestoreSaysWhatToDoNow() {
        RestorePage view = page(begun().in(RestoreStep.FINISHING).end(RestoreRecord.State.SUCCEEDED, NOW, ""), true);
        assertThat(view.light()).isEqualTo(Light.OK);
        assertThat(view.steps()).allSatisfy(step -> assertThat(step.css()).isEqualTo("done"));
        assertThat(rendered(view)).contains("Restart the services that keep connections", "5.0 s");
    }

    @Test
    void aFailedRestoreSaysWhy() {
        RestorePage view =
                page(begun().in(RestoreStep.CHECKING).end(RestoreRecord.State.FAILED, NOW, "no <i>ink</i>"), true);
        assertThat(view.light()).isEqualTo(Light.BAD);
        assertThat(rendered(view)).contains("no &lt;i&gt;ink&lt;/i&gt;").doesNotContain("class=\"steps\"");
    }

    @Test
    void aRestoreIntoANewTargetHasNoStepsInPlace() {
        RestorePage view = page(begun().in(RestoreStep.FILLING), false);
        assertThat(view.steps()).isEmpty();
        assertThat(view.fails()).isEmpty();
        assertThat(view.open()).isTrue();
    }
}
