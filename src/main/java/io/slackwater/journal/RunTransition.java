package io.slackwater.journal;

import static io.slackwater.journal.RunState.CANCELLED;
import static io.slackwater.journal.RunState.CAPTURING;
import static io.slackwater.journal.RunState.FAILED;
import static io.slackwater.journal.RunState.QUEUED;
import static io.slackwater.journal.RunState.STORING;
import static io.slackwater.journal.RunState.SUCCEEDED;
import static io.slackwater.journal.RunState.UNVERIFIED;
import static io.slackwater.journal.RunState.VERIFYING;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** The arrows of {@link RunState}'s diagram. Pure. */
final class RunTransition {

    private static final Map<RunState, Set<RunState>> NEXT = new EnumMap<>(Map.of(
            // A run that is open at the start of Slackwater fails, also a queued one.
            QUEUED, EnumSet.of(QUEUED, CAPTURING, FAILED, CANCELLED),
            CAPTURING, EnumSet.of(CAPTURING, STORING, FAILED, CANCELLED, QUEUED),
            STORING, EnumSet.of(STORING, VERIFYING, FAILED, CANCELLED, QUEUED),
            VERIFYING, EnumSet.of(VERIFYING, SUCCEEDED, UNVERIFIED, FAILED, CANCELLED, QUEUED)));

    private RunTransition() {}

    /** Whether a run may go from one state to the other; staying in an open state, to change its other fields, is allowed. */
    static boolean allowed(RunState from, RunState to) {
        return NEXT.getOrDefault(from, Set.of()).contains(to);
    }

    /** @throws IllegalStateException the diagram has no such arrow; an ended run has none at all */
    static void check(String run, RunState from, RunState to) {
        if (allowed(from, to)) {
            return;
        }
        throw new IllegalStateException(
                from.ended()
                        ? "Run %s ended %s already; it is never changed and cannot become %s.".formatted(run, from, to)
                        : "Run %s is %s and cannot become %s; from there it can only go to %s."
                                .formatted(run, from, to, NEXT.getOrDefault(from, Set.of())));
    }

    /** @throws IllegalArgumentException an ended run without an end, or an open one with an end */
    static void checkEnd(RunRecord run) {
        if (run.state().ended() != run.ended().isPresent()) {
            throw new IllegalArgumentException(
                    run.state().ended()
                            ? "Run %s is %s but says not when it ended.".formatted(run.id(), run.state())
                            : "Run %s is %s, which is no end, but carries an end time."
                                    .formatted(run.id(), run.state()));
        }
    }
}
