package io.slackwater.web;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slackwater.backrest.BackrestAccess;
import io.slackwater.backrest.BackrestClient;
import io.slackwater.backrest.BackrestException;
import io.slackwater.backrest.Operation;
import io.slackwater.backrest.OperationKind;
import io.slackwater.backrest.OperationQuery;
import io.slackwater.discovery.Dataset;
import io.slackwater.discovery.Source;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** A Backrest that sees our files at the same places, with plans as Slackwater makes them. */
abstract class BackrestWorld implements AutoCloseable {

    private static final String TOKEN = "a-token-for-tests-only-1234567890";

    final BackrestClient client;
    final FaultyProxy proxy;
    private final Path directory;

    /** @param directory of the application under test; its secrets are shared */
    BackrestWorld(Path directory, URI address) throws IOException {
        this.directory = directory;
        Files.createDirectories(directory.resolve("secrets"));
        Files.writeString(directory.resolve("secrets/backrest.password"), "unused\n");
        token(TOKEN);
        proxy = new FaultyProxy(address);
        client = new BackrestClient(
                BackrestAccess.of(address, "slackwater", directory.resolve("secrets/backrest.password")),
                Clock.systemUTC());
        awaitUp();
    }

    /** Like {@code kill -9} of its container. */
    abstract void kill() throws Exception;

    /** After a kill, at the same address. */
    abstract void start() throws Exception;

    final void token(String token) throws IOException {
        Files.writeString(directory.resolve("secrets/backrest.header"), "Authorization: Bearer " + token + "\n");
    }

    /** Until Backrest can be asked. */
    final void awaitUp() {
        org.awaitility.Awaitility.await("Backrest")
                .atMost(java.time.Duration.ofSeconds(60))
                .ignoreExceptions()
                .until(() -> client.config().has("version"));
    }

    /** The name, and a repository and a plan of ours for everything that is known. */
    void provision(AppHarness harness, String instance) throws Exception {
        ObjectNode config = client.config();
        config.put("instance", instance);
        config.putObject("auth").put("disabled", true);
        config = client.setConfig(config);
        for (String repository : List.of("critical", "models", "system")) {
            Path key = directory.resolve("secrets/keys/" + repository + ".key");
            if (Files.exists(key)) {
                ObjectNode repo = config.objectNode();
                repo.put("id", repository)
                        .put("uri", directory.resolve("repos/" + repository).toString());
                repo.putArray("env").add("RESTIC_PASSWORD_FILE=" + key);
                repo.putObject("prunePolicy").putObject("schedule").put("disabled", true);
                repo.putObject("checkPolicy").putObject("schedule").put("disabled", true);
                client.addRepo(repo);
            }
        }
        config = client.config();
        ArrayNode plans = config.putArray("plans");
        for (Dataset dataset : harness.app.inventory().datasets()) {
            plan(plans.addObject(), dataset, instance, harness.app.internalPort());
        }
        client.setConfig(config);
    }

    private void plan(ObjectNode plan, Dataset dataset, String instance, int port) {
        String header = "@" + directory.resolve("secrets/backrest.header");
        String base = "http://127.0.0.1:" + port + "/internal/";
        plan.put("id", dataset.id()).put("repo", dataset.plan());
        plan.putObject("schedule").put("disabled", true);
        plan.putObject("retention").put("policyKeepAll", true);
        ArrayNode flags = plan.putArray("backup_flags").add("--host").add(instance);
        if (dataset.source() instanceof Source.Tree tree) {
            plan.putArray("paths").add(tree.path().toString());
            tree.excludes().forEach(plan.withArray("excludes")::add);
            ArrayNode hooks = plan.putArray("hooks");
            for (String event : List.of("start", "end", "error")) {
                ObjectNode hook = hooks.addObject();
                hook.putArray("conditions").add("CONDITION_SNAPSHOT_" + event.toUpperCase(java.util.Locale.ROOT));
                if (event.equals("start")) {
                    hook.put("onError", "ON_ERROR_FATAL");
                }
                hook.putObject("actionCommand")
                        .put(
                                "command",
                                "curl --noproxy '*' --fail-with-body --silent --show-error --max-time 60 --header "
                                        + header + " -X POST " + base + "hooks/" + dataset.id() + "/" + event);
            }
        } else {
            List.of(
                            "--stdin-from-command",
                            "--stdin-filename",
                            dataset.id() + (dataset.id().endsWith("-roles") ? ".sql" : ".dump"),
                            "--",
                            "curl",
                            "--noproxy",
                            "*",
                            "--fail",
                            "--silent",
                            "--show-error",
                            "--speed-limit",
                            "1",
                            "--speed-time",
                            "30",
                            "--header",
                            header,
                            base + "streams/" + dataset.id())
                    .forEach(flags::add);
        }
    }

    /** As Backrest's own button does. Returns what Backrest says of a failure; empty when it succeeded. */
    Optional<String> press(String plan) throws Exception {
        try {
            client.backup(plan);
            return Optional.empty();
        } catch (BackrestException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    List<Operation> backups(String plan) throws Exception {
        return client.operations(OperationQuery.ofPlan(plan)).stream()
                .filter(operation -> operation.kind() == OperationKind.BACKUP)
                .toList();
    }

    /** A config write that changes nothing that matters: it empties the queue. */
    void writeConfig() throws Exception {
        client.setConfig(client.config());
    }

    @Override
    public void close() throws Exception {
        client.close();
        proxy.close();
    }
}
