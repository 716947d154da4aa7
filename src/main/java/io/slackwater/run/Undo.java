package io.slackwater.run;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What the steps of a run have to undo. A step registers its undo before anything can fail; closing runs the undos in reverse order,
 * each of them, and adds later errors to the first one.
 */
final class Undo implements AutoCloseable {

    /** One step's clean-up. */
    interface Step extends AutoCloseable {
        @Override
        void close();
    }

    private final Deque<Step> steps = new ArrayDeque<>();

    /** Registers a step and returns it. */
    <T extends Step> T add(T step) {
        steps.push(step);
        return step;
    }

    @Override
    public void close() {
        if (!steps.isEmpty()) {
            Step newest = steps.pop();
            try (Undo older = this) {
                newest.close();
            }
        }
    }
}
