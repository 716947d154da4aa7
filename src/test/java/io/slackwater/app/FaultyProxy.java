package io.slackwater.app;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A proxy in front of an HTTP API that can answer wrongly or slowly. */
final class FaultyProxy implements AutoCloseable {

    private final HttpServer server;
    private final URI target;
    private final HttpClient http = HttpClient.newHttpClient();
    private volatile boolean broken;
    private volatile long delayMillis;
    private volatile boolean hears;
    private final AtomicInteger listening = new AtomicInteger();

    FaultyProxy(URI target) throws IOException {
        this.target = target;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::forward);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Answers every request with status 500 from now on. */
    void breaks(boolean breaks) {
        broken = breaks;
    }

    /** Delays every request by this time from now on. */
    void delays(long millis) {
        delayMillis = millis;
    }

    /** Sets whether events reach their subscribers from now on. */
    void hears(boolean hear) {
        hears = hear;
    }

    /** Whether a client listens to events. */
    boolean isHeard() {
        return listening.get() > 0;
    }

    private void events(HttpExchange exchange) throws IOException {
        listening.incrementAndGet();
        try (exchange) {
            HttpRequest.Builder request = HttpRequest.newBuilder(
                            target.resolve(exchange.getRequestURI().toString()))
                    .POST(HttpRequest.BodyPublishers.ofByteArray(
                            exchange.getRequestBody().readAllBytes()));
            for (String name : List.of("Content-Type", "Connect-Protocol-Version", "Authorization")) {
                Optional.ofNullable(exchange.getRequestHeaders().getFirst(name))
                        .ifPresent(value -> request.header(name, value));
            }
            HttpResponse<InputStream> response = http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            exchange.sendResponseHeaders(response.statusCode(), 0);
            try (InputStream body = response.body()) {
                byte[] some = new byte[8192];
                for (int n = body.read(some); n >= 0 && hears; n = body.read(some)) {
                    exchange.getResponseBody().write(some, 0, n);
                    exchange.getResponseBody().flush();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            listening.decrementAndGet();
        }
    }

    private void forward(HttpExchange exchange) throws IOException {
        if (exchange.getRequestURI().getPath().endsWith("/GetOperationEvents") && hears) {
            events(exchange);
            return;
        }
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            boolean interrupted = new CountDownLatch(1).await(delayMillis, TimeUnit.MILLISECONDS);
            assert !interrupted;
            if (broken || exchange.getRequestURI().getPath().endsWith("/GetOperationEvents")) {
                answer(
                        exchange,
                        500,
                        "{\"code\":\"internal\",\"message\":\"broken on purpose\"}".getBytes(StandardCharsets.UTF_8));
                return;
            }
            HttpRequest.Builder request = HttpRequest.newBuilder(
                            target.resolve(exchange.getRequestURI().toString()))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(body));
            Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"))
                    .ifPresent(value -> request.header("Authorization", value));
            HttpResponse<byte[]> response = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            answer(exchange, response.statusCode(), response.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
        http.shutdownNow();
    }
}
