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
 * Tells whether what health and schedules are derived from has changed: journal, policy or inventory. A minute that passed counts as a
 * change, because a freshness limit or a time to retry may lie in it. Safe for use by several threads.
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

    /** Whether something changed since the last call, or this is the first one. */
    synchronized boolean any() {
        State state = new State(journal.changes(), policy.current(), board.changes());
        Instant now = clock.instant();
        boolean changed = !state.equals(seen) || Duration.between(at, now).abs().compareTo(MINUTE) >= 0;
        if (changed) {
            seen = state;
            at = now;
        }
        return changed;
    }

    /** Lets the next call tell of a change: what was derived from the last one was not complete. */
    synchronized void again() {
        seen = null;
    }
}
