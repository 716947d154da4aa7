package io.slackwater.run;

import io.slackwater.capture.CaptureException;
import io.slackwater.capture.StreamCheck;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A check that starts on a thread of its own while restic opens the repository. {@link #complete()} or a write reports an error
 * of the start. Closing waits for the end of the start.
 */
final class BackgroundCheck implements StreamCheck {

    private final ExecutorService thread = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("check-start").factory());
    private final Future<StreamCheck> ready;

    /** @param open throws nothing but {@link CaptureException}, {@link InterruptedException} and unchecked ones */
    BackgroundCheck(Callable<StreamCheck> open) {
        ready = thread.submit(open);
    }

    private StreamCheck ready() throws CaptureException, InterruptedException {
        try {
            return ready.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case CaptureException failed -> throw failed;
                case RuntimeException broken -> throw broken;
                // For example, a close interrupted the start, and no caller waits for it.
                case null, default -> throw new IllegalStateException("the check did not start", e);
            }
        }
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        try {
            ready().write(bytes, offset, length);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the check was being started", e);
        }
    }

    @Override
    public void complete() throws CaptureException, InterruptedException {
        ready().complete();
    }

    /** Of a check that was completed. */
    @Override
    public List<String> notes() {
        return ready.resultNow().notes();
    }

    @Override
    public void close() {
        if (!ready.isDone()) {
            thread.shutdownNow();
        }
        thread.close();
        if (ready.state() == Future.State.SUCCESS) {
            ready.resultNow().close();
        }
    }
}
