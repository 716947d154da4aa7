package io.slackwater.capture;

import io.slackwater.docker.DockerException;
import io.slackwater.docker.ExecStream;
import io.slackwater.journal.EndCause;
import io.slackwater.stream.DumpSource;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Reads a dump from the stdout of a command in a container. A complete dump has a proper end of the stream, exit code
 * 0, and output that is not empty. Each {@link IOException} is a {@link CaptureException}.
 */
public final class ExecDump implements DumpSource {

    /**
     * The command of the dump, for messages and the clean-up.
     *
     * @param what the dump's name in messages, such as {@code dump of database shop of service db}
     * @param cleanup ends processes that the command left in the container
     */
    public record Command(String what, Explanation explanation, Cleanup cleanup) {}

    /** Explains a failed command. */
    @FunctionalInterface
    public interface Explanation {
        CaptureException of(int exitCode, String stderr) throws InterruptedException;
    }

    /** The exit code of the program {@code timeout} after it ended the command. */
    private static final int TIMED_OUT = 124;

    private final ExecStream stream;
    private final Command command;
    private final Clock clock;
    private final Duration limit;
    private final Instant deadline;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile boolean whole;
    private byte[] head = new byte[0];
    private int headAt;
    private long bytes;
    private boolean ended;

    public ExecDump(ExecStream stream, Command command, Clock clock, Duration limit) {
        this.stream = stream;
        this.command = command;
        this.clock = clock;
        this.limit = limit;
        this.deadline = clock.instant().plus(limit);
    }

    /**
     * Waits for the first bytes and compares them with the magic bytes of the format. A wrong password or a missing
     * database thus fails before restic starts. Cleans up after a failure.
     *
     * @param firstByte the timeout for the first byte; the reader of the dump detects a later stall
     */
    public ExecDump started(Duration firstByte, String... magics) throws CaptureException, InterruptedException {
        try (ExecStream.Limit silence = stream.limit(firstByte)) {
            int longest = Arrays.stream(magics).mapToInt(String::length).max().orElseThrow();
            byte[] first = new byte[32 * 1024];
            int have = 0;
            while (have < longest && !ended) {
                have += Math.max(0, pull(first, have, first.length - have));
            }
            head = Arrays.copyOf(first, have);
            if (ended) {
                finish();
            }
            String begin = new String(head, 0, Math.min(have, longest), StandardCharsets.ISO_8859_1);
            if (Arrays.stream(magics).noneMatch(begin::startsWith)) {
                throw new CaptureException(
                        "The " + command.what() + " does not begin with " + magics[0].strip() + " but with '"
                                + begin.replaceAll("[^ -~]", "?")
                                + "'. Check that the program in the container is the original one, not a wrapper script",
                        EndCause.SOURCE_INVALID);
            }
            return this;
        } catch (CaptureException e) {
            close();
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted while starting the " + command.what());
            }
            throw e.getCause() instanceof SocketTimeoutException
                    ? new CaptureException(
                            "The " + command.what() + " wrote nothing for " + firstByte.toSeconds()
                                    + " s, not even its first byte, and was ended. Find out what the server waits for, or"
                                    + " raise limits.idle in the policy",
                            EndCause.SOURCE,
                            e)
                    : e;
        } catch (InterruptedException | RuntimeException e) {
            close();
            throw e;
        }
    }

    @Override
    public int read(byte[] into, int offset, int length) throws CaptureException {
        if (headAt < head.length) {
            int n = Math.min(length, head.length - headAt);
            System.arraycopy(head, headAt, into, offset, n);
            headAt += n;
            return n;
        }
        return pull(into, offset, length);
    }

    private int pull(byte[] into, int offset, int length) throws CaptureException {
        if (ended) {
            return -1;
        }
        int n;
        try {
            n = stream.read(into, offset, length);
        } catch (IOException e) {
            throw new CaptureException(
                    "The " + command.what() + " broke off after " + bytes + " bytes: " + e.getMessage(),
                    EndCause.SOURCE,
                    e);
        }
        if (n < 0) {
            ended = true;
            return -1;
        }
        bytes += n;
        if (clock.instant().isAfter(deadline)) {
            throw overdue();
        }
        return n;
    }

    private CaptureException overdue() {
        return new CaptureException(
                "The " + command.what() + " took longer than the allowed " + limit.toSeconds()
                        + " s and was ended. Raise limits.dump in the policy, or find out what slows it down",
                EndCause.SOURCE_INVALID);
    }

    @Override
    public void finish() throws CaptureException, InterruptedException {
        if (!ended) {
            throw new IllegalStateException("the " + command.what() + " was not read to its end");
        }
        try {
            int code = stream.exitCode();
            if (code != 0) {
                boolean over = code == TIMED_OUT || clock.instant().isAfter(deadline);
                throw over ? overdue() : command.explanation().of(code, stream.stderr());
            }
        } catch (DockerException e) {
            throw new CaptureException(
                    "The " + command.what() + " counts as failed, because its exit code is unknown: " + e.getMessage(),
                    EndCause.SOURCE,
                    e);
        }
        if (bytes == 0) {
            throw new CaptureException(
                    "The " + command.what() + " is empty although the command ended with exit code 0: "
                            + ToolFailures.essence(stream.stderr())
                            + ". Check that the program in the container is the original one, not a wrapper script",
                    EndCause.SOURCE_INVALID);
        }
        whole = true;
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        stream.close();
        if (!whole) {
            command.cleanup().runUninterrupted(command.what());
        }
    }
}
