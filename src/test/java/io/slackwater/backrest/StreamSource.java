package io.slackwater.backrest;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The server that Backrest's commands call. {@code /whole} ends, {@code /broken} is cut in the middle, {@code /held}
 * continues until its release. {@code POST} is a hook, whose path decides about a refusal.
 */
public final class StreamSource implements AutoCloseable {

    public static final byte[] CONTENT = new byte[3_000_000];

    static {
        new Random(7).nextBytes(CONTENT);
    }

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<String> hooks = Collections.synchronizedList(new ArrayList<>());
    private final List<String> opened = Collections.synchronizedList(new ArrayList<>());
    private final Semaphore release = new Semaphore(0);

    public StreamSource() throws IOException {
        Thread.ofVirtual().start(() -> {
            try {
                while (true) {
                    Socket socket = server.accept();
                    Thread.ofVirtual().start(() -> serve(socket));
                }
            } catch (IOException closed) {
                // the test is over
                return;
            }
        });
    }

    public String url(String path) {
        return "http://127.0.0.1:" + server.getLocalPort() + path;
    }

    /** The streams that were asked for, by path. */
    List<String> opened() {
        return List.copyOf(opened);
    }

    public List<String> hooks() {
        return List.copyOf(hooks);
    }

    /** Lets one held stream end. */
    public void release() {
        release.release();
    }

    private void serve(Socket socket) {
        try (socket) {
            BufferedReader request =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            String line = request.readLine();
            while (!request.readLine().isEmpty()) {
                continue;
            }
            OutputStream out = socket.getOutputStream();
            String path = line.split(" ")[1];
            if (line.startsWith("POST")) {
                hooks.add(path);
                write(
                        out,
                        "HTTP/1.1 " + (path.contains("refuse") ? "409 No" : "200 OK")
                                + "\r\nContent-Length: 0\r\n\r\n");
                return;
            }
            write(out, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n");
            chunk(out, CONTENT);
            opened.add(path);
            if (path.startsWith("/broken")) {
                socket.setSoLinger(true, 0);
                return;
            }
            while (path.startsWith("/held") && !release.tryAcquire(100, TimeUnit.MILLISECONDS)) {
                chunk(out, new byte[] {'.'});
            }
            write(out, "0\r\n\r\n");
        } catch (IOException e) {
            if (!String.valueOf(e.getMessage()).matches(".*(Broken pipe|reset|closed).*")) {
                throw new UncheckedIOException(e);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void chunk(OutputStream out, byte[] bytes) throws IOException {
        write(out, Integer.toHexString(bytes.length) + "\r\n");
        out.write(bytes);
        write(out, "\r\n");
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
