package io.slackwater.backrest;

import at.favre.lib.crypto.bcrypt.BCrypt;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slackwater.backrest.client.BackrestAccess;
import io.slackwater.backrest.client.BackrestClient;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

/**
 * Replaces Backrest on hosts without its image. A real HTTP server answers like the recorded samples. One serial queue
 * is emptied by a write of the configuration. The real restic runs with Backrest's argv, hooks run through {@code sh}.
 * {@link BackrestContract} compares the double with the real Backrest. A method or field that Backrest does not have is
 * answered with an error and makes {@link #close} fail.
 */
public final class BackrestDouble implements AutoCloseable {

    public static final String USER = "slackwater";
    public static final String PASSWORD = "a password for the double";

    /** Sets the environment of the container for later restic processes, commands and hooks. */
    public final Map<String, String> environment = new ConcurrentHashMap<>();

    private static final String HASHED = "double:";
    private static final Duration PLANNED_IN = Duration.ofHours(1);

    private final DoubleConfig config = new DoubleConfig();
    private final DoubleLog log = new DoubleLog();
    private final DoubleFields fields = new DoubleFields();
    private final List<String> complaints = Collections.synchronizedList(new ArrayList<>());
    private final List<String> calls = Collections.synchronizedList(new ArrayList<>());
    private final List<List<String>> resticCalls = Collections.synchronizedList(new ArrayList<>());
    private final Set<String> tokens = ConcurrentHashMap.newKeySet();
    private final Path cache;
    private final DoubleServer server;
    private DoubleLoop loop;
    private DoubleRestic restic;
    private DoubleTasks tasks;

    /** @param directory for restic's cache; {@code restic} is taken from the PATH */
    public BackrestDouble(Path directory) throws IOException {
        this.cache = directory.resolve("cache");
        this.loop = new DoubleLoop(log);
        this.restic = new DoubleRestic(cache, environment, loop);
        this.tasks = tasks();
        this.server = new DoubleServer(this::answer, log.events);
        loop.start();
        server.up();
    }

    private DoubleTasks tasks() {
        return new DoubleTasks(config, log, loop, restic, new DoubleHooks(log, loop, environment, complaints));
    }

    public URI address() {
        return server.address();
    }

    public BackrestAccess access() {
        return new BackrestAccess(
                address(), USER, () -> PASSWORD, Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(60));
    }

    public BackrestClient client() {
        return new BackrestClient(access());
    }

    /** The methods that were called, in their order. */
    public List<String> calls() {
        return List.copyOf(calls);
    }

    /** Each start of restic since the double was made, with its whole argv. */
    public List<List<String>> resticCalls() {
        List<List<String>> all = new ArrayList<>(resticCalls);
        all.addAll(restic.calls());
        return List.copyOf(all);
    }

    /** The configuration with its secrets. */
    public ObjectNode config() {
        return config.whole();
    }

    /** Edits the configuration as a user does on Backrest's page. */
    public void edit(Consumer<ObjectNode> change) {
        ObjectNode edited = config.whole();
        change.accept(edited);
        try {
            config.set(edited);
        } catch (DoubleConfig.Invalid e) {
            throw new IllegalArgumentException(e);
        }
        apply();
    }

    /** The text in the log of an operation. */
    public String said(String operation) {
        return log.said.getOrDefault(operation, "");
    }

    /** Drops this field silently from now on, as an older Backrest does; for example {@code ("Plan", "hooks")}. */
    public void neverHeardOf(String message, String field) {
        fields.forget(message, field);
    }

    /** The value of {@code passwordBcrypt} with which the double accepts a password. */
    public static String hash(String password) {
        return Base64.getEncoder().encodeToString(BCrypt.withDefaults().hash(4, utf8(password)));
    }

