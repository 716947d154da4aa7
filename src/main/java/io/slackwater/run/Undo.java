package io.slackwater.run;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What the steps of a run or a restore have to undo. A step registers its undo before anything can fail; closing runs the undos in
 * reverse order, each of them, and adds later errors to the first one.
 */
public final class Undo implements AutoCloseable {

    private final Deque<AutoCloseable> steps = new ArrayDeque<>();

    /** Registers the undo of a step and returns it. */
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
