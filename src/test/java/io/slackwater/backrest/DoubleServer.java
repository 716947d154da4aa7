package io.slackwater.backrest;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The HTTP server of the double, always at the same port, with its faults. */
final class DoubleServer {

    interface PendingCallbacks {
        Answer answer(String service, String method, ObjectNode body, Optional<String> authorization)
                throws IOException, InterruptedException;
    }

    record Answer(int status, String type, String body) {}

    private final PendingCallbacks calls;
    private final DoubleEvents events;
    private final Map<String, Integer> failures = new ConcurrentHashMap<>();
    private volatile Duration delay = Duration.ZERO;
    private @Nullable HttpServer server;
    private @Nullable ExecutorService threads;
    private int port;

    DoubleServer(PendingCallbacks calls, DoubleEvents events) {
        this.calls = calls;
        this.events = events;
    }

    static Answer json(ObjectNode body) {
        return new Answer(200, "application/json", body.toString());
    }

    static Answer text(int status, String text) {
        return new Answer(status, "text/plain; charset=utf-8", text);
    }

    static Answer error(int status, String code, @Nullable String message) {
        return new Answer(
                status,
                "application/json",
                DoubleJson.object().put("code", code).put("message", message).toString());
    }

    /** Makes an error answer with the HTTP status of this code. */
    static Answer error(String code, @Nullable String message) {
        int status = switch (code) {
            case "not_found" -> 404;
            case "unauthenticated" -> 401;
            case "unimplemented" -> 501;
            default -> 400;
        };
        return error(status, code, message);
    }

    synchronized void up() throws IOException {
        HttpServer fresh = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        port = fresh.getAddress().getPort();
        ExecutorService own = Executors.newVirtualThreadPerTaskExecutor();
        fresh.setExecutor(own);
        fresh.createContext("/", this::handle);
        fresh.start();
        server = fresh;
        threads = own;
    }

    /** Also ends the connections of calls that wait. */
    synchronized void down() {
        if (server != null && threads != null) {
            server.stop(0);
            threads.shutdownNow();
            events.close();
        }
        server = null;
        threads = null;
    }

    synchronized URI address() {
        return URI.create("http://127.0.0.1:" + port);
    }

    void fail(String method, int status) {
        failures.put(method, status);
    }

    void slow(Duration delay) {
        this.delay = delay;
    }

    void heal() {
        failures.clear();
        delay = Duration.ZERO;
    }

    private void handle(HttpExchange exchange) {
        try (exchange) {
            String[] path = exchange.getRequestURI().getPath().substring(1).split("/");
            Answer answer;
            if (path.length != 2 || !exchange.getRequestMethod().equals("POST")) {
                answer = text(404, "404 page not found\n");
            } else if (failures.containsKey(path[1])) {
                answer = error(failures.get(path[1]), "internal", "database or disk is full, a fault of the test");
            } else {
                boolean events = path[1].equals("GetOperationEvents");
                ObjectNode body = events
                        ? DoubleJson.object()
                        : (ObjectNode) new ObjectMapper().readTree(exchange.getRequestBody());
                answer = calls.answer(
                        path[0],
                        path[1],
                        body,
                        Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization")));
                if (events && answer.status() == 200) {
                    this.events.listen(exchange);
                    return;
                }
            }
            if (!delay.isZero()) {
                boolean never = new CountDownLatch(1).await(delay.toMillis(), TimeUnit.MILLISECONDS);
                assert !never;
            }
            byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().put("Content-Type", List.of(answer.type()));
            exchange.sendResponseHeaders(answer.status(), bytes.length);
            exchange.getResponseBody().write(bytes);
        } catch (InterruptedException e) {
            // the door was closed while the call waited: its connection is gone
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