    private static boolean matches(String password, String hash) {
        return BCrypt.verifyer().verify(utf8(password), Base64.getDecoder().decode(hash)).verified;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Expires the tokens, as if a week had passed. */
    public void expireTokens() {
        tokens.clear();
    }

    /** Every call of this method is answered with this status until {@link #heal}. */
    public void fail(String method, int status) {
        server.fail(method, status);
    }

    /** Every answer takes this long until {@link #heal}. */
    public void slow(Duration delay) {
        server.slow(delay);
    }

    public void heal() {
        server.heal();
    }

    /** Refuses all connections. Running operations continue. */
    public void down() {
        server.down();
    }

    public void up() throws IOException {
        server.up();
    }

    /**
     * Acts like {@code kill -9} of the container. restic, its command and all connections end at once, without an
     * event.
     */
    public void kill() throws InterruptedException {
        server.down();
        List<ProcessHandle> running = restic.running();
        loop.stop();
        running.forEach(ProcessHandle::destroyForcibly);
        resticCalls.addAll(restic.calls());
    }

    /** Starts again after {@link #kill}, with the same address, configuration and log. */
    public void restart() throws IOException, InterruptedException {
        loop = new DoubleLoop(log);
        restic = new DoubleRestic(cache, environment, loop);
        tasks = tasks();
        if (log.scrub()) {
            for (JsonNode repository : config.whole().path("repos")) {
                try {
                    restic.run(repository, List.of("unlock"), List.of());
                } catch (DoubleLoop.Failure e) {
                    throw new IOException(e);
                }
            }
        }
        apply();
        loop.start();
        server.up();
    }

    /** Removes and returns the complaints, for a test that expects them. */
    public List<String> takeComplaints() {
        List<String> taken = List.copyOf(complaints);
        complaints.clear();
        return taken;
    }

    /** @throws AssertionError a request named something that Backrest or the double does not have */
    @Override
    public void close() throws InterruptedException {
        server.down();
        List<ProcessHandle> running = restic.running();
        loop.stop();
        running.forEach(ProcessHandle::destroyForcibly);
        if (!complaints.isEmpty()) {
            throw new AssertionError("the double of Backrest lacks: " + complaints);
        }
    }

    private DoubleServer.Answer answer(String service, String method, ObjectNode body, Optional<String> authorization)
            throws IOException, InterruptedException {
        calls.add(method);
        if (service.equals("v1.Backrest") && !signedIn(authorization)) {
            return DoubleServer.text(401, "Unauthorized (No Authorization Header)\n");
        }
        List<String> unknown = new ArrayList<>();
        ObjectNode request = fields.taken(method, body, unknown);
        if (!unknown.isEmpty()) {
            complaints.addAll(unknown);
            return DoubleServer.error(501, "unimplemented", "the double has " + unknown);
        }
        try {
            return DoubleServer.json(dispatch(service + "/" + method, request));
        } catch (DoubleConfig.Invalid e) {
            return DoubleServer.error(e.code, e.getMessage());
        } catch (DoubleLoop.Failure e) {
            return DoubleServer.error(500, "unknown", e.getMessage());
        }
    }

    private ObjectNode dispatch(String method, ObjectNode request)
            throws DoubleConfig.Invalid, DoubleLoop.Failure, IOException, InterruptedException {
        return switch (method) {
            case "v1.Authentication/Login" -> login(request);
            case "v1.Backrest/GetConfig" -> config.shown();
            case "v1.Backrest/SetConfig" -> setConfig(request);
            case "v1.Backrest/CheckRepoExists" -> exists((ObjectNode) request.path("repo"));
            case "v1.Backrest/AddRepo" -> addRepo((ObjectNode) request.path("repo"));
            case "v1.Backrest/GetOperationEvents" -> DoubleJson.object();
            case "v1.Backrest/GetOperations" -> log.query(request);
            case "v1.Backrest/Backup" ->
                backup(request.path("value").asText(), request.path("dryRun").asBoolean());
            case "v1.Backrest/Cancel" -> {
                loop.cancel(request.path("operationId").asText());
                yield DoubleJson.object();
            }
            case "v1.Backrest/Forget" ->
                DoubleJson.object()
                        .put(
                                "operationId",
                                tasks.forget(
                                        repository(request.path("repoId").asText()),
                                        request.path("planId").asText(),
                                        request.path("snapshotId").asText()));
            case "v1.Backrest/DoRepoTask" -> {
                if (!request.path("task").asText().equals("TASK_INDEX_SNAPSHOTS")) {
                    complaints.add("no task " + request.path("task"));
                    throw new DoubleConfig.Invalid("unimplemented", "the double lacks this task");
                }
                tasks.index(repository(request.path("repoId").asText()), DoubleLoop.INTERACTIVE | DoubleLoop.INDEX);
                yield DoubleJson.object();
            }
            default -> {
                complaints.add("no method " + method);
                throw new DoubleConfig.Invalid("unimplemented", "the double lacks " + method);
            }
        };
    }

    private boolean signedIn(Optional<String> authorization) {
        JsonNode auth = config.whole().path("auth");
        if (auth.isMissingNode() || auth.path("disabled").asBoolean()) {
            return true;
        }
        String header = authorization.orElse("");
        if (header.startsWith("Basic ")) {
            String[] parts =
                    new String(Base64.getDecoder().decode(header.substring(6)), StandardCharsets.UTF_8).split(":", 2);
            return parts.length == 2 && isUser(parts[0], parts[1]);
        }
        return header.startsWith("Bearer ") && tokens.contains(header.substring(7));
    }

    private boolean isUser(String name, String password) {
        for (JsonNode user : config.whole().path("auth").path("users")) {
            if (user.path("name").asText().equals(name)) {
                return matches(password, user.path("passwordBcrypt").asText());
            }
        }
        return false;
    }

    private ObjectNode login(ObjectNode request) throws DoubleConfig.Invalid {
        if (config.whole().path("auth").path("disabled").asBoolean()
                || !isUser(
                        request.path("username").asText(),
                        request.path("password").asText())) {
            throw new DoubleConfig.Invalid("unauthenticated", "invalid password");
        }
        String token = UUID.randomUUID().toString();
        tokens.add(token);
        return DoubleJson.object().put("token", token);
    }

    private ObjectNode setConfig(ObjectNode request) throws DoubleConfig.Invalid {
        config.set(request);
        apply();
        return config.shown();
    }

    private ObjectNode exists(ObjectNode repository) throws DoubleLoop.Failure, IOException, InterruptedException {
        DoubleRestic.Output output = restic.run(repository, List.of("cat", "config"), List.of());
        if (output.exit() == 10) {
            return DoubleJson.object();
        }
        if (output.exit() != 0) {
            throw new DoubleLoop.Failure(restic.failed(repository, List.of("cat", "config"), List.of(), output));
        }
        return DoubleJson.object().put("exists", true);
    }

    private ObjectNode addRepo(ObjectNode repository)
            throws DoubleConfig.Invalid, DoubleLoop.Failure, IOException, InterruptedException {
        if (config.whole().path("instance").asText().isEmpty()) {
            throw new DoubleLoop.Failure(
                    "failed to configure repo: instance is a required field in the backrest config");
        }
        if (!exists(repository).path("exists").asBoolean()) {
            DoubleRestic.Output output = restic.run(repository, List.of("init", "--json"), List.of());
            if (output.exit() != 0) {
                throw new DoubleLoop.Failure("failed to init repo: "
                        + restic.failed(repository, List.of("init", "--json"), List.of(), output));
            }
        }
        JsonNode cat = restic.json(repository, List.of("cat", "config"), List.of());
        config.addRepository(repository.put("guid", cat.path("id").asText()));
        // the look for snapshots that it queues is thrown out by its own write
        apply();
        return config.shown();
    }

    private ObjectNode backup(String id, boolean dryRun)
            throws DoubleConfig.Invalid, DoubleLoop.Failure, InterruptedException {
        ObjectNode plan = config.plan(id)
                .orElseThrow(() -> new DoubleConfig.Invalid("not_found", "get plan \"" + id + "\": plan not found"));
        CompletableFuture<Void> done = tasks.backup(repository(plan.path("repo").asText()), plan, dryRun);
        try {
            done.get();
            return DoubleJson.object();
        } catch (ExecutionException e) {
            throw new DoubleLoop.Failure(
                    e.getCause() == null
                            ? "unknown"
                            : String.valueOf(e.getCause().getMessage()));
        }
    }

    private ObjectNode repository(String id) throws DoubleConfig.Invalid {
        return config.repository(id)
                .orElseThrow(() -> new DoubleConfig.Invalid("not_found", "get repo \"" + id + "\": repo not found"));
    }

    /** The effect of every configuration write: the queue is emptied, and schedules are planned again. */
    private void apply() {
        loop.empty();
        ObjectNode now = config.whole();
        for (JsonNode plan : now.path("plans")) {
            plan(
                    now,
                    plan.path("schedule"),
                    plan.path("repo").asText(),
                    plan.path("id").asText(),
                    "operationBackup");
        }
        for (JsonNode repository : now.path("repos")) {
            String id = repository.path("id").asText();
            plan(now, repository.path("prunePolicy").path("schedule"), id, "_system_", "operationPrune");
            plan(now, repository.path("checkPolicy").path("schedule"), id, "_system_", "operationCheck");
        }
    }

    private void plan(ObjectNode now, JsonNode schedule, String repository, String plan, String kind) {
        if (schedule.isEmpty() || schedule.path("disabled").asBoolean()) {
            return;
        }
        ObjectNode operation = DoubleJson.object().put("repoId", repository).put("planId", plan);
        operation.set("instanceId", now.get("instance"));
        config.repository(repository).ifPresent(known -> operation.set("repoGuid", known.get("guid")));
        operation.putObject(kind);
        loop.submit(DoubleLoop.DEFAULT, Instant.now().plus(PLANNED_IN), operation, due -> {
            complaints.add("schedules do not come due here: " + kind + " of " + plan);
            throw new DoubleLoop.Failure("the double lacks schedules");
        });
    }
}
