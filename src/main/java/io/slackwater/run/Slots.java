package io.slackwater.run;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Limits the number of active runs, in the order of submission. The same number of further runs may wait in an engine's own queue,
 * without a slot. A run becomes active as soon as its engine calls, also beyond the limit, because a call must not wait. The limit can
 * change at any time. Safe for use by several threads.
 */
final class Slots {

    private final Line work;
    private final Line queue;
    private int size;

    Slots(int size) {
        this.work = new Line(size);
        this.queue = new Line(size);
        this.size = size;
    }

    /**
     * Waits for a slot.
     *
     * @param queued whether the run waits in an engine's queue first
     * @param patience how long; then the run starts beyond the limit, one such run at a time. Empty: as long as necessary
     */
    Slot acquire(boolean queued, Optional<Duration> patience) throws InterruptedException {
        Slot slot = new Slot(patience);
        if (queued) {
            slot.queue();
        } else {
            slot.await();
        }
        return slot;
    }

    /** How a run gets a slot for each of its attempts. */
    @FunctionalInterface
    interface Turn {
        Slot acquire(boolean queued) throws InterruptedException;
    }

    /** Takes a slot that is free now, also before waiting runs. */
    Optional<Slot> tryAcquire() {
        if (!work.tryAcquire()) {
            return Optional.empty();
        }
        Slot slot = new Slot(Optional.empty());
        slot.working = work::release;
        return Optional.of(slot);
    }

    synchronized void resize(int wanted) {
        if (wanted < 1) {
            throw new IllegalArgumentException("at least one run must be able to work, not " + wanted);
        }
        work.resize(wanted - size);
        queue.resize(wanted - size);
        size = wanted;
    }

    /** The slot of one attempt. For one thread. */
    final class Slot implements AutoCloseable {

        private final Optional<Duration> patience;
        private @Nullable Runnable queued;
        private @Nullable Runnable working;
        private boolean beyond;

        private Slot(Optional<Duration> patience) {
            this.patience = patience;
        }

        private void queue() throws InterruptedException {
            queued = queue.enter(patience);
        }

        /** The engine calls the run: it works from now on, within the bound or beyond. */
        void take() {
            if (working == null) {
                beyond = work.take();
                working = work::release;
            }
        }

        /** Waits for a slot, when the run is in an engine's queue or works beyond the bound. */
        void await() throws InterruptedException {
            if (beyond) {
                beyond = false;
                leave(working);
                working = null;
            }
            if (working == null) {
                working = work.enter(patience);
            }
            leave(queued);
            queued = null;
        }

        private static void leave(@Nullable Runnable place) {
            if (place != null) {
                place.run();
            }
        }

        /** Idempotent. */
        @Override
        public void close() {
            leave(working);
            leave(queued);
            working = null;
            queued = null;
        }
    }

    private static final class Line extends Semaphore {

        private static final long serialVersionUID = 1L;

        private final Semaphore beside = new Semaphore(1, true);

        Line(int permits) {
            super(permits, true);
        }

        /** Returns the exit, to be called once. */
        Runnable enter(Optional<Duration> patience) throws InterruptedException {
            if (patience.isEmpty()) {
                acquire();
            } else if (!tryAcquire(patience.get().toNanos(), TimeUnit.NANOSECONDS)) {
                beside.acquire();
                return beside::release;
            }
            return this::release;
        }

        /** Returns whether the bound is exceeded now. */
        boolean take() {
            boolean full = !tryAcquire();
            if (full) {
                reducePermits(1);
            }
            return full;
        }

        void resize(int by) {
            if (by > 0) {
                release(by);
            } else {
                reducePermits(-by);
            }
        }
    }
}
