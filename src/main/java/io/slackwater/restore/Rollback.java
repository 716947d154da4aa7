package io.slackwater.restore;

import io.slackwater.docker.DockerException;
import io.slackwater.kind.RestoreException;
import java.util.ArrayDeque;
import java.util.Deque;

/** Undoes the steps of a restore, the newest first, unless they are all done. Not for use by several threads. */
final class Rollback implements AutoCloseable {

    private final Deque<Undo> steps = new ArrayDeque<>();

    /** Undoes one step, also when the step was only begun. */
    @FunctionalInterface
    interface Undo {
        void undo() throws RestoreException, DockerException, InterruptedException;
    }

    void add(Undo step) {
        steps.push(step);
    }

    /** All steps are done: nothing is undone any more. */
    void cancel() {
        steps.clear();
    }

    /** An undo that fails does not keep the older ones from being done. */
    @Override
    public void close() throws RestoreException, DockerException, InterruptedException {
        if (!steps.isEmpty()) {
            Undo newest = steps.pop();
            try (Rollback older = this) {
                newest.undo();
            }
        }
    }
}
