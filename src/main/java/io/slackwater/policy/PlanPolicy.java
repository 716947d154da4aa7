package io.slackwater.policy;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * A plan: when its datasets are backed up, to which repository, and how long snapshots are kept.
 *
 * @param enabled false stops scheduled runs; a user can still start runs
 * @param kinds the kinds of service that use this plan by default
 * @param verify how snapshots are verified
 * @param engine the program that runs restic
 * @param maxDuration a run that takes longer raises an alarm
 * @param rpo the recovery point objective: an alarm is raised when the newest verified data are older
 */
public record PlanPolicy(
        String id,
        boolean enabled,
        CronSchedule schedule,
        String repository,
        String retention,
        Set<String> kinds,
        Verify verify,
        EngineChoice engine,
        Optional<Duration> maxDuration,
        Optional<Duration> rpo) {

    /** The program that runs restic. */
    public enum EngineChoice {
        /** Backrest, if an address is configured and Backrest has the dataset's plan; otherwise Slackwater. */
        BACKREST,
        /** Slackwater for the first backup of a dataset; {@link #BACKREST} for all later ones. */
        AUTO,
        /** Slackwater for every backup. */
        EMBEDDED
    }

    /** How a stored snapshot is verified. */
    public enum Verify {
        /** Reads the snapshot back from the repository and checks it with the tool of its service. */
        FULL,
        /** Compares sizes only, so the result is always {@code UNVERIFIED}. */
        SIZE
    }

    public PlanPolicy {
        kinds = Set.copyOf(kinds);
    }
}
