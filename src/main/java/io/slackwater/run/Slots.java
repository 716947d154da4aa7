package io.slackwater.run;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * How many runs may work at once; those that wait get in by the order in which they came. The number can change at any time: more
 * lets waiting runs in at once, fewer lets those that work end first. Safe for use by several threads.
 */
final class Slots {

    private final Resizable semaphore;
    private final Semaphore extra = new Semaphore(1, true);
    private int size;

    Slots(int size) {
        this.semaphore = new Resizable(size);
        this.size = size;
    }

    void acquire() throws InterruptedException {
        semaphore.acquire();
    }

    /**
     * For what must not wait for hours behind others: who has waited for so long gets in beside them, one at a time.
     *
     * @return gives the slot back, once
     */
    Runnable acquireWithin(Duration patience) throws InterruptedException {
        if (semaphore.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
            return semaphore::release;
        }
        extra.acquire();
        return extra::release;
    }

    /** Takes a slot that is free now, also before those who wait. */
    boolean tryAcquire() {
        return semaphore.tryAcquire();
    }

    void release() {
        semaphore.release();
    }

    synchronized void resize(int wanted) {
        if (wanted < 1) {
            throw new IllegalArgumentException("at least one run must be able to work, not " + wanted);
        }
        if (wanted > size) {
            semaphore.release(wanted - size);
        } else {
            semaphore.reduce(size - wanted);
        }
        size = wanted;
    }

    private static final class Resizable extends Semaphore {

        private static final long serialVersionUID = 1L;

        Resizable(int permits) {
            super(permits, true);
        }

        void reduce(int by) {
            reducePermits(by);
        }
    }
}
