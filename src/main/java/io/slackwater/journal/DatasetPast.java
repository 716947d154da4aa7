package io.slackwater.journal;

import java.time.Instant;
import java.util.Optional;

/** What the journal knows about a dataset: its newest runs and snapshots, and its last state in Docker. */
public record DatasetPast(String dataset, Runs runs, Snapshots snapshots, State state) {

    /**
     * The newest runs.
     *
     * @param newest of all runs
     * @param ended of the runs that ended and were not cancelled; only the newest 20 runs are searched
     * @param success of the successful runs whose snapshot was not found damaged
     */
    public record Runs(Optional<RunRecord> newest, Optional<RunRecord> ended, Optional<RunRecord> success) {}

    /**
     * The verified snapshots. Those that were removed or found damaged do not count.
     *
     * @param newest the snapshot with the newest data
     * @param run the run that made {@code newest}
     * @param repository the policy's last name of the repository of {@code newest}
     * @param suspected the damage that {@code newest} may share
     * @param damaged the capture time of the newest snapshot that was found damaged
     */
    public record Snapshots(
            long count,
            Optional<Verified> newest,
            Optional<RunRecord> run,
            Optional<String> repository,
            Optional<SuspectedDamage> suspected,
            Optional<Instant> damaged) {}

    /**
     * Facts that outlive the runs.
     *
     * @param name the name for users; empty for a dataset that was never found
     * @param health at the last survey of Docker
     * @param gone whether a user acknowledged that the dataset is gone for good
     */
    public record State(Optional<String> name, LastHealth health, boolean gone) {}
}
