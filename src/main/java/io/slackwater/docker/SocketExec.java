package io.slackwater.docker;

import java.io.IOException;
import java.io.OutputStream;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The streams of a command over a separate connection. One large buffer outside the heap saves an allocation and a
 * system call for each frame.
 */
final class SocketExec implements ExecStream {

    static final int BULK_BUFFER = 256 * 1024;
    static final int SHORT_BUFFER = 32 * 1024;
    static final int STDERR_KEPT = 8 * 1024;

    private final String what;
    private final EngineConnection connection;
    private final ExecEnd end;
    private final ContainerLocks.Turn turn;
    private final HeadAndTail stderr;
    private final FrameReader frames;
    private final @Nullable Stdin stdin;
    private volatile State state = State.OPEN;

    private enum State {
        OPEN,
        ENDED,
        CUT
    }

    SocketExec(
            String what,
            EngineConnection connection,
            ExecEnd end,
            ContainerLocks.Turn turn,
            boolean stdin,
            int stderrBytes) {
        this.turn = turn;
        this.what = what;
        this.connection = connection;
        this.end = end;
        this.stdin = stdin ? new Stdin() : null;
        this.stderr = new HeadAndTail(stderrBytes);
        this.frames = new FrameReader(connection.input(), this::more, stderr);
    }

    /**
     * Receives more bytes. A reset counts as the end of output when the command has stdin. A command that ends early
     * leaves unread input in the daemon's socket. Linux then resets the connection after the last output ({@code
     * unix_release_sock} in the kernel). The exit code decides in any case.
     */
    private boolean more() throws IOException {
        try {
            return connection.fill();
        } catch (SocketException reset) {
            if (stdin != null) {
                return false;
            }
            throw reset;
        }
    }

    /** Waits until Docker has started or refused the command. Returns false when Docker refused it. */
    boolean begun() throws DockerException {
        return end.begun();
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (state == State.ENDED) {
            return -1;
        }
        if (state == State.CUT) {
            throw new IOException("The stream of " + what + " was cut short by an earlier error");
        }
        try {
            int bytes = frames.read(into, offset, length);
            if (bytes < 0) {
                state = State.ENDED;
            }
            return bytes;
        } catch (ClosedChannelException e) {
            state = State.CUT;
            throw e;
        } catch (IOException e) {
            state = State.CUT;
            String message = "The stream of " + what + " broke off: " + e.getMessage();
            IOException broken = e instanceof SocketTimeoutException
                    ? new SocketTimeoutException(message)
                    : new IOException(message);
            broken.initCause(e);
            throw broken;
        }
    }

    @Override
    public OutputStream stdin() {
        if (stdin == null) {
            throw new IllegalStateException(what + " was started without stdin");
        }
        return stdin;
    }

    @Override
    public String stderr() {
        return stderr.text();
    }

    @Override
    public int exitCode() throws DockerException {
        return switch (state) {
            case ENDED -> end.exitCode();
            case OPEN ->
                throw new DockerException(
                        "The exit code of " + what + " is unknown before its stream was read to the end",
                        DockerFailure.REFUSED);
            case CUT ->
                throw new DockerException(
                        "The stream of " + what + " was cut short, so its exit code proves nothing",
                        DockerFailure.NO_ANSWER);
        };
    }

    @Override
    public void close() {
        connection.close();
        turn.close();
    }

    @Override
    public Limit limit(Duration limit) {
        return connection.limit(limit);
    }

    private final class Stdin extends OutputStream {

        private volatile boolean closed;

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            if (closed) {
                throw new IOException("stdin of " + what + " is closed");
            }
            connection.write(ByteBuffer.wrap(bytes, offset, length));
        }

        @Override
        public void close() throws IOException {
            if (!closed) {
                closed = true;
                if (connection.open()) {
                    connection.shutdownOutput();
                }
            }
        }
    }
}
