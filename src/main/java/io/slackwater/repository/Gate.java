package io.slackwater.repository;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * A shared or exclusive lock for one repository within Slackwater. restic's own locks identify their owner by host name
 * and process id, which are ambiguous in containers.
 *
 * <p>Waiting threads are served in order. Behind a long backup, a thread that waits for exclusive use queues again
 * at times. Other backups can then start. The lock belongs to no thread and is not reentrant.
 */
public final class Gate {

    private static final int ALL = Integer.MAX_VALUE;

    private final Semaphore permits = new Semaphore(ALL, true);
    private final Duration first;
    private final Duration most;

    public Gate() {
        this(Duration.ofSeconds(2), Duration.ofMinutes(2));
    }

    /**
     * Creates a lock.
     *
     * @param first the first waiting time for exclusive use, which doubles each time; meanwhile no other work can start
     * @param most the longest such waiting time
     */
    Gate(Duration first, Duration most) {
        this.first = first;
        this.most = most;
    }

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
        long nanos = first.toNanos();
        // After a timeout, the threads that wait behind this one go first.
        while (!permits.tryAcquire(ALL, nanos, TimeUnit.NANOSECONDS)) {
            nanos = Math.min(2 * nanos, most.toNanos());
        }
        return new Pass(ALL);
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
