package io.slackwater.repository;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * A fair shared/exclusive lock for one repository. restic's own locks identify their owner by host name and pid, which containers make
 * ambiguous. Waiting is first come, first served. Behind a backup of hours an exclusive waiter steps aside now and then, and waits longer
 * each time, so that other backups can start. A pass is not bound to a thread. Not reentrant.
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
     * The patience of an exclusive waiter.
     *
     * @param first how long it blocks others at first
     * @param most how long it blocks others at most
     * @param aside how long it then lets others in
     */
    record Patience(Duration first, Duration most, Duration aside) {}

    /** Waits for the end of exclusive work. */
    public Pass shared() throws InterruptedException {
        permits.acquire();
        return new Pass(1);
    }

    /** A shared pass; empty when it would have to wait. */
    public Optional<Pass> trySharedNow() {
        return permits.tryAcquire() ? Optional.of(new Pass(1)) : Optional.empty();
    }

    /** Waits for the end of all other work. */
    public Pass exclusive() throws InterruptedException {
        long insist = patience.first().toNanos();
        while (!permits.tryAcquire(ALL, insist, TimeUnit.NANOSECONDS) && !aside()) {
            insist = Math.min(2 * insist, patience.most().toNanos());
        }
        return new Pass(ALL);
    }

    /** Returns whether the gate is free. */
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

    /** The right to use the repository; closing returns it, once. */
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
