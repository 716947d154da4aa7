package io.slackwater.docker;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A connection to the daemon's unix socket for one request. An interrupt, a {@link #close()} from any thread, or an
 * expired {@link #limit} ends a blocked read or write. One thread may read while another writes.
 */
final class EngineConnection implements AutoCloseable {

    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.. (\\d{3})");
    private static final ScheduledThreadPoolExecutor TIMER = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("docker-time-limits").factory());

    static {
        TIMER.setRemoveOnCancelPolicy(true);
    }

    private final SocketChannel channel;
    private final ByteBuffer input;
    private int status;
    private volatile @Nullable IOException cut;

    private EngineConnection(SocketChannel channel, int bufferSize) {
        this.channel = channel;
        this.input = ByteBuffer.allocateDirect(bufferSize).limit(0);
    }

    /** Connects, sends the request and reads the head of the response, all within the limit. */
    static EngineConnection open(Path socket, int bufferSize, byte[] request, Duration limit) throws IOException {
        EngineConnection connection = new EngineConnection(SocketChannel.open(StandardProtocolFamily.UNIX), bufferSize);
        try (ExecStream.Limit over = connection.limit(limit)) {
            connection.channel.connect(UnixDomainSocketAddress.of(socket));
            connection.write(ByteBuffer.wrap(request));
            connection.readHead();
            return connection;
        } catch (IOException e) {
            connection.close();
            throw connection.explain(e);
        } catch (RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    int status() {
        return status;
    }

    /** The received bytes that were not read yet. Valid until the next {@link #fill()}. */
    ByteBuffer input() {
        return input;
    }

    /** Blocks until {@link #input()} has at least one more byte. Returns false at the end of the stream. */
    boolean fill() throws IOException {
        input.compact();
        try {
            return channel.read(input) >= 0;
        } catch (IOException e) {
            throw explain(e);
        } finally {
            input.flip();
        }
    }

    /** The rest of the response, until the daemon closes the connection. */
    InputStream body() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                return input.hasRemaining() || fill() ? input.get() & 0xff : -1;
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                if (!input.hasRemaining() && !fill()) {
                    return -1;
                }
                int bytes = Math.min(length, input.remaining());
                input.get(into, offset, bytes);
                return bytes;
            }
        };
    }

    void write(ByteBuffer bytes) throws IOException {
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            throw explain(e);
        }
    }

    void shutdownOutput() throws IOException {
        channel.shutdownOutput();
    }

    boolean open() {
        return channel.isOpen();
    }

    /** Breaks the connection after this time, unless the returned limit is closed before. */
    ExecStream.Limit limit(Duration limit) {
        ScheduledFuture<?> cut = TIMER.schedule(
                () -> cut(new SocketTimeoutException("no answer within " + limit.toMillis() / 1000.0 + " s")),
                limit.toMillis(),
                TimeUnit.MILLISECONDS);
        return () -> cut.cancel(false);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // The descriptor is released either way, and the connection is no longer needed.
            org.jboss.logging.Logger.getLogger(EngineConnection.class).debugf(e, "closing a Docker connection");
        }
    }

    /** Breaks the connection. A blocked read or write then throws this reason. */
    void cut(IOException reason) {
        cut = reason;
        close();
    }

    private IOException explain(IOException e) {
        IOException reason = cut;
        if (reason == null || reason == e) {
            return e;
        }
        reason.addSuppressed(e);
        return reason;
    }

    private void readHead() throws IOException {
        String first = line();
        Matcher found = STATUS.matcher(first);
        if (!found.lookingAt()) {
            throw new IOException("this is not an HTTP answer: " + first);
        }
        status = Integer.parseInt(found.group(1));
        String header = first;
        while (!header.isEmpty()) {
            header = line();
        }
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        while (input.hasRemaining() || fill()) {
            char c = (char) input.get();
            if (c == '\n') {
                return line.toString().strip();
            }
            line.append(c);
        }
        throw new EOFException("the connection was closed before the response");
    }
}
