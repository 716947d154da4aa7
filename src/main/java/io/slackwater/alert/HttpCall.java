package io.slackwater.alert;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;

/**
 * Sends one HTTP request to a receiver of alarms. The timeout covers the whole exchange, even an answer that never
 * ends. Safe for use by several threads.
 */
final class HttpCall implements AutoCloseable {

    private final Duration timeout;
    private final HttpClient client;

    HttpCall(Duration timeout) {
        this.timeout = timeout;
        this.client = HttpClient.newBuilder().connectTimeout(timeout).build();
    }

    /** Sends the request and waits. Returns why it failed; empty when the receiver answered with 2xx. */
    Optional<String> call(URI uri, UnaryOperator<HttpRequest.Builder> request) throws InterruptedException {
        CompletableFuture<HttpResponse<Void>> exchange;
        try {
            HttpRequest built = request.apply(HttpRequest.newBuilder(uri).timeout(timeout))
                    .header("User-Agent", "slackwater")
                    .build();
            exchange = client.sendAsync(built, HttpResponse.BodyHandlers.discarding());
        } catch (IllegalArgumentException e) {
            return Optional.of(
                    "%s is not a valid http or https address; correct it in the policy".formatted(name(uri)));
        }
        try {
            int status = exchange.get(timeout.toMillis(), TimeUnit.MILLISECONDS).statusCode();
            return status / 100 == 2 ? Optional.empty() : Optional.of("%s answered %d".formatted(name(uri), status));
        } catch (TimeoutException e) {
            return Optional.of("%s did not answer within %s".formatted(name(uri), timeout));
        } catch (ExecutionException e) {
            return Optional.of("%s could not be reached: %s".formatted(name(uri), why(e)));
        } finally {
            exchange.cancel(true);
        }
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
    public void close() {
        client.shutdownNow();
    }
}
