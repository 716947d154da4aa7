package io.slackwater.backrest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.slackwater.backrest.client.BackrestAccess;
import io.slackwater.backrest.client.BackrestClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.StreamSupport;

/**
 * Backrest's configuration and queue without restic. The rules for {@code modno}, {@code guid} and order are the same.
 * A write empties the queue, and {@code Backup} never answers. For faults and races at an exact moment; {@link
 * BackrestDouble} also runs restic.
 */
public final class ConfigServer implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final ObjectNode PRUNE = JSON.createObjectNode().put("id", "1");

    /** A fault of Backrest. */
    public interface Fault {
        /** Returns a status instead of an answer, or 0. May do anything to the server meanwhile. */
        int before(String method) throws IOException;
    }

    private final HttpServer server;
    private final Clock clock;
    private ObjectNode config;
    private final List<ObjectNode> operations = new ArrayList<>();
    private long newest = 100;
    private final DoubleEvents events = new DoubleEvents();
    public final List<String> calls = new ArrayList<>();
    public final Map<String, String> guids = new HashMap<>();
    public volatile Fault fault = method -> 0;

    public ConfigServer(ObjectNode config, Clock clock) throws IOException {
        this.config = config;
        this.clock = clock;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/v1.Backrest/", this::answer);
        server.createContext("/v1.Authentication/", this::answer);
        server.start();
    }

    public BackrestClient client() {
        Duration patience = Duration.ofSeconds(2);
        URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        return new BackrestClient(
                new BackrestAccess(address, "slackwater", () -> "secret", patience, patience, patience));
    }

    public synchronized ObjectNode config() {
        return config.deepCopy();
    }

    /** Edits the configuration, as a user does on Backrest's page. */
    public synchronized void edit(Consumer<ObjectNode> change) {
        change.accept(config);
        config.put("modno", config.path("modno").asInt() + 1);
        events.deleted(List.of(PRUNE));
    }

    public synchronized long writes() {
        return calls.stream()
                .filter(call -> call.equals("SetConfig") || call.equals("AddRepo"))
                .count();
    }

    /** Waits until a client listens to events. */
    public boolean isHeard() {
        return events.awaitOpened(writes() + 1);
    }

    synchronized List<String> queuedBackups() {
        return operations.stream().map(one -> one.path("planId").asText()).toList();
    }

    /** Puts a backup into the log. */
    public synchronized ObjectNode backup(String plan, String status, Instant start) {
        ObjectNode operation = JSON.createObjectNode();
        operation
                .put("id", Long.toString(++newest))
                .put("planId", plan)
                .put("repoId", "critical")
                .put("status", status)
                .put("unixTimeStartMs", Long.toString(start.toEpochMilli()))
                .putObject("operationBackup");
        operations.add(operation);
        events.created(operation);
        return operation;
    }

    /** Puts a known snapshot into the log. */
    public synchronized void snapshot(String plan, String id) {
        ObjectNode operation = backup(plan, "STATUS_SUCCESS", clock.instant());
        operation.remove("operationBackup");
        operation.put("snapshotId", id).putObject("operationIndexSnapshot");
    }

    private JsonNode cancel(String id) {
        operations.stream()
                .filter(one -> one.path("id").asText().equals(id))
                .forEach(one -> one.put("status", "STATUS_USER_CANCELLED"));
        return JSON.createObjectNode();
    }

    public synchronized void finish(ObjectNode operation) {
        operation.put("status", "STATUS_SUCCESS");
    }

    /** Changes the newest operation. */
    public synchronized void change(Consumer<ObjectNode> change) {
        change.accept(operations.getLast());
    }

    private void answer(HttpExchange exchange) throws IOException {
        String method = exchange.getRequestURI().getPath().replaceAll(".*/", "");
        JsonNode request = method.equals("GetOperationEvents")
                ? JSON.createObjectNode()
                : JSON.readTree(exchange.getRequestBody());
        int bad = fault.before(method);
        if (bad != 0) {
            send(exchange, bad, JSON.createObjectNode().put("code", "unknown").put("message", "a fault of the test"));
            return;
        }
        if (method.equals("GetOperationEvents")) {
            events.listen(exchange);
            return;
        }
        if (method.equals("Backup")) {
            synchronized (this) {
                calls.add(method);
                backup(request.path("value").asText(), "STATUS_PENDING", clock.instant());
            }
            return;
        }
        try {
            send(exchange, 200, call(method, request));
        } catch (IllegalArgumentException e) {
            String said = String.valueOf(e.getMessage());
            send(
                    exchange,
                    400,
                    JSON.createObjectNode()
                            .put("code", said.contains("modno") ? "failed_precondition" : "invalid_argument")
                            .put("message", said));
        }
    }

    private synchronized JsonNode call(String method, JsonNode request) {
        calls.add(method);
        return switch (method) {
            case "GetConfig" -> config.deepCopy();
            case "SetConfig" -> set((ObjectNode) request);
            case "CheckRepoExists" ->
                guids.containsKey(request.path("repo").path("uri").asText())
                        ? JSON.createObjectNode().put("exists", true)
                        : JSON.createObjectNode();
            case "AddRepo" -> add((ObjectNode) request.path("repo"));
            case "GetOperations" -> operations(request);
            case "DoRepoTask" -> JSON.createObjectNode();
            case "Cancel" -> cancel(request.path("operationId").asText());
            default -> throw new UncheckedIOException(new IOException("no method " + method));
        };
    }

    private JsonNode set(ObjectNode wanted) {
        if (wanted.path("modno").asInt() != config.path("modno").asInt()) {
            throw new IllegalArgumentException("config modno mismatch, reload and try again");
        }
        for (JsonNode plan : wanted.path("plans")) {
            String repo = plan.path("repo").asText();
            if (StreamSupport.stream(wanted.path("repos").spliterator(), false)
                    .noneMatch(one -> one.path("id").asText().equals(repo))) {
                throw new IllegalArgumentException("validation error: repo \"" + repo + "\" not found");
            }
        }
        wanted.put("modno", wanted.path("modno").asInt() + 1);
        sort(wanted, "plans");
        sort(wanted, "repos");
        config = wanted;
        emptyQueue();
        return config.deepCopy();
    }

    private JsonNode add(ObjectNode repository) {
        repository.put("guid", guids.computeIfAbsent(repository.path("uri").asText(), uri -> "9".repeat(64)));
        config.withArray("repos").add(repository);
        sort(config, "repos");
        emptyQueue();
        return config.deepCopy();
    }

    private static void sort(ObjectNode config, String field) {
        if (config.path(field) instanceof ArrayNode array) {
            List<JsonNode> entries = new ArrayList<>();
            array.forEach(entries::add);
            entries.sort(Comparator.comparing(entry -> entry.path("id").asText()));
            array.removeAll();
            entries.forEach(array::add);
        }
    }

    /** A scheduled task gets a new id. A prune always waits for its time and is dropped too. */
    private void emptyQueue() {
        List<ObjectNode> queued = operations.stream()
                .filter(one -> one.path("status").asText().equals("STATUS_PENDING"))
                .toList();
        operations.removeAll(queued);
        List<ObjectNode> gone = new ArrayList<>(queued);
        gone.add(PRUNE);
        events.deleted(gone);
        config.path("plans").forEach(plan -> {
            if (plan.path("schedule").has("cron")) {
                backup(
                        plan.path("id").asText(),
                        "STATUS_PENDING",
                        clock.instant().plus(Duration.ofHours(3)));
            }
        });
    }

    private JsonNode operations(JsonNode request) {
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode list = answer.putArray("operations");
        JsonNode selector = request.path("selector");
        operations.stream()
                .filter(one -> selector.properties().stream()
                        .allMatch(field -> field.getKey().equals("ids")
                                ? field.getValue()
                                        .path(0)
                                        .asText()
                                        .equals(one.path("id").asText())
                                : one.path(field.getKey()).equals(field.getValue())))
                .forEach(one -> list.add(one.deepCopy()));
        return answer;
    }

    private static void send(HttpExchange exchange, int status, JsonNode body) throws IOException {
        byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        events.close();
        server.stop(0);
    }
}
