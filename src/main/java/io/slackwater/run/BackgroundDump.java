package io.slackwater.run;

import io.slackwater.capture.CaptureException;
import io.slackwater.stream.DumpSource;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A dump that is opened on its own thread while restic starts. A read waits until the dump is open. A dump that cannot
 * be opened returns no bytes.
 */
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
    public void opened() throws IOException {
        source();
    }

    private DumpSource source() throws IOException {
        try {
            DumpSource source = opening.get();
            if (givenUp) {
                throw new InterruptedIOException("the dump was cancelled while it was being opened");
            }
            return source;
        } catch (ExecutionException e) {
            switch (opening.exceptionNow()) {
                case CaptureException refused -> throw refused;
                case InterruptedException cancelled ->
                    throw new InterruptedIOException("the dump was cancelled while it was being opened");
                default -> throw new IllegalStateException("the dump could not be opened", e);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            InterruptedIOException interrupted = new InterruptedIOException("interrupted while the dump was opened");
            interrupted.initCause(e);
            throw interrupted;
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
        return source().read(into, offset, length);
    }

    @Override
    public void finish() throws IOException, InterruptedException {
        source().finish();
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
