package io.slackwater.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Decides when a dataset is backed up again before its plan's next time. Stateless.
 *
 * <ul>
 *   <li>A transient failure is retried after 15 minutes, one hour, four hours, then daily.
 *   <li>Any failure is retried at once when container, repository or policy changed. Retries stay 15 minutes apart, so
 * that a container in a restart loop causes no loop of backups.
 *   <li>A permanent failure is retried only after such a change.
 *   <li>A dataset without a run, or whose only backup was lost, is backed up at once. If its backups are lost
 * repeatedly, the waiting times above apply.
 *   <li>A run that a user cancelled is not retried.
 * </ul>
 */
final class RetryLadder {

    /** If the plan starts within this time after a retry, the retry is left out. */
    static final Duration PLAN_IS_NEAR = Duration.ofMinutes(15);

    private static final List<Duration> STEPS =
            List.of(Duration.ofMinutes(15), Duration.ofHours(1), Duration.ofHours(4), Duration.ofDays(1));

    /** How many backups start without waiting if each one is lost: the first and one replacement. */
    private static final int REPLACED_AT_ONCE = 2;

    private RetryLadder() {}

    /**
     * When the dataset is backed up again; a time in the past means now. Empty when the plan starts first or no retry
     * is due.
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
            case AT_ONCE, TRANSIENT -> Optional.of(last.changed() ? afterChange(last) : step(last.tries()));
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
