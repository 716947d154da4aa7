package io.slackwater.schedule;

import io.slackwater.journal.EndCause;
import io.slackwater.journal.RunRecord;
import io.slackwater.schedule.LastRun.End;
import java.time.Instant;
import java.util.Optional;

/**
 * Remembers for each dataset whose newest run failed how things were right after, and whether what the run failed for may be gone
 * since. Kept over a restart.
 */
final class FailedRuns {

    private final ScheduleMemory memory;

    FailedRuns(ScheduleMemory memory) {
        this.memory = memory;
    }

    private record Noted(String run, boolean changed, Circumstances last) {

        private static final String CHANGED = "changed";

        String write() {
            return String.join("\n", run, changed ? CHANGED : "", last.made(), last.state());
        }

        static Optional<Noted> read(String text) {
            String[] lines = text.split("\n", -1);
            return lines.length == 4
                    ? Optional.of(new Noted(
                            lines[0],
                            lines[1].equals(CHANGED),
                            new Circumstances(lines[2], lines[3], Instant.EPOCH, false, false)))
                    : Optional.empty();
        }
    }

    /**
     * Whether something that another run of it would meet is other than when this one failed: somebody made it so, or it is well
     * again.
     */
    boolean changed(RunRecord failed, End end, Circumstances now) {
        String key = "schedule:failed:" + failed.dataset();
        Optional<Noted> before = memory.note(key)
                .flatMap(Noted::read)
                .filter(noted -> noted.run().equals(failed.id()));
        boolean changed = startedSince(failed, end, now)
                || before.filter(noted -> noted.changed()
                                || !noted.last().made().equals(now.made())
                                || (end == End.TRANSIENT
                                        && now.good()
                                        && !noted.last().state().equals(now.state())))
                        .isPresent();
        String note = new Noted(failed.id(), changed, now).write();
        if (!memory.note(key).equals(Optional.of(note))) {
            memory.note(key, note);
        }
        // For what we broke off ourselves nothing else has to change.
        return (changed || failed.cause() == EndCause.INTERRUPTED) && now.reachable();
    }

    /**
     * Whether the container was started anew after the run: too quickly perhaps to be seen away. That mends what can pass, and what was
     * wrong in the container; nothing of a freeze that lasted too long. The next run ends after this start, so each counts once.
     */
    private static boolean startedSince(RunRecord failed, End end, Circumstances now) {
        return (end == End.TRANSIENT || end == End.PERMANENT && failed.cause() == EndCause.SOURCE)
                && failed.ended().filter(now.started()::isAfter).isPresent();
    }
}
