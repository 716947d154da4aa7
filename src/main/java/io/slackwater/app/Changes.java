package io.slackwater.app;

import io.slackwater.discovery.InventoryBoard;
import io.slackwater.journal.Journal;
import io.slackwater.policy.LivePolicy;
import io.slackwater.policy.Policy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Repeats a computation only after a change of the journal, the policy or the inventory. An idle sidecar must do
 * nothing. Each minute counts as a change too, because a snapshot may become overdue or a retry due. Safe for use by
 * several threads.
 */
final class Changes {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Journal journal;
    private final LivePolicy policy;
    private final InventoryBoard board;
    private final Clock clock;
    private @Nullable State seen;
    private Instant at = Instant.EPOCH;

    Changes(Journal journal, LivePolicy policy, InventoryBoard board, Clock clock) {
        this.journal = journal;
        this.policy = policy;
        this.board = board;
        this.clock = clock;
    }

    private record State(long journal, Policy policy, long inventory) {}

    /** Runs the computation if something changed since the last computation that succeeded. */
    synchronized void compute(Runnable computation) {
        State state = new State(journal.changes(), policy.current(), board.changes());
        Instant now = clock.instant();
        if (!state.equals(seen) || Duration.between(at, now).abs().compareTo(MINUTE) >= 0) {
            computation.run();
            seen = state;
            at = now;
        }
    }
}
