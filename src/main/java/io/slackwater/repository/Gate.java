package io.slackwater.repository;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * A fair gate for one repository: many share it, or one has it alone. restic's own locks know their owner by host name and pid,
 * which containers make ambiguous, so who works beside whom is decided here. First come, first served: those who want it alone are
 * not starved, as long as those before them end soon. Behind a backup of hours they step aside now and then, and insist for longer
 * each time, or nobody else could work beside it. A pass is not bound to a thread. Not reentrant: do not ask for a pass while
 * holding one.
 */
public final class Gate {

    private static final int ALL = Integer.MAX_VALUE;
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);

    private final Semaphore permits = new Semaphore(ALL, true);
    private final Patience patience;

    public Gate() {
        this(new Patience(Duration.ofSeconds(2), Duration.ofMinutes(2), Duration.ofSeconds(10)));
    }

    Gate(Patience patience) {
        this.patience = patience;
    }

    /**
     * Of those who want the repository alone.
     *
     * @param first how long others wait behind one of them at first, when he cannot have it
     * @param most how long in the end
     * @param aside how long they are let in after that
     */
    record Patience(Duration first, Duration most, Duration aside) {}

    /** Waits until nobody has the repository alone. */
    public Pass shared() throws InterruptedException {
        permits.acquire();
        return new Pass(1);
    }

    /** A pass beside others, when it can be had without waiting. */
    public Optional<Pass> trySharedNow() {
        return permits.tryAcquire() ? Optional.of(new Pass(1)) : Optional.empty();
    }

    /** Waits until nobody else has a pass. */
    public Pass exclusive() throws InterruptedException {
        long insist = patience.first().toNanos();
        while (!permits.tryAcquire(ALL, insist, TimeUnit.NANOSECONDS) && !aside()) {
            insist = Math.min(2 * insist, patience.most().toNanos());
        }
        return new Pass(ALL);
    }

    /** Returns whether nobody was there any more. */
    private boolean aside() throws InterruptedException {
        long end = System.nanoTime() + patience.aside().toNanos();
        while (System.nanoTime() < end) {
            Thread.sleep(LOOK_EVERY);
            if (permits.tryAcquire(ALL)) {
                return true;
            }
        }
        return false;
    }

    /** The right to work with the repository; closing gives it back, once. */
    public final class Pass implements AutoCloseable {

        private int held;

        private Pass(int held) {
            this.held = held;
        }

        @Override
        public synchronized void close() {
            permits.release(held);
            held = 0;
        }
    }
}
