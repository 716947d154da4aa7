package io.slackwater.repository;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.commons.io.function.IOConsumer;
import org.apache.commons.io.input.ProxyInputStream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A thread that reads one output of a process. It is a platform thread, because bulk data costs a fifth more time on
 * virtual threads.
 */
final class Pump {

    private static final Logger LOG = Logger.getLogger(Pump.class);
    private static final long GENTLE_MILLIS = 1_000;
    private static final long HARD_MILLIS = 10_000;

    private final CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
    private final Thread thread;
    private volatile @Nullable Throwable failure;
    private volatile boolean sawEnd;

    private Pump(String name, IOConsumer<Pump> body) {
        thread = Thread.ofPlatform().daemon().name(name).unstarted(() -> {
            try {
                body.accept(this);
            } catch (IOException | RuntimeException | Error e) {
                failure = e;
            } finally {
                done.complete(null);
            }
        });
    }

    static Pump start(String name, IOConsumer<Pump> body) {
        Pump pump = new Pump(name, body);
        pump.thread.start();
        return pump;
    }

    /** Completes normally when the thread has ended. */
    CompletableFuture<@Nullable Void> done() {
        return done;
    }

    @Nullable
    Throwable failure() {
        return failure;
    }

    /** Whether the process closed this output before the reader failed. */
    boolean sawEnd() {
        return sawEnd;
    }

    /** Wraps the stream to notice its end. */
    InputStream watch(InputStream in) {
        return new ProxyInputStream(in) {
            @Override
            protected void afterRead(int count) {
                sawEnd |= count < 0;
            }
        };
    }

    /** Waits for the thread, then interrupts it, then gives up. An interrupt of the caller stays set. */
    void stop() {
        if (ends(done, GENTLE_MILLIS)) {
            return;
        }
        thread.interrupt();
        if (!ends(done, HARD_MILLIS)) {
            LOG.warnf("thread %s does not end, because its input or output blocks", thread.getName());
        }
    }

    /** Waits for an end, also in an interrupted thread. Returns whether it came in time. */
    static boolean ends(CompletableFuture<?> end, long millis) {
        return end.thenApply(ended -> true)
                .completeOnTimeout(false, millis, TimeUnit.MILLISECONDS)
                .join();
    }

    static void rethrow(Throwable failure) throws IOException {
        switch (failure) {
            case IOException e -> throw e;
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            default -> throw new IllegalStateException(failure);
        }
    }
}
