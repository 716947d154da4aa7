package io.slackwater.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Decides when a dataset whose newest run did not succeed is backed up again, before its plan's next time. Pure.
 *
 * <ul>
 *   <li>What can pass is tried again after 15 minutes, an hour, four hours, then every twelve; a first backup is red until it
 *       succeeds, so never later than after an hour.
 *   <li>What would fail the same way is left alone until something is changed; only a first backup is tried now and then, for not
 *       everything that is changed can be seen.
 *   <li>What succeeded and has no snapshot left, because somebody forgot it, it turned out to be damaged or its repository left
 *       the policy, is backed up at once; when
 *       that goes on, after 15 minutes, then every hour.
 *   <li>Once something was changed, or is well again, it is tried at once; when that failed, too, after 15 minutes, then every hour.
 *   <li>What a person ended is left alone.
 * </ul>
 */
final class TryAgain {

    /** So near to the plan's own time that is waited for. */
    static final Duration PLAN_IS_NEAR = Duration.ofMinutes(15);

    private static final List<Duration> PASSES =
            List.of(Duration.ofMinutes(15), Duration.ofHours(1), Duration.ofHours(4), Duration.ofHours(12));
    private static final List<Duration> FIRST = List.of(Duration.ofMinutes(15), Duration.ofHours(1));
    private static final List<Duration> LOST =
            List.of(Duration.ZERO, Duration.ZERO, Duration.ofMinutes(15), Duration.ofHours(1));
    private static final List<Duration> FIRST_SAME =
            List.of(Duration.ofHours(1), Duration.ofHours(4), Duration.ofHours(12));
    private static final List<Duration> CHANGED = List.of(Duration.ZERO, Duration.ofMinutes(15), Duration.ofHours(1));

    private TryAgain() {}

    /**
     * When; a time that has passed means now. Empty when the plan's own time comes first, or nothing is to be tried.
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
        // A clock that was set back by hand: its end is not what is waited for.
        boolean ahead = last.at().isAfter(now.plus(DueDecision.CLOCK_CORRECTION));
        Instant at = ahead ? now : last.at().plus(wait.get());
        Instant begins = at.isBefore(now) ? now : at;
        return plan.filter(time -> !begins.plus(PLAN_IS_NEAR).isBefore(time)).isPresent()
                ? Optional.empty()
                : Optional.of(at);
    }

    private static Optional<Duration> wait(LastRun last, boolean backedUp) {
        List<Duration> steps = switch (last.end()) {
            case UNWANTED -> List.of();
            // Its snapshot does not count any more.
            case SUCCEEDED -> backedUp ? List.of() : LOST;
            case MAY_PASS -> last.changed() ? CHANGED : backedUp ? PASSES : FIRST;
            case SAME -> last.changed() ? CHANGED : backedUp ? List.of() : FIRST_SAME;
            case UNPROVEN -> last.changed() ? CHANGED : List.of();
        };
        return steps.isEmpty() ? Optional.empty() : Optional.of(steps.get(Math.min(last.tries(), steps.size() - 1)));
    }
}
