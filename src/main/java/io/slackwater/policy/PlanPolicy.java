package io.slackwater.policy;

import java.util.Set;

/**
 * A plan: when, where to, kept how long, and for which kinds it is the default.
 *
 * @param enabled false: nothing of this plan is started by the schedule; runs asked for by a person still work
 * @param kinds the kinds of workload whose default plan this is
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

    /** Who runs restic. */
    public enum Engine {
        /** Backrest, where one is configured and knows the dataset; otherwise we. */
        BACKREST,
        /** Always we. */
        EMBEDDED
    }

    /** How a stored snapshot is checked. */
    public enum Verify {
        /** Read back from the repository and parsed by the kind's own tool. */
        FULL,
        /** Sizes only; such a run always ends {@code UNVERIFIED}. */
        SIZE
    }

    public PlanPolicy {
        kinds = Set.copyOf(kinds);
    }
}
