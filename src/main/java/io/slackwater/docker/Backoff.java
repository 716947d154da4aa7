package io.slackwater.docker;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Pauses that double up to a limit. For one thread. */
final class Backoff {

    private final Duration first;
    private final Duration most;
    private Duration next;

    public Backoff(Duration first, Duration most) {
        this.first = first;
        this.most = most;
        this.next = first;
    }

    void reset() {
        next = first;
    }

    public Duration next() {
        Duration now = next;
        Duration twice = now.multipliedBy(2);
        next = twice.compareTo(most) > 0 ? most : twice;
        return now;
    }

    /** Waits for the next time, or until the latch opens. */
    void await(CountDownLatch end) {
        try {
            boolean ended = end.await(next().toMillis(), TimeUnit.MILLISECONDS);
            if (ended) {
                reset();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            end.countDown();
        }
    }
}
