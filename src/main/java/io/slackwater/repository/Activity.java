package io.slackwater.repository;

import java.time.Duration;

/**
 * Records when a process last made progress. The thread that reads the output records progress; a watching thread reads
 * the record. Time that the reader spends on its own work does not count as a stall.
 */
final class Activity {

    private volatile long last = System.nanoTime();
    private volatile boolean readerWorks;

    /** Records progress. */
    void moved() {
        last = System.nanoTime();
    }

    void readerWorks(boolean works) {
        if (!works) {
            last = System.nanoTime();
        }
        readerWorks = works;
    }

    Duration quiet() {
        return readerWorks ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - last);
    }
}
