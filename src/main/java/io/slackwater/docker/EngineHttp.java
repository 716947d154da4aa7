package io.slackwater.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Sends HTTP/1.1 requests over the daemon's unix socket. Each request has its own connection, so that no stale one
 * survives a restart of the daemon. Each has its own timeout, because docker-java has none on a unix socket and a
 * hanging daemon would block Slackwater. Safe for use by several threads.
 */
record EngineHttp(Path socket) {

    static final ObjectMapper MAPPER = new ObjectMapper();
    static final Map<String, String> JSON = Map.of("Content-Type", "application/json");

    private static final int SMALL_BUFFER = 32 * 1024;
    private static final int MAX_BODY = 64 * 1024 * 1024;

    /** Sends a request and reads the whole response within the limit. */
    Reply call(String method, String path, Map<String, String> headers, byte[] body, Duration limit)
            throws IOException {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put("Connection", "close");
        long end = System.nanoTime() + limit.toNanos();
        try (EngineConnection connection =
                EngineConnection.open(socket, SMALL_BUFFER, request(method, path, all, body), limit)) {
            Duration left = Duration.ofNanos(Math.max(1, end - System.nanoTime()));
            try (ExecStream.Limit over = connection.limit(left);
                    HttpBody in = new HttpBody(connection)) {
                byte[] answer = in.readNBytes(MAX_BODY);
                if (in.read() >= 0) {
                    throw new IOException("the answer is larger than " + MAX_BODY + " bytes");
                }
                return new Reply(connection.status(), connection.headers(), answer);
            }
        }
    }

    Reply get(String path, Duration limit) throws IOException {
        return call("GET", path, Map.of(), new byte[0], limit);
    }

    /**
     * Sends a request and reads the response's head within the limit. The caller reads the body and closes the
     * connection.
     */
    EngineConnection open(
            String method, String path, Map<String, String> headers, byte[] body, int bufferSize, Duration limit)
            throws IOException {
        return EngineConnection.open(
                socket, Math.max(bufferSize, SMALL_BUFFER), request(method, path, headers, body), limit);
    }

    /** Encodes a text as one part of a path or one value of a query. */
    static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static byte[] request(String method, String path, Map<String, String> headers, byte[] body) {
        StringBuilder head = new StringBuilder(256)
                .append(method)
                .append(' ')
                .append(path)
                .append(" HTTP/1.1\r\nHost: docker\r\nContent-Length: ")
                .append(body.length)
                .append("\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(head.length() + body.length + 2);
        bytes.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
        bytes.writeBytes(body);
        return bytes.toByteArray();
    }

    /** A complete response. */
    record Reply(int status, Map<String, String> headers, byte[] body) {

        boolean ok() {
            return status >= 200 && status < 300;
        }

        JsonNode json() throws IOException {
            return MAPPER.readTree(body);
        }

        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }
}
