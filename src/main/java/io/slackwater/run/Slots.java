package io.slackwater.run;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Limits how many runs work at the same time. Runs get a slot in the order of submission. As many further runs may wait
 * in Backrest's queue without a slot. Such a run works as soon as Backrest calls Slackwater, even beyond the limit,
 * because the call must not wait. The limit can change at any time. Safe for use by several threads.
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
     * @param queued whether the run first waits in Backrest's queue
     * @param patience the longest wait; then the run starts beyond the limit, one such run at a time. When empty, the
     *     wait has no limit
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

    /** Gets a slot for each attempt of a run. */
    @FunctionalInterface
    interface Turn {
        Slot acquire(boolean queued) throws InterruptedException;
    }

    /** Takes a slot if one is free, even if other runs are waiting. */
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
            throw new IllegalArgumentException("limits.concurrentRuns must be at least 1, not " + wanted);
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

        /** Begins to work because Backrest calls, even beyond the limit. */
        void take() {
            if (working == null) {
                beyond = work.take();
                working = work::release;
            }
        }

        /** Waits for a regular slot, if the run is in Backrest's queue or works beyond the limit. */
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

        /** Frees the slot. May be called several times. */
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

        /** Waits for a place. Returns the action that frees it, to be called once. */
        Runnable enter(Optional<Duration> patience) throws InterruptedException {
            if (patience.isEmpty()) {
                acquire();
            } else if (!tryAcquire(patience.get().toNanos(), TimeUnit.NANOSECONDS)) {
                beside.acquire();
                return beside::release;
            }
            return this::release;
        }

        /** Takes a place without waiting. Returns whether the limit is exceeded now. */
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
