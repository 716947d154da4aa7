package io.slackwater.backrest.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slackwater.backrest.client.BackrestException.Reason;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/**
 * Sends calls to Backrest's API: JSON requests and answers, with a timeout for the whole answer. JSON numbers keep all
 * digits.
 */
public final class Wire implements AutoCloseable {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private final HttpClient http;

    Wire(BackrestAccess access) {
        this.http = client(access.base(), access.connect());
    }

    static HttpClient client(URI base, Duration connect) {
        // Backrest offers HTTP/2 in the clear; its upgrade dance gains nothing here
        HttpClient.Builder client =
                HttpClient.newBuilder().connectTimeout(connect).version(HttpClient.Version.HTTP_1_1);
        if (base.getScheme().equalsIgnoreCase("http")) {
            client.sslContext(withoutCertificates());
        }
        return client.build();
    }

    /** Trusts no server. Otherwise each start would read all certificates of the system, which http does not need. */
    private static SSLContext withoutCertificates() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[0], null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Java has no TLS", e);
        }
    }

    public record Answer(int status, String body) {}

    /** @param within the timeout; without one, only interrupting the thread ends the call */
    Answer post(URI method, JsonNode body, Optional<String> bearer, Optional<Duration> within)
            throws BackrestException, InterruptedException {
        HttpRequest.Builder request = request(method, bearer)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()));
        CompletableFuture<HttpResponse<String>> exchange =
                http.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        try {
            HttpResponse<String> response =
                    within.isPresent() ? exchange.get(within.get().toMillis(), TimeUnit.MILLISECONDS) : exchange.get();
            return new Answer(response.statusCode(), response.body());
        } catch (TimeoutException e) {
            throw new BackrestException(
                    Reason.TIMEOUT,
                    "Backrest at %s did not answer within %s".formatted(method, within.orElse(Duration.ZERO)));
        } catch (ExecutionException e) {
            throw new BackrestException(
                    Reason.UNREACHABLE,
                    "Backrest at %s cannot be reached".formatted(method.resolve("..")),
                    e.getCause());
        } finally {
            exchange.cancel(true);
        }
    }

    /**
     * Opens a stream of events in the frames of {@link EventFrames}. Closing the answer's body ends it.
     *
     * @param sent called when the request has been sent
     */
    CompletableFuture<HttpResponse<InputStream>> stream(
            URI method, JsonNode body, Optional<String> bearer, Runnable sent) {
        byte[] text = body.toString().getBytes(StandardCharsets.UTF_8);
        byte[] frame = ByteBuffer.allocate(5 + text.length)
                .put((byte) 0)
                .putInt(text.length)
                .put(text)
                .array();
        HttpRequest.Builder request = request(method, bearer)
                .header("Content-Type", "application/connect+json")
                .header("Connect-Protocol-Version", "1")
                .POST(HttpRequest.BodyPublishers.fromPublisher(
                        HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(frame) {
                            @Override
                            public void close() {
                                sent.run();
                            }
                        }),
                        frame.length));
        return http.sendAsync(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    }

    private static HttpRequest.Builder request(URI method, Optional<String> bearer) {
        HttpRequest.Builder request = HttpRequest.newBuilder(method).header("User-Agent", "slackwater");
        bearer.ifPresent(token -> request.header("Authorization", "Bearer " + token));
        return request;
    }

    public static Optional<ObjectNode> object(String body) {
        try {
            return JSON.readTree(body) instanceof ObjectNode object ? Optional.of(object) : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
