package io.slackwater.run;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

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
        RuntimeException first = null;
        while (!steps.isEmpty()) {
            first = close(steps.pop(), first);
        }
        if (first != null) {
            throw first;
        }
    }

    private static @Nullable RuntimeException close(Step step, @Nullable RuntimeException first) {
        try {
            step.close();
            return first;
        } catch (RuntimeException e) {
            if (first == null) {
                return e;
            }
            first.addSuppressed(e);
            return first;
        }
    }
}
