package io.slackwater.repository;

import java.time.Duration;

/**
 * When a process last got further. Written by the thread that reads its output, read by the one that watches it. Time that the
 * reader spends on its own work is not the process's.
 */
final class Activity {

    private volatile long last = System.nanoTime();
    private volatile boolean readerWorks;

    /** The process got further. */
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
