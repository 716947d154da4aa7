package io.slackwater.run;

import io.slackwater.capture.CaptureException;
import io.slackwater.journal.EndCause;
import io.slackwater.stream.DumpSource;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** A dump that is opened on its own thread while restic starts. */
final class BackgroundDump implements DumpSource {

    private final ExecutorService thread;
    private final Future<DumpSource> opening;
    private volatile boolean givenUp;

    /** Opens a dump and waits for its first bytes. */
    @FunctionalInterface
    interface Opener {
        DumpSource open() throws CaptureException, InterruptedException;
    }

    BackgroundDump(Opener opener, String run) {
        thread = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("open-" + run).factory());
        opening = thread.submit(opener::open);
    }

    @Override
    public void opened() throws CaptureException, InterruptedException {
        try {
            opening.get();
        } catch (ExecutionException e) {
            if (opening.exceptionNow() instanceof CaptureException refused) {
                throw refused;
            }
            if (!givenUp) {
                throw new IllegalStateException("the dump could not be opened", e);
            }
        }
        if (givenUp) {
            throw new CaptureException("The dump was cancelled while it was being opened", EndCause.CANCELLED);
        }
    }

    /**
     * Returns why the dump could not be opened. Empty while it is being opened, after a success, and after {@link
     * #close()}.
     */
    Optional<CaptureException> refused() {
        return !givenUp
                        && opening.state() == Future.State.FAILED
                        && opening.exceptionNow() instanceof CaptureException refused
                ? Optional.of(refused)
                : Optional.empty();
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        return opening.resultNow().read(into, offset, length);
    }

    @Override
    public void finish() throws IOException, InterruptedException {
        opening.resultNow().finish();
    }

    /** Cancels the opening, or ends the open dump. */
    @Override
    public void close() {
        if (!opening.isDone()) {
            givenUp = true;
            thread.shutdownNow();
        }
        closeOpened();
    }

    /**
     * Waits, after {@link #close()}, until the dump has ended in the container. An interrupt does not end the wait, but
     * is kept.
     */
    void awaitClosed() {
        thread.close();
        if (givenUp) {
            closeOpened();
        }
    }

    private void closeOpened() {
        if (opening.state() == Future.State.SUCCESS) {
            opening.resultNow().close();
        }
    }
}
