package io.slackwater.run;

import io.slackwater.capture.CaptureException;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * Starts a dump or a check on its own thread while restic starts.
 *
 * @param <T> what is started
 */
final class BackgroundStart<T> implements AutoCloseable {

    private final ExecutorService thread;
    private final Future<T> started;
    private final Consumer<T> end;

    /**
     * @param start throws only {@link CaptureException}, {@link InterruptedException} and unchecked exceptions
     * @param end ends what was started; may be called several times
     */
    BackgroundStart(String name, Callable<T> start, Consumer<T> end) {
        this.thread =
                Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name(name).factory());
        this.started = thread.submit(start);
        this.end = end;
    }

    /** Waits for the start. */
    T get() throws CaptureException, InterruptedException {
        try {
            return started.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof CaptureException refused) {
                throw refused;
            }
            throw new IllegalStateException("the start failed or was cancelled", e);
        }
    }

    /** Returns what was started, after {@link #get}. */
    T now() {
        return started.resultNow();
    }

    /** Returns why the start failed; empty before that. */
    Optional<CaptureException> refused() {
        return started.state() == Future.State.FAILED && started.exceptionNow() instanceof CaptureException refused
                ? Optional.of(refused)
                : Optional.empty();
    }

    /** Interrupts the start, or ends what was started. Does not wait. */
    void cancel() {
        thread.shutdownNow();
        if (started.state() == Future.State.SUCCESS) {
            end.accept(started.resultNow());
        }
    }

    /**
     * Cancels and waits. Loss prevented: a start that ignores the interrupt would leave its process in the container.
     */
    @Override
    public void close() {
        cancel();
        thread.close();
        cancel();
    }
}
