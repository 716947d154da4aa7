package io.slackwater.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The end of an exec on a socket without a daemon: the peer closes the connection with unread input. */
class SocketExecTest {

    private static final String HEAD = "HTTP/1.1 101 UPGRADED\r\n\r\n";
    private static final String FRAME = "\1\0\0\0\0\0\0\7enough\n";

    @TempDir
    Path directory;

    private ServerSocketChannel server;

    @BeforeEach
    void listen() throws IOException {
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                .bind(UnixDomainSocketAddress.of(directory.resolve("daemon.sock")));
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    @Test
    void aCommandThatEndsBeforeReadingItsInputIsComplete() throws Exception {
        try (SocketExec stream = answered(FRAME, true)) {
            assertThat(read(stream)).isEqualTo("enough\n");
            assertThat(stream.read(new byte[10], 0, 10)).isEqualTo(-1);
            assertThat(stream.read(new byte[10], 0, 10)).isEqualTo(-1);
        }
    }

    @Test
    void anIncompleteFrameIsAFailureAtAnyEndOfTheConnection() throws Exception {
        try (SocketExec stream = answered(FRAME.substring(0, 12), true)) {
            assertThatThrownBy(() -> {
                        read(stream);
                        read(stream);
                    })
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("broke off")
                    .hasMessageContaining("bytes of a frame are missing");
        }
    }

    @Test
    void aResetOfAStreamWithoutInputIsAFailure() throws Exception {
        try (SocketExec stream = answered(FRAME, false)) {
            assertThat(read(stream)).isEqualTo("enough\n");
            assertThatThrownBy(() -> read(stream))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("'cat' in container c broke off");
        }
    }

    @Test
    void aSilentStreamEndsAtItsLimit() throws Exception {
        Thread daemon = Thread.ofVirtual().start(() -> {
            try (SocketChannel accepted = server.accept()) {
                accepted.write(ByteBuffer.wrap(HEAD.getBytes(StandardCharsets.ISO_8859_1)));
                while (accepted.read(ByteBuffer.allocate(100)) >= 0) {}
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        try (SocketExec stream = opened(false);
                ExecStream.Limit limit = stream.limit(Duration.ofMillis(100))) {
            assertThatThrownBy(() -> read(stream))
                    .isInstanceOf(SocketTimeoutException.class)
                    .hasMessageContaining("'cat' in container c broke off: no answer within 0.1 s");
        }
        join(daemon);
    }

    private static String read(SocketExec stream) throws IOException {
        byte[] bytes = new byte[100];
        return new String(bytes, 0, stream.read(bytes, 0, bytes.length), StandardCharsets.UTF_8);
    }

    /** A stream whose peer has answered and closed, with unread bytes of the client. */
    private SocketExec answered(String frames, boolean stdin) throws IOException {
        Thread daemon = Thread.ofVirtual().start(() -> {
            try (SocketChannel accepted = server.accept()) {
                accepted.read(ByteBuffer.allocate(4));
                accepted.write(ByteBuffer.wrap((HEAD + frames).getBytes(StandardCharsets.ISO_8859_1)));
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        try {
            return opened(stdin);
        } finally {
            join(daemon);
        }
    }

    private SocketExec opened(boolean stdin) throws IOException {
        Path socket = directory.resolve("daemon.sock");
        EngineConnection connection = EngineConnection.open(
                socket,
                SocketExec.SHORT_BUFFER,
                "POST with more than is read".getBytes(StandardCharsets.UTF_8),
                Duration.ofSeconds(10));
        ExecEnd end = new ExecEnd(new EngineCalls(socket), "e", "c", "'cat' in container c");
        return new SocketExec("'cat' in container c", connection, end, () -> {}, stdin, SocketExec.STDERR_KEPT);
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
