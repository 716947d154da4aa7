package io.slackwater.repository;

import java.time.Duration;

/**
 * The time of a process's last progress. The thread that reads the output writes it, the watching thread reads it. The reader's own work
 * does not count as a stall.
 */
final class Activity {

    private volatile long last = System.nanoTime();
    private volatile boolean readerWorks;

    /** The process made progress. */
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
