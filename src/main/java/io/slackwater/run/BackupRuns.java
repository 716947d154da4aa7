package io.slackwater.run;

/** Makes runs: joins what all runs use. Immutable. */
public record BackupRuns(BackupTargets targets, Passes passes, Freezes freezes, Storage storage, Retries retries) {

    BackupRun of(OngoingRun progress, Slots.Turn turn) {
        return new BackupRun(progress, turn, targets, passes, freezes, storage, retries);
    }
}
