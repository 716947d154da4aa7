package io.slackwater.run;

import io.slackwater.journal.RunRecord;
import io.slackwater.trust.RunFailure;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The logs of the newest runs since the start of Slackwater: their steps, and what Slackwater and restic logged
 * meanwhile. Keeps a bounded number of runs and lines. Safe for use by several threads.
 */
public final class RecentRunLogs implements RunEvents {

    private static final int RUNS = 60;
    private static final int LINES = 100;
    private static final int LONGEST = 1000;

    private final Clock clock;
    private final Map<String, Deque<Line>> logs = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Deque<Line>> eldest) {
            return size() > RUNS;
        }
    };

    /** A line of a log. */
    public record Line(Instant at, String text) {}

    public RecentRunLogs(Clock clock) {
        this.clock = clock;
    }

    @Override
    public void begun(RunRecord run) {
        step(run);
    }

    @Override
    public void step(RunRecord run) {
        add(run.id(), "step " + run.state());
    }

    @Override
    public void warned(RunRecord run, RunFailure failure) {
        add(run.id(), "attempt " + run.attempt() + " follows");
    }

    /** Adds a line. The oldest line is dropped when there are too many. */
    public synchronized void add(String run, String text) {
        Deque<Line> lines = logs.computeIfAbsent(run, id -> new ArrayDeque<>());
        if (lines.size() == LINES) {
            lines.removeFirst();
        }
        lines.addLast(new Line(clock.instant(), text.length() <= LONGEST ? text : text.substring(0, LONGEST) + " …"));
    }

    /** Returns the lines of a run, oldest first; none for a run before the start, or for one of the older runs. */
    public synchronized List<Line> of(String run) {
        Deque<Line> lines = logs.get(run);
        return lines == null ? List.of() : List.copyOf(lines);
    }
}
