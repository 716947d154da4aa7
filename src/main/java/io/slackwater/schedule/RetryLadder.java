package io.slackwater.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Decides when a dataset whose newest run did not succeed is backed up again, before its plan's next time. Pure.
 *
 * <ul>
 *   <li>A transient failure is retried after 15 minutes, an hour, four hours, then daily.
 *   <li>A failure of any cause is retried at once when the container, the repository or the policy changed. Retries stay 15 minutes
 *       apart, so that a container in a restart loop is not backed up in a loop.
 *   <li>A permanent failure is retried only then.
 *   <li>A dataset without a run, or one that lost its only backup, is backed up at once. When the backup is lost again and again, the
 *       ladder applies.
 *   <li>A run that a person cancelled is not retried.
 * </ul>
 */
final class RetryLadder {

    /** A retry that would start this shortly before the plan's time is left to the plan. */
    static final Duration PLAN_IS_NEAR = Duration.ofMinutes(15);

    private static final List<Duration> STEPS =
            List.of(Duration.ofMinutes(15), Duration.ofHours(1), Duration.ofHours(4), Duration.ofDays(1));

    /** The first backup, and the one that replaces it. */
    private static final int REPLACED_AT_ONCE = 2;

    private RetryLadder() {}

    /**
     * When the next run of the dataset starts; a time that has passed means now. Empty when the plan's time comes first, or when no
     * retry is due.
     *
     * @param plan the plan's next time
     */
    static Optional<Instant> at(KnownDataset dataset, Optional<Instant> plan, Instant now) {
        if (dataset.open()) {
            return Optional.empty();
        }
        if (dataset.last().isEmpty()) {
            return dataset.backedUp() ? Optional.empty() : Optional.of(now);
        }
        LastRun last = dataset.last().get();
        Optional<Duration> wait = wait(last, dataset.backedUp());
        if (wait.isEmpty()) {
            return Optional.empty();
        }
        // The clock was set back, so the end of the run is no reference.
        boolean ahead = last.at().isAfter(now.plus(DueDecision.CLOCK_CORRECTION));
        Instant at = ahead ? now : last.at().plus(wait.get());
        Instant begins = at.isBefore(now) ? now : at;
        return plan.filter(time -> !begins.plus(PLAN_IS_NEAR).isBefore(time)).isPresent()
                ? Optional.empty()
                : Optional.of(at);
    }

    private static Optional<Duration> wait(LastRun last, boolean backedUp) {
        return switch (last.end()) {
            case CANCELLED -> Optional.empty();
            case NOT_NEEDED -> backedUp ? Optional.empty() : Optional.of(step(last.tries() - REPLACED_AT_ONCE));
            case TRANSIENT -> Optional.of(last.changed() ? afterChange(last) : step(last.tries()));
            case PERMANENT -> last.changed() ? Optional.of(afterChange(last)) : Optional.empty();
        };
    }

    private static Duration afterChange(LastRun last) {
        return last.tries() == 0 ? Duration.ZERO : STEPS.getFirst();
    }

    private static Duration step(int number) {
        return number < 0 ? Duration.ZERO : STEPS.get(Math.min(number, STEPS.size() - 1));
    }
}
