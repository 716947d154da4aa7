package io.slackwater.ui;

import io.slackwater.journal.RestoreRecord;
import io.slackwater.journal.RestoreStep;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the page of a restore shows.
 *
 * @param word its state
 * @param open whether it runs, so that the page is loaded again often
 * @param steps of a restore in place that runs or succeeded; empty for others
 * @param fails what happens if the present step fails; empty when nothing runs
 * @param message how it ended, or what to do now
 */
public record RestorePage(
        String id,
        String title,
        Light light,
        String word,
        boolean open,
        List<RunPage.Step> steps,
        String fails,
        String message,
        List<Fact> facts) {

    private static final List<RestoreStep> STEPS = List.of(
            RestoreStep.SAVING,
            RestoreStep.FILLING,
            RestoreStep.CHECKING,
            RestoreStep.EXCHANGING,
            RestoreStep.STARTING);

    /** @param inPlace whether it replaces live data */
    static RestorePage of(RestoreRecord restore, boolean inPlace, Texts texts, ZoneId zone, Instant now) {
        boolean open = restore.state() == RestoreRecord.State.RUNNING;
        boolean succeeded = restore.state() == RestoreRecord.State.SUCCEEDED;
        String next = inPlace && succeeded ? texts.of("restoreNext") : "";
        return new RestorePage(
                restore.id(),
                texts.of("restoreTitle", restore.dataset()),
                open ? Light.BUSY : succeeded ? Light.OK : Light.BAD,
                texts.of("restore" + TextKeys.capital(restore.state())),
                open,
                inPlace && (open || succeeded) ? steps(restore, succeeded, texts) : List.of(),
                inPlace && open ? texts.of("restoreFails" + (changed(restore) ? "Late" : "Early")) : "",
                Stream.of(restore.message(), next)
                        .filter(text -> !text.isEmpty())
                        .reduce((one, other) -> one + " " + other)
                        .orElse(""),
                facts(restore, texts, zone, now));
    }

    /** Whether the live data may have been exchanged already. */
    private static boolean changed(RestoreRecord restore) {
        return restore.step().compareTo(RestoreStep.EXCHANGING) >= 0;
    }

    private static List<RunPage.Step> steps(RestoreRecord restore, boolean succeeded, Texts texts) {
        int now = (int) STEPS.stream()
                .filter(step -> step.compareTo(restore.step()) < 0)
                .count();
        List<RunPage.Step> steps = new ArrayList<>();
        for (int i = 0; i < STEPS.size(); i++) {
            String css = succeeded || i < now ? "done" : i == now ? "now" : "todo";
            steps.add(new RunPage.Step(
                    css, texts.of("restoreStep" + TextKeys.capital(STEPS.get(i))), texts.of("step" + css)));
        }
        return steps;
    }

    private static List<Fact> facts(RestoreRecord restore, Texts texts, ZoneId zone, Instant now) {
        List<Fact> facts = new ArrayList<>();
        facts.add(Fact.of(texts.of("restoreTarget"), restore.target()));
        if (!restore.snapshot().isEmpty()) {
            facts.add(Fact.of(texts.of("snapshotId"), restore.snapshot()));
        }
        facts.add(Fact.at(texts.of("restoreStarted"), Moment.of(restore.started(), now, zone, texts)));
        restore.ended().ifPresent(end -> {
            facts.add(Fact.at(texts.of("restoreEnded"), Moment.of(end, now, zone, texts)));
            facts.add(Fact.of(texts.of("restoreTook"), texts.duration(Duration.between(restore.started(), end))));
        });
        restore.warning().ifPresent(warning -> facts.add(Fact.of(texts.of("restoreWarning"), warning)));
        return facts;
    }
}
