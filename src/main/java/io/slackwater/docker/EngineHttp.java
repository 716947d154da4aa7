package io.slackwater.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.transport.DockerHttpClient;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sends HTTP requests over the daemon's unix socket, also those of docker-java. Each request has its own connection, so
 * that no stale connection survives a restart of the daemon. Each request has its own timeout, because docker-java has
 * none on a unix socket. A hanging daemon would block Slackwater. Safe for use by several threads.
 *
 * <p>The requests use HTTP/1.0, so that the response has no chunks and ends with the connection.
 */
record EngineHttp(Path socket, Duration limit) implements DockerHttpClient {

    static final ObjectMapper MAPPER = new ObjectMapper();

    private static final int BUFFER = 32 * 1024;
    private static final int NOT_FOUND = 404;

    EngineHttp within(Duration other) {
        return new EngineHttp(socket, other);
    }

    /**
     * Sends a GET request.
     *
     * @throws DockerException Docker refused the request
     */
    Reply get(String path) throws IOException {
        Reply reply = send("GET " + path, Map.of(), new byte[0]);
        if (reply.status() == NOT_FOUND) {
            throw new NotFoundException(reply.text());
        }
        if (reply.status() >= 300) {
            throw new DockerException(reply.text(), reply.status());
        }
        return reply;
    }

    @Override
    public Reply execute(Request request) {
        try {
            byte @Nullable [] body = request.bodyBytes();
            return send(request.method() + " " + request.path(), request.headers(), body == null ? new byte[0] : body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Reply send(String request, Map<String, String> headers, byte[] body) throws IOException {
        try (EngineConnection connection = open(request + " HTTP/1.0", headers, body, BUFFER);
                ExecStream.Limit over = connection.limit(limit)) {
            return new Reply(connection.status(), connection.body().readAllBytes());
        }
    }

    /**
     * Sends a request and reads the response's head within the limit. The caller reads the body and closes the
     * connection.
     *
     * @param request the request line
     */
    EngineConnection open(String request, Map<String, String> headers, byte[] body, int buffer) throws IOException {
        StringBuilder head = new StringBuilder(request)
                .append("\r\nHost: docker\r\nContent-Length: ")
                .append(body.length)
                .append("\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(head.length() + body.length + 2);
        bytes.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
        bytes.writeBytes(body);
        return EngineConnection.open(socket, buffer, bytes.toByteArray(), limit);
    }

    /** Encodes a text as one part of a path or one value of a query. */
    static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public void close() {
        // Each request closes its own connection.
    }

    /** A complete response. */
    record Reply(int status, byte[] body) implements Response {

        /**
         * Returns the body as JSON, and refuses an empty body. Loss prevented: an answer that was cut off before its
         * first byte would count as an empty list.
         */
        JsonNode json() throws IOException {
            JsonNode document = MAPPER.readTree(body);
            if (document.isMissingNode()) {
                throw new EOFException("the connection was closed before the answer");
            }
            return document;
        }

        /** The JSON documents of a stream that has ended. */
        MappingIterator<JsonNode> documents() throws IOException {
            return MAPPER.readerFor(JsonNode.class).readValues(body);
        }

        private String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        @Override
        public int getStatusCode() {
            return status;
        }

        @Override
        public Map<String, List<String>> getHeaders() {
            return Map.of();
        }

        @Override
        public InputStream getBody() {
            return new ByteArrayInputStream(body);
        }

        @Override
        public void close() {
            // Read whole already.
        }
    }
}
