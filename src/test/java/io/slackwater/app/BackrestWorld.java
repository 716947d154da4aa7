package io.slackwater.app;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slackwater.backrest.client.BackrestAccess;
import io.slackwater.backrest.client.BackrestClient;
import io.slackwater.backrest.client.BackrestException;
import io.slackwater.backrest.client.Operation;
import io.slackwater.backrest.client.OperationKind;
import io.slackwater.backrest.client.OperationQuery;
import io.slackwater.backrest.client.OperationStatus;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** A Backrest that sees Slackwater's files at the same paths. */
abstract class BackrestWorld implements AutoCloseable {

    /** The id of a foreign plan. */
    static final String OWN = "somebodys-own";

    private static final String TOKEN = "a-token-for-tests-only-1234567890";

    final BackrestClient client;
    final FaultyProxy proxy;
    private final Path directory;
    private final URI address;

    /** @param directory of the application under test; its secrets are shared */
    BackrestWorld(Path directory, URI address) throws IOException {
        this.directory = directory;
        this.address = address;
        Files.createDirectories(directory.resolve("secrets"));
        Files.writeString(directory.resolve("secrets/backrest.password"), "only-for-these-tests\n");
        token(TOKEN);
        proxy = new FaultyProxy(address);
        client = new BackrestClient(
                BackrestAccess.of(address, "slackwater", directory.resolve("secrets/backrest.password")));
        awaitUp();
    }

    /** Acts like {@code kill -9} of Backrest's container. */
    abstract void kill() throws Exception;

    /** Starts Backrest after a kill, at the same address. */
    abstract void start() throws Exception;

    /** Recreates Backrest with these environment variables, the same address and the same data. No operation may run. */
    abstract void recreate(Map<String, String> environment) throws Exception;

    /** Fills the disk with Backrest's log and list of operations, or frees the space again. */
    abstract void fillOwnDisk(boolean full);

    /** The log of an operation, as Backrest's page shows it. */
    abstract String log(Operation operation);

    final void token(String token) throws IOException {
        Files.writeString(directory.resolve("secrets/backrest.header"), "Authorization: Bearer " + token + "\n");
    }

    /** Waits until Backrest answers. */
    final void awaitUp() {
        org.awaitility.Awaitility.await("Backrest")
                .atMost(java.time.Duration.ofSeconds(60))
                .ignoreExceptions()
                .until(() -> client.config().has("version"));
    }

    /** Presses <em>Backup Now</em>. Returns Backrest's message of a failure; empty after a success. */
    Optional<String> press(String plan) throws Exception {
        try {
            client.backup(plan);
            return Optional.empty();
        } catch (BackrestException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /** Presses <em>Dry Run Backup</em>. Returns Backrest's message of a failure; empty after a success. */
    Optional<String> pressDryRun(String plan) throws Exception {
        return post("Backup", "{\"value\":\"%s\",\"dryRun\":true}".formatted(plan));
    }

    /** Forgets a snapshot, as "Forget" does on Backrest's page. */
    void forget(String repository, String plan, String snapshot) throws Exception {
        Optional<String> failure = post(
                "Forget",
                "{\"repoId\":\"%s\",\"planId\":\"%s\",\"snapshotId\":\"%s\"}".formatted(repository, plan, snapshot));
        if (failure.isPresent()) {
            throw new IllegalStateException(failure.get());
        }
    }

    /** Returns the body of a failure. */
    private Optional<String> post(String method, String body) throws Exception {
        String password =
                Files.readString(directory.resolve("secrets/backrest.password")).strip();
        HttpRequest request = HttpRequest.newBuilder(address.resolve("/v1.Backrest/" + method))
                .header("Content-Type", "application/json")
                .header(
                        "Authorization",
                        "Basic "
                                + Base64.getEncoder()
                                        .encodeToString(("slackwater:" + password).getBytes(StandardCharsets.UTF_8)))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() == 200 ? Optional.empty() : Optional.of(answer.body());
        }
    }

    /** Whether a foreign plan with a plain curl command gets an answer from that address. */
    boolean reaches(String url) throws Exception {
        addOwn("curl", "-sS", url);
        try {
            return press(OWN).isEmpty();
        } finally {
            removeOwn();
        }
    }

    /** Adds a foreign plan that stores the output of a command. */
    void addOwn(String... command) throws Exception {
        ObjectNode config = client.config();
        ObjectNode plan = config.withArray("plans").addObject().put("id", OWN).put("repo", "critical");
        plan.putObject("schedule").put("disabled", true);
        plan.putObject("retention").put("policyKeepAll", true);
        ArrayNode flags =
                plan.putArray("backup_flags").add("--stdin-from-command").add("--");
        List.of(command).forEach(flags::add);
        client.setConfig(config);
    }

    void removeOwn() throws Exception {
        ObjectNode after = client.config();
        removeOwn(after.withArray("plans"));
        client.setConfig(after);
    }

    private static void removeOwn(ArrayNode plans) {
        for (int i = plans.size() - 1; i >= 0; i--) {
            if (plans.get(i).path("id").asText().equals(OWN)) {
                plans.remove(i);
            }
        }
    }

    /** Replaces the repository with this id, as a user does by hand. Returns the old repository. */
    ObjectNode replaceRepository(ObjectNode repository) throws Exception {
        ObjectNode config = client.config();
        ObjectNode there = entry(config, "repos", repository.path("id").asText());
        ObjectNode before = there.deepCopy();
        there.removeAll();
        there.setAll(repository);
        client.setConfig(config);
        return before;
    }

    ObjectNode repository(String id) throws Exception {
        return entry(client.config(), "repos", id);
    }

    ObjectNode plan(String id) throws Exception {
        return entry(client.config(), "plans", id);
    }

    /** Edits the configuration as a user does on the page. Returns when Backrest uses the change, which no event reports. */
    void editPlan(String id, Consumer<ObjectNode> change) throws Exception {
        ObjectNode config = client.config();
        change.accept(entry(config, "plans", id));
        client.setConfig(config);
        org.awaitility.Awaitility.await()
                .pollDelay(java.time.Duration.ofMillis(500))
                .until(() -> true);
    }

    private static ObjectNode entry(ObjectNode config, String field, String id) {
        for (var one : config.path(field)) {
            if (one instanceof ObjectNode object && one.path("id").asText().equals(id)) {
                return object;
            }
        }
        throw new IllegalArgumentException("Backrest has none of its " + field + " that is called " + id);
    }

    List<Operation> backups(String plan) throws Exception {
        return client.operations(OperationQuery.ofPlan(plan)).stream()
                .filter(operation -> operation.kind() == OperationKind.BACKUP)
                .toList();
    }

    /** How many successful backups of the plan the dashboard of Backrest counts. */
    long countedBackups(String plan) throws Exception {
        return backups(plan).stream()
                .filter(operation -> operation.status() == OperationStatus.SUCCESS)
                .count();
    }

    /** The id of the last requested backup. Backrest drops earlier backups after a while. */
    final String newest(String plan) throws Exception {
        return backups(plan).getLast().id();
    }

    /** Writes the configuration without an important change, which empties the queue. */
    void writeConfig() throws Exception {
        client.setConfig(client.config());
    }

    @Override
    public void close() throws Exception {
        client.close();
        proxy.close();
    }
}
