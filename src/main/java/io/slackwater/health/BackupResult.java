package io.slackwater.health;

import io.slackwater.journal.Damaged;
import io.slackwater.journal.RunRecord;
import io.slackwater.journal.RunState;
import io.slackwater.journal.Verified;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * The state of a dataset's newest backup. Combines the result of the last run with later findings about its snapshot.
 * Pure.
 *
 * @param word the state of the run, or a worse state found since, as one word for a table
 * @param reason empty without a reason
 */
public record BackupResult(String word, Level level, String reason) {

    /** Reasons why the newest snapshot cannot be restored now, or may be damaged. */
    private static final Set<HealthReason> NOT_NOW =
            EnumSet.of(HealthReason.SUSPECTED_DAMAGE, HealthReason.NOT_RESTORABLE, HealthReason.NO_REPOSITORY);

    /** How serious the state is, for programs that read the API. */
    public enum Level {
        OK,
        /** The backup exists but needs attention. */
        DEGRADED,
        /** The newest backup failed, or its snapshot is damaged. */
        FAILED
    }

    /**
     * Determines the state.
     *
     * @param damaged the dataset's newest snapshot that was found damaged; empty without one
     * @param lost the id of the newest run's snapshot if the repository no longer has it; otherwise empty
     * @param meant whether a user acknowledged that the dataset is gone for good
     */
    public static BackupResult of(
            DatasetHealth health, Optional<Damaged> damaged, Optional<String> lost, boolean meant) {
        Optional<Damaged> newest = damaged.filter(one -> health.newest()
                .filter(time -> time.isAfter(one.verdict().time()))
                .isEmpty());
        if (newest.isPresent()) {
            return new BackupResult("DAMAGED", Level.FAILED, damaged(newest.get()) + " " + health.reason());
        }
        if (NOT_NOW.contains(health.why())) {
            return new BackupResult(word(health), Level.FAILED, health.reason());
        }
        if (lost.isPresent()) {
            String words =
                    "Its newest snapshot %s is no longer in its repository. ".formatted(Verified.shortened(lost.get()));
            return new BackupResult("LOST", Level.DEGRADED, words + health.reason());
        }
        if (health.why().missing()) {
            return new BackupResult(word(health), meant ? Level.OK : Level.DEGRADED, health.reason());
        }
        return ofRun(health);
    }

    private static BackupResult ofRun(DatasetHealth health) {
        Optional<RunRecord> run = health.lastRun();
        String message = run.map(RunRecord::message).orElse("");
        RunState state = run.map(RunRecord::state).orElse(RunState.SUCCEEDED);
        if (state != RunState.SUCCEEDED) {
            return new BackupResult(state.name(), state == RunState.FAILED ? Level.FAILED : Level.DEGRADED, message);
        }
        if (health.newest().isEmpty() || !health.up()) {
            return new BackupResult(word(health), Level.DEGRADED, health.reason());
        }
        return new BackupResult(state.name(), Level.OK, message);
    }

    private static String word(DatasetHealth health) {
        return health.state().name();
    }

    private static String damaged(Damaged one) {
        return "Its newest snapshot %s (data of %s) was found damaged at %s."
                .formatted(one.verdict().shortId(), Words.time(one.verdict().time()), Words.time(one.found()));
    }
}
