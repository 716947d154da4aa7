package io.slackwater.run;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The clean-ups of a run. Each step registers its clean-up before anything can fail. Closing runs all clean-ups in
 * reverse order; later errors are added to the first one.
 */
public final class Undo implements AutoCloseable {

    private final Deque<AutoCloseable> steps = new ArrayDeque<>();

    /** Registers a clean-up and returns it. */
    public <T extends AutoCloseable> T add(T step) {
        steps.push(step);
        return step;
    }

    @Override
    public void close() throws Exception {
        if (!steps.isEmpty()) {
            AutoCloseable newest = steps.pop();
            try (Undo older = this) {
                newest.close();
            }
        }
    }
}
