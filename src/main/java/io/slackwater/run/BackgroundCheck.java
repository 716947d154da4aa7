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
 * A check of a dump that starts on its own thread while restic opens the repository. An error of the start is reported
 * by {@link #complete()} or by a write. Closing waits until the start has ended.
 */
final class BackgroundCheck implements StreamCheck {

    private final ExecutorService thread = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("check-start").factory());
    private final Future<StreamCheck> ready;

    /**
     * @param open starts the check; throws only {@link CaptureException}, {@link InterruptedException} and unchecked
     *     exceptions
     */
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
    public void write(byte[] bytes, int offset, int length) throws IOException, InterruptedException {
        ready().write(bytes, offset, length);
    }

    @Override
    public void complete() throws CaptureException, InterruptedException {
        ready().complete();
    }

    /** Returns the notes of a check that was completed. */
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
