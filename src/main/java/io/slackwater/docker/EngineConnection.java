package io.slackwater.docker;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A connection to the daemon's unix socket for one request. An interrupt, a {@link #close()} from any thread, or an
 * expired {@link #limit} ends a blocked read or write. One thread may read while another writes.
 */
final class EngineConnection implements AutoCloseable {

    private static final int STATUS_LINE_PARTS = 3;
    private static final ScheduledThreadPoolExecutor TIMER = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("docker-time-limits").factory());

    static {
        TIMER.setRemoveOnCancelPolicy(true);
    }

    private final SocketChannel channel;
    private final ByteBuffer input;
    private int status;
    private Map<String, String> headers = Map.of();
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

    /** The response's headers, by lower-case name. */
    Map<String, String> headers() {
        return headers;
    }

    /** The received bytes that were not read yet. Valid until the next {@link #fill()}. */
    ByteBuffer input() {
        return input;
    }

    /** Blocks until {@link #input()} has at least one more byte. Returns false at the end of the stream. */
    boolean fill() throws IOException {
        input.compact();
        try {
            if (!input.hasRemaining()) {
                throw new IOException("the answer's head is larger than " + input.capacity() + " bytes");
            }
            return channel.read(input) >= 0;
        } catch (IOException e) {
            throw explain(e);
        } finally {
            input.flip();
        }
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
        List<String> lines = List.of(headText().split("\r\n"));
        String[] first = lines.getFirst().split(" ", STATUS_LINE_PARTS);
        if (first.length < 2 || !first[0].startsWith("HTTP/1.")) {
            throw new IOException("this is not an HTTP answer: " + lines.getFirst());
        }
        try {
            status = Integer.parseInt(first[1]);
        } catch (NumberFormatException e) {
            throw new IOException("this is not an HTTP status: " + lines.getFirst(), e);
        }
        Map<String, String> found = new HashMap<>();
        for (String line : lines.subList(1, lines.size())) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                found.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
        }
        headers = Map.copyOf(found);
    }

    private String headText() throws IOException {
        int scanned = 0;
        while (true) {
            for (int i = scanned; i + 3 < input.remaining(); i++) {
                int at = input.position() + i;
                if (input.get(at) == '\r'
                        && input.get(at + 1) == '\n'
                        && input.get(at + 2) == '\r'
                        && input.get(at + 3) == '\n') {
                    byte[] head = new byte[i];
                    input.get(head).position(at + 4);
                    return new String(head, StandardCharsets.UTF_8);
                }
            }
            scanned = Math.max(0, input.remaining() - 3);
            if (!fill()) {
                throw new EOFException("the connection was closed before the response");
            }
        }
    }
}
