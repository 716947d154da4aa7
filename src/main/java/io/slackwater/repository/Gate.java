package io.slackwater.repository;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * A shared or exclusive lock for one repository within Slackwater. restic's own locks identify their owner by host name
 * and process id, which are ambiguous in containers.
 *
 * <p>Waiting threads are served in order. Behind a long backup, a thread that waits for exclusive use steps back at
 * times, so that other backups can start. The lock belongs to no thread and is not reentrant.
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
     * How long a thread waits for exclusive use before it steps back.
     *
     * @param first the first waiting time, during which no other work can start
     * @param most the longest such waiting time
     * @param aside how long other work may then start
     */
    record Patience(Duration first, Duration most, Duration aside) {}

    /** Takes the lock for shared use. Waits for exclusive work to end. */
    public Pass shared() throws InterruptedException {
        permits.acquire();
        return new Pass(1);
    }

    /** Takes the lock for shared use; empty when it is not free. */
    public Optional<Pass> trySharedNow() {
        return permits.tryAcquire() ? Optional.of(new Pass(1)) : Optional.empty();
    }

    /** Takes the lock for exclusive use. Waits for all other work to end. */
    public Pass exclusive() throws InterruptedException {
        long insist = patience.first().toNanos();
        while (!permits.tryAcquire(ALL, insist, TimeUnit.NANOSECONDS) && !aside()) {
            insist = Math.min(2 * insist, patience.most().toNanos());
        }
        return new Pass(ALL);
    }

    /** Lets other work start for a while. Returns whether the lock became free meanwhile and was taken. */
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

    /** The held lock. Closing it releases the lock; closing it again has no effect. */
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
