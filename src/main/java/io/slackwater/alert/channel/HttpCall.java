package io.slackwater.alert.channel;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/**
 * Sends one HTTP request to a receiver of alarms. The timeout covers the whole exchange, even an answer that never
 * ends. Safe for use by several threads.
 */
final class HttpCall implements AutoCloseable {

    private static final int LONGEST_ANSWER = 64 * 1024;

    private final Duration timeout;
    private @Nullable HttpClient client;

    HttpCall(Duration timeout) {
        this.timeout = timeout;
    }

    /** Makes the client at the first call, because it reads all certificates of the system. */
    private synchronized HttpClient client() {
        if (client == null) {
            client = HttpClient.newBuilder().connectTimeout(timeout).build();
        }
        return client;
    }

    /** Sends the request and waits. Returns why it failed; empty when the receiver answered with 2xx. */
    Optional<String> call(URI uri, UnaryOperator<HttpRequest.Builder> request) throws InterruptedException {
        return switch (exchange(uri, request)) {
            case HttpReply.Answer answer -> answer.good() ? Optional.empty() : Optional.of(answer.reason());
            case HttpReply.Failed failed -> Optional.of(failed.reason());
        };
    }

    /** Sends the request and waits for the answer. */
    HttpReply exchange(URI uri, UnaryOperator<HttpRequest.Builder> request) throws InterruptedException {
        CompletableFuture<HttpResponse<String>> exchange;
        try {
            HttpRequest built = request.apply(HttpRequest.newBuilder(uri).timeout(timeout))
                    .header("User-Agent", "slackwater")
                    .build();
            exchange = client().sendAsync(built, HttpCall::body);
        } catch (IllegalArgumentException e) {
            return new HttpReply.Failed(
                    Fault.RECEIVER,
                    "%s is not a valid http or https address; correct it in the policy".formatted(name(uri)));
        }
        try {
            HttpResponse<String> answer = exchange.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            return new HttpReply.Answer(name(uri), answer.statusCode(), answer.body(), retryAfter(answer));
        } catch (TimeoutException e) {
            return new HttpReply.Failed(Fault.UNREACHABLE, "%s did not answer within %s".formatted(name(uri), timeout));
        } catch (ExecutionException e) {
            return new HttpReply.Failed(fault(e), "%s could not be reached: %s".formatted(name(uri), why(e)));
        } finally {
            exchange.cancel(true);
        }
    }

    /** Reads the answer of a failure, which explains it. Another answer may have any length and is not kept. */
    private static HttpResponse.BodySubscriber<String> body(HttpResponse.ResponseInfo info) {
        return info.statusCode() / 100 == 2
                ? HttpResponse.BodySubscribers.replacing("")
                : HttpResponse.BodySubscribers.limiting(
                        HttpResponse.BodySubscribers.ofString(StandardCharsets.UTF_8), LONGEST_ANSWER);
    }

    private static Optional<Duration> retryAfter(HttpResponse<String> answer) {
        return answer.headers()
                .firstValue("Retry-After")
                .filter(text -> text.matches("[0-9]{1,6}"))
                .map(Long::parseLong)
                .map(Duration::ofSeconds);
    }

    private static Fault fault(Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof SSLHandshakeException || t instanceof CertificateException) {
                return Fault.CERTIFICATE;
            }
        }
        return Fault.UNREACHABLE;
    }

    private static String why(Throwable failure) {
        String why = "the connection failed";
        for (Throwable t = failure.getCause(); t != null; t = t.getCause()) {
            if (t instanceof UnresolvedAddressException) {
                return "its name is unknown";
            }
            if (t instanceof ConnectException && t.getMessage() == null) {
                why = "the connection was refused";
            } else if (t.getMessage() != null && t instanceof IOException) {
                why = t.getMessage();
            }
        }
        return why;
    }

    /** Returns scheme, host and port only, because many services put a secret into the path, query or user. */
    static String name(URI uri) {
        return uri.getScheme() + "://" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
    }

    @Override
    public synchronized void close() {
        if (client != null) {
            client.shutdownNow();
        }
    }
}
