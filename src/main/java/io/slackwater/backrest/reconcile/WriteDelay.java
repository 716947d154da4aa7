package io.slackwater.backrest.reconcile;

import io.slackwater.backrest.reconcile.Change.Action;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Limits the wait of a write for an idle Backrest. Loss prevented: a plan that starts something every minute would delay the repair of an
 * edit for ever. The write then waits for running operations only; queued operations are queued again.
 */
final class WriteDelay {

    /** The subject of the conflict. */
    static final String SUBJECT = "held up";

    private static final Duration TOLD = Duration.ofMinutes(5);
    private static final Duration TOO_LONG = Duration.ofMinutes(10);

    private WriteDelay() {}

    /** Whether the write no longer waits for queued operations. */
    static boolean tooLong(@Nullable Instant since, Clock clock) {
        return since != null && !clock.instant().isBefore(since.plus(TOO_LONG));
    }

    /**
     * A waiting plan of a new dataset is no conflict. The operation that Backrest works on is part of the remedy, because the cause must
     * stay the same while operations change.
     */
    static Optional<Conflict> conflict(List<Change> waiting, String work, Instant since, Clock clock) {
        String what = waiting.stream()
                .filter(change -> change.action() == Action.PUT_BACK)
                .map(change -> change.subject() + " (" + change.detail() + ")")
                .limit(3)
                .collect(Collectors.joining(", "));
        if (what.isEmpty() || clock.instant().isBefore(since.plus(TOLD))) {
            return Optional.empty();
        }
        return Optional.of(new Conflict(
                SUBJECT,
                "Backrest has been busy for %d minutes, so an edit there cannot be reverted: %s."
                        .formatted(TOLD.toMinutes(), what),
                "Backrest works on %s. The edit harms no backup. After %d minutes it is reverted as soon as nothing runs. To end the wait now, cancel the long operation on Backrest's page, or remove the schedule that starts it again and again."
                        .formatted(work, TOO_LONG.toMinutes())));
    }
}
