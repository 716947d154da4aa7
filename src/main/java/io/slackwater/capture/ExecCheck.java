package io.slackwater.capture;

import io.slackwater.docker.DockerException;
import io.slackwater.docker.ExecStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Feeds a stored dump to a program in a container and reads its exit code. A program that could not run is a transient failure. A
 * program that found an error is a permanent failure.
 */
public final class ExecCheck implements StreamCheck {

    /**
     * The kind's own knowledge about its program.
     *
     * @param what the checked dump in messages: {@code stored dump of database shop}
     */
    public record Command(String what, Judgement judgement, Cleanup cleanup) {}

    /** Interprets the exit code of a program. */
    @FunctionalInterface
    public interface Judgement {

        /**
         * Empty when the exit code means that the dump is good.
         *
         * @param output the end of its stdout, followed by its stderr
         */
        Optional<CaptureException> of(int exitCode, String output);
    }

    private static final Logger LOG = Logger.getLogger(ExecCheck.class);

    private static final int MESSAGES = 8 * 1024;

    private final ExecStream stream;
    /** Written by the drain, read after it has ended. */
    private final StringBuilder said = new StringBuilder();

    private final OutputStream stdin;
    private final Command command;
    private final Duration limit;
    private final Thread drain;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile boolean settled;

    public ExecCheck(ExecStream stream, Command command, Duration limit) {
        this.stream = stream;
        this.stdin = stream.stdin();
        this.command = command;
        this.limit = limit;
        // The output must be read all the time. Otherwise a program with much output blocks.
        this.drain = Thread.ofVirtual().name("check-output").start(this::drain);
    }

    private void drain() {
        byte[] buffer = new byte[8 * 1024];
        try {
            for (int n = stream.read(buffer, 0, buffer.length); n >= 0; n = stream.read(buffer, 0, buffer.length)) {
                said.append(new String(buffer, 0, n, StandardCharsets.UTF_8));
                said.delete(0, Math.max(0, said.length() - MESSAGES));
            }
        } catch (IOException e) {
            LOG.debugf("output of the check of the %s: %s", command.what(), e.getMessage());
        } finally {
            // Docker stops reading the connection without closing it, so a writer would wait for minutes.
            closeInput();
        }
    }

    private void closeInput() {
        try {
            stdin.close();
        } catch (IOException e) {
            LOG.debugf("closing the input of the check of the %s: %s", command.what(), e.getMessage());
        }
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (settled) {
            return;
        }
        try {
            stdin.write(bytes, offset, length);
        } catch (IOException e) {
            try {
                ended();
            } catch (CaptureException failure) {
                failure.addSuppressed(e);
                throw failure;
            } catch (InterruptedException interrupt) {
                Thread.currentThread().interrupt();
                e.addSuppressed(interrupt);
                throw e;
            }
        }
    }

    @Override
    public void complete() throws CaptureException, InterruptedException {
        if (settled) {
            return;
        }
        closeInput();
        ended();
    }

    private void ended() throws CaptureException, InterruptedException {
        if (!drain.join(limit)) {
            throw new CaptureException(
                    "Could not verify the " + command.what() + ": the check did not end within " + limit.toSeconds()
                            + " s",
                    true);
        }
        int code;
        try {
            code = stream.exitCode();
        } catch (DockerException e) {
            throw new CaptureException("Could not verify the " + command.what() + ": " + e.getMessage(), true, e);
        }
        settled = true;
        Optional<CaptureException> failure = command.judgement().of(code, said + "\n" + stream.stderr());
        if (failure.isPresent()) {
            throw failure.get();
        }
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        stream.close();
        if (!settled) {
            command.cleanup().runUninterrupted("check of the " + command.what());
        }
    }
}
