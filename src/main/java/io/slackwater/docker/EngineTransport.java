package io.slackwater.docker;

import com.github.dockerjava.transport.DockerHttpClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Lets docker-java send its requests through {@link EngineHttp}. Only for short requests, each within the limit. */
record EngineTransport(EngineHttp http, Duration limit) implements DockerHttpClient {

    @Override
    public Response execute(Request request) {
        try {
            return new Answer(http.call(request.method(), request.path(), request.headers(), body(request), limit));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        // Each request closes its own connection.
    }

    private static byte[] body(Request request) throws IOException {
        byte @Nullable [] bytes = request.bodyBytes();
        if (bytes != null) {
            return bytes;
        }
        @Nullable InputStream stream = request.body();
        return stream == null ? new byte[0] : stream.readAllBytes();
    }

    private record Answer(EngineHttp.Reply reply) implements Response {

        @Override
        public int getStatusCode() {
            return reply.status();
        }

        @Override
        public Map<String, List<String>> getHeaders() {
            Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            reply.headers().forEach((name, value) -> headers.put(name, List.of(value)));
            return headers;
        }

        @Override
        public InputStream getBody() {
            return new ByteArrayInputStream(reply.body());
        }

        @Override
        public void close() {
            // Read whole already.
        }
    }
}
