package io.slackwater.run;

import io.slackwater.capture.CaptureException;
import io.slackwater.capture.StreamCheck;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * A check that starts on a thread of its own while restic opens the repository. {@link #complete()} or a write reports an error
 * of the start. Closing waits for the end of the start.
 */
final class BackgroundCheck implements StreamCheck {

    private final FutureTask<StreamCheck> ready;
    private final Thread opener;

    /** @param open throws nothing but {@link CaptureException}, {@link InterruptedException} and unchecked ones */
    BackgroundCheck(Callable<StreamCheck> open) {
        ready = new FutureTask<>(open);
        opener = Thread.ofVirtual().name("check-start").start(ready);
    }

    private StreamCheck ready() throws CaptureException, InterruptedException {
        try {
            return ready.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case CaptureException failed -> throw failed;
                case RuntimeException broken -> throw broken;
                // Such as an interrupt of the opener, by a close: nobody asks after that.
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
        // Nobody waits for the check any more, but what was started must be known to be ended.
        boolean interrupted = false;
        if (!ready.isDone()) {
            opener.interrupt();
        }
        while (true) {
            try {
                opener.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (ready.state() == java.util.concurrent.Future.State.SUCCESS) {
            ready.resultNow().close();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
