package io.slackwater.capture;

import io.slackwater.docker.DockerException;
import io.slackwater.docker.ExecStream;
import io.slackwater.journal.EndCause;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Writes a stored dump to a program in a container and judges the dump by the program's exit code. The failure is
 * transient if the program could not run, and permanent if the program found an error.
 */
public final class ExecCheck implements StreamCheck {

    /**
     * The program of the check, for messages and the clean-up.
     *
     * @param what the dump's name in messages, such as {@code stored dump of database shop}
     */
    public record Command(String what, Judgement judgement, Cleanup cleanup) {}

    /** Interprets the program's exit code. */
    @FunctionalInterface
    public interface Judgement {

        /**
         * Returns the failure; empty when the dump is good.
         *
         * @param output the end of the program's stdout, and its stderr
         */
        Optional<CaptureException> of(int exitCode, String output);
    }

    private static final Logger LOG = Logger.getLogger(ExecCheck.class);

    private static final int MESSAGES = 8 * 1024;

    private final ExecStream stream;
    /** The program's output. The reading thread writes it; others read it after that thread ended. */
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
            LOG.debugf("the input of the check cannot be closed what=%s reason=%s", command.what(), e.getMessage());
        }
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException, InterruptedException {
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
                    EndCause.NOT_CHECKED);
        }
        int code;
        try {
            code = stream.exitCode();
        } catch (DockerException e) {
            throw new CaptureException(
                    "Could not verify the " + command.what() + ": " + e.getMessage(), EndCause.NOT_CHECKED, e);
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
