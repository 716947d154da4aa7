package io.slackwater.health;

import io.slackwater.discovery.Sentence;
import io.slackwater.journal.RunRecord;
import io.slackwater.journal.RunState;
import io.slackwater.journal.SuspectedDamage;
import io.slackwater.policy.PlanPolicy;
import java.time.Instant;
import java.util.Optional;

/** Writes the sentence that explains a dataset's health. Pure. */
final class Reasons {

    private Reasons() {}

    /** @param note a remark about the run that made the snapshot; may be empty */
    static String fresh(Instant data, String note) {
        String age = "The newest verified snapshot is of %s.".formatted(Words.time(data));
        return note.isEmpty() ? age : age + " " + Sentence.of(note);
    }

    static String reason(
            HealthReason state,
            PlanPolicy plan,
            Optional<Instant> newest,
            Optional<RunRecord> lastRun,
            Optional<RunRecord> lastSuccess,
            Optional<Instant> damaged,
            Optional<SuspectedDamage> damage,
            Freshness freshness,
            Instant now) {
        String age = newest.map(time -> "the newest verified snapshot is of " + Words.time(time))
                        .orElse("it has no verified snapshot")
                + damaged.filter(time -> newest.filter(time::isBefore).isEmpty())
                        .map(time -> "; the snapshot of " + Words.time(time) + " is damaged")
                        .orElse("");
        if (state.disabled()) {
            return "Plan %s is switched off in the policy; %s.".formatted(plan.id(), age);
        }
        if (newest.isEmpty() && damaged.isPresent()) {
            return Sentence.of(age);
        }
        if (newest.isEmpty()) {
            return lastSuccess.isPresent()
                    ? "All its verified snapshots were removed; the last one was made by run %s."
                            .formatted(lastSuccess.get().id())
                    : "It was never backed up successfully%s.".formatted(because(lastRun));
        }
        if (state == HealthReason.SUSPECTED_DAMAGE && damage.isPresent()) {
            return Sentence.of(age + "; " + suspected(damage.get())
                    + lastRun.filter(run -> run.state() != RunState.SUCCEEDED)
                            .map(run -> because(lastRun))
                            .orElse(""));
        }
        if (Freshness.fromTheFuture(newest.get(), now)) {
            return Sentence.of(age + ", which is in the future: the clock of this machine was or is wrong");
        }
        return Sentence.of("%s; its schedule '%s' requires a newer snapshot since %s%s"
                .formatted(
                        age,
                        plan.schedule(),
                        freshness.staleAt().map(Words::time).orElse("then"),
                        since(lastRun)));
    }

    /** Says why no newer snapshot exists: how its last run failed, or that no run ended since. */
    static String since(Optional<RunRecord> lastRun) {
        return lastRun.filter(run -> run.state() == RunState.SUCCEEDED)
                .flatMap(RunRecord::ended)
                .map(ended -> "; its last run succeeded at " + Words.time(ended))
                .orElseGet(() -> because(lastRun));
    }

    private static String suspected(SuspectedDamage damage) {
        return "it may be damaged since %s: %s. A restore fails at damaged data; a new backup is read back completely"
                .formatted(Words.time(damage.found()), Sentence.endless(damage.reason()));
    }

    static String because(Optional<RunRecord> run) {
        return run.map(r -> "; its last run %s ended %s at %s: %s"
                        .formatted(
                                r.id(),
                                r.state(),
                                r.ended().map(Words::time).orElse("an unknown time"),
                                r.message().isEmpty() ? "no reason was recorded" : Sentence.endless(r.message())))
                .orElse("; none of its runs has ended yet");
    }
}
