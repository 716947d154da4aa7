package io.slackwater.policy;

import java.util.Set;

/**
 * A plan: its schedule, repository and retention, and the kinds for which it is the default.
 *
 * @param enabled false stops scheduled runs; a user can still start runs
 * @param kinds the kinds of workload that use this plan by default
 * @param verify {@link Verify#SIZE} never gives a verified snapshot
 * @param engine who runs restic for it
 */
public record PlanPolicy(
        String id,
        boolean enabled,
        CronSchedule schedule,
        String repository,
        String retention,
        Set<String> kinds,
        Verify verify,
        Engine engine) {

    /** The program that runs restic. */
    public enum Engine {
        /** Backrest, if one is configured and has the dataset's plan; otherwise Slackwater. */
        BACKREST,
        /** Slackwater for the first backup of a dataset, {@link #BACKREST} for all others. */
        AUTO,
        /** Always Slackwater. */
        EMBEDDED
    }

    /** How a stored snapshot is checked. */
    public enum Verify {
        /** Read back from the repository and parsed by the kind's own tool. */
        FULL,
        /** Compares sizes only, so the run always ends {@code UNVERIFIED}. */
        SIZE
    }

    public PlanPolicy {
        kinds = Set.copyOf(kinds);
    }
}
