package io.slackwater.alert.channel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A real HTTP server with configurable answers: a status, no answer, or an endless answer. */
final class Receiver implements AutoCloseable {

    static final int SILENT = -1;
    static final int ENDLESS = -2;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch closed = new CountDownLatch(1);

    final List<JsonNode> bodies = new CopyOnWriteArrayList<>();
    final List<String> requests = new CopyOnWriteArrayList<>();
    final List<String> authorizations = new CopyOnWriteArrayList<>();
    private final List<Answer> script = new CopyOnWriteArrayList<>();

    /** An answer with a body, and perhaps the header {@code Retry-After}. */
    record Answer(int status, String body, String retryAfter) {}

    Receiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    /** Sets the next answers, in order. All later answers are 204. */
    void then(Integer... answers) {
        for (int status : answers) {
            then(status, "", "");
        }
    }

    /** Sets the next answer. */
    void then(int status, String body, String retryAfter) {
        script.add(new Answer(status, body, retryAfter));
    }

    URI uri(String path) {
        return URI.create("http://localhost:" + server.getAddress().getPort() + path);
    }

    private void answer(HttpExchange exchange) throws IOException {
        Answer next = script.isEmpty() ? new Answer(204, "", "") : script.removeFirst();
        int status = next.status();
        authorizations.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
        requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
        byte[] body = exchange.getRequestBody().readAllBytes();
        if (body.length > 0) {
            bodies.add(new ObjectMapper().readTree(body));
        }
        if (status == SILENT) {
            await();
        } else if (status == ENDLESS) {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('x');
            exchange.getResponseBody().flush();
            await();
        } else {
            if (!next.retryAfter().isEmpty()) {
                exchange.getResponseHeaders().add("Retry-After", next.retryAfter());
            }
            byte[] answer = next.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, answer.length == 0 ? -1 : answer.length);
            if (answer.length > 0) {
                exchange.getResponseBody().write(answer);
            }
        }
        exchange.close();
    }

    private void await() {
        try {
            closed.await();
        } catch (InterruptedException e) {
            throw new UncheckedIOException(new IOException(e));
        }
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.close();
    }
}
