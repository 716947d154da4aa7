package io.slackwater.alert.channel;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** The thread of one channel. Repeats its work when woken, and every few seconds for retries and reports. */
final class ChannelThread implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(ChannelThread.class);
    private static final long SECONDS = 5;

    private final Semaphore woken = new Semaphore(1);
    private final Thread thread;

    /** The work of one round. */
    @FunctionalInterface
    interface Work {
        void round() throws InterruptedException;
    }

    ChannelThread(String name, Work work) {
        thread = Thread.ofVirtual().name("slackwater-channel-" + name).start(() -> run(name, work));
    }

    private void run(String name, Work work) {
        try {
            while (true) {
                woken.tryAcquire(SECONDS, TimeUnit.SECONDS);
                woken.drainPermits();
                round(name, work);
            }
        } catch (InterruptedException e) {
            // The channel is closed. The book of alarms keeps what it did not send.
            Thread.currentThread().interrupt();
        }
    }

    private static void round(String name, Work work) throws InterruptedException {
        try {
            work.round();
        } catch (RuntimeException e) {
            LOG.errorf(e, "channel=%s had an unexpected error and goes on", name);
        }
    }

    /** Starts the next round at once. Never waits. */
    void wake() {
        woken.release();
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
