package io.slackwater.health;

import io.slackwater.journal.RunRecord;
import io.slackwater.journal.RunState;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * The health of a dataset's backups at one moment. Immutable.
 *
 * @param plan the name of its plan in the policy; empty when unknown
 * @param why the reason as an enum
 * @param reason the reason as a sentence
 * @param newest when the data of its newest verified snapshot were captured; empty without a snapshot
 * @param staleAt when that snapshot becomes overdue; empty without a snapshot or a schedule
 * @param interval the time between the next two runs of its schedule
 * @param lastRun its last run that ended and was not cancelled
 * @param lastSuccess its last run that ended with a verified snapshot
 * @param repository the name of the repository of its newest snapshot, or of its plan; empty when unknown
 */
public record DatasetHealth(
        String dataset,
        String plan,
        HealthReason why,
        String reason,
        Optional<Instant> newest,
        Optional<Instant> staleAt,
        Optional<Duration> interval,
        Optional<RunRecord> lastRun,
        Optional<RunRecord> lastSuccess,
        Optional<String> repository) {

    /** The health of a dataset as one word. {@link HealthReason} gives the reason. */
    public enum State {
        /** The newest verified snapshot is as recent as the schedule requires. */
        FRESH,
        /** The newest verified snapshot is too old. */
        OVERDUE,
        /** The dataset has no verified snapshot. */
        NEVER,
        /** The newest verified snapshot is too old, and the last run failed. */
        FAILED,
        /** The newest verified snapshot cannot be restored now, or may be damaged. */
        NOT_RESTORABLE,
        /** The dataset no longer exists, or another dataset contains its data. The snapshots are kept. */
        GONE;

        /** The state as shown to people and in JSON. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    public State state() {
        return switch (why) {
            case FRESH, MISLABELLED -> State.FRESH;
            case NEVER -> State.NEVER;
            case STALE, NO_PLAN -> newest.isEmpty() ? State.NEVER : lastRunFailed() ? State.FAILED : State.OVERDUE;
            case DISABLED -> newest.isEmpty() ? State.NEVER : State.FRESH;
            case DISABLED_STALE -> State.OVERDUE;
            case SUSPECTED_DAMAGE, NOT_RESTORABLE, NO_REPOSITORY -> State.NOT_RESTORABLE;
            case GONE, COVERED, GONE_STALE, VANISHED, OUT_OF_SCOPE -> State.GONE;
        };
    }

    /** The same snapshots and runs, with another reason. */
    DatasetHealth because(HealthReason other, String sentence) {
        return new DatasetHealth(
                dataset, plan, other, sentence, newest, staleAt, interval, lastRun, lastSuccess, repository);
    }

    private boolean lastRunFailed() {
        return lastRun.filter(run -> run.state() != RunState.SUCCEEDED).isPresent();
    }

    public boolean up() {
        return why.up();
    }
}
