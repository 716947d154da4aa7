package io.slackwater.repository;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** A stream endpoint on a bare socket, so that a body can end in all wrong ways. */
final class DumpServer implements AutoCloseable {

    private final ServerSocket server;
    final CountDownLatch asked = new CountDownLatch(1);
    volatile @Nullable String request;

    /** Writes an answer. */
    interface Answer {
        void write(Chunks body) throws IOException, InterruptedException;
    }

    /** Writes an answer to a request with this head. */
    interface Reply {
        void write(String request, Chunks body) throws IOException, InterruptedException;
    }

    /** A chunked HTTP body. */
    static final class Chunks {
        private final OutputStream out;
        private boolean cut;

        Chunks(OutputStream out) {
            this.out = out;
        }

        void write(byte[] bytes) throws IOException {
            out.write((Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            out.write(bytes);
            out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
            out.flush();
        }

        /** Ends without the final chunk. */
        void cut() {
            cut = true;
        }
    }

    DumpServer(Answer answer) throws IOException {
        this(200, answer);
    }

    DumpServer(int status, Answer answer) throws IOException {
        this(status, (head, body) -> answer.write(body));
    }

    DumpServer(Reply reply) throws IOException {
        this(200, reply);
    }

    private DumpServer(int status, Reply reply) throws IOException {
        server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(() -> serve(status, reply));
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort() + "/internal/streams/x");
    }

    private void serve(int status, Reply reply) {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                String head = head(socket.getInputStream());
                request = head;
                asked.countDown();
                OutputStream out = socket.getOutputStream();
                out.write(("HTTP/1.1 " + status + " X\r\nTransfer-Encoding: chunked\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
                Chunks chunks = new Chunks(out);
                reply.write(head, chunks);
                if (!chunks.cut) {
                    out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                }
            } catch (IOException e) {
                // The client disconnected, or the test has ended. The test checks curl's result.
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int c = in.read();
            if (c < 0) {
                break;
            }
            head.append((char) c);
        }
        return head.toString();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
