package io.slackwater.repository;

import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * A fair gate for one repository: many share it, or one has it alone. restic's own locks know their owner by host name and pid,
 * which containers make ambiguous, so who works beside whom is decided here. First come, first served: those who want it alone are
 * not starved. A pass is not bound to a thread. Not reentrant: do not ask for a pass while holding one.
 */
public final class Gate {

    private static final int ALL = Integer.MAX_VALUE;

    private final Semaphore permits = new Semaphore(ALL, true);

    /** Waits until nobody has the repository alone. */
    public Pass shared() throws InterruptedException {
        return new Pass(1);
    }

    /** A pass beside others, when it can be had without waiting. */
    public Optional<Pass> trySharedNow() {
        return permits.tryAcquire() ? Optional.of(new Pass()) : Optional.empty();
    }

    /** Waits until nobody else has a pass. */
    public Pass exclusive() throws InterruptedException {
        return new Pass(ALL);
    }

    /** The right to work with the repository; closing gives it back, once. */
    public final class Pass implements AutoCloseable {

        private int held;

        private Pass() {
            held = 1;
        }

        private Pass(int wanted) throws InterruptedException {
            permits.acquire(wanted);
            held = wanted;
        }

        @Override
        public synchronized void close() {
            permits.release(held);
            held = 0;
        }
    }
}
