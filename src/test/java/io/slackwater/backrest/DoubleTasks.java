package io.slackwater.backrest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slackwater.backrest.DoubleLoop.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The tasks of the loop: backups with their hooks, forget after a backup, and the indexing of snapshots. */
final class DoubleTasks {

    private static final Duration BETWEEN_UPDATES = Duration.ofSeconds(1);
    private static final Map<String, String> KEEP = Map.of(
            "keepLastN",
            "last",
            "hourly",
            "hourly",
            "daily",
            "daily",
            "weekly",
            "weekly",
            "monthly",
            "monthly",
            "yearly",
            "yearly");

    private final DoubleConfig config;
    private final DoubleLog log;
    private final DoubleLoop loop;
    private final DoubleRestic restic;
    private final DoubleHooks hooks;

    DoubleTasks(DoubleConfig config, DoubleLog log, DoubleLoop loop, DoubleRestic restic, DoubleHooks hooks) {
        this.config = config;
        this.log = log;
        this.loop = loop;
        this.restic = restic;
        this.hooks = hooks;
    }

    CompletableFuture<Void> backup(ObjectNode repository, ObjectNode plan, boolean dryRun) {
        ObjectNode operation = operation(repository, plan.path("id").asText());
        details(operation, dryRun);
        return loop.submit(
                DoubleLoop.INTERACTIVE, Instant.now(), operation, own -> backup(repository, plan, known(own), dryRun));
    }

    private static void details(ObjectNode operation, boolean dryRun) {
        ObjectNode details = operation.putObject("operationBackup");
        if (dryRun) {
            details.put("dryRun", true);
        }
    }

    private static ObjectNode known(@Nullable ObjectNode operation) {
        return Objects.requireNonNull(operation);
    }

    private void backup(ObjectNode repository, ObjectNode plan, ObjectNode operation, boolean dryRun)
            throws Failure, InterruptedException {
        details(operation, dryRun);
        try {
            hooks.run(repository, plan, operation, List.of("CONDITION_SNAPSHOT_START"));
        } catch (Failure refused) {
            Failure told = new Failure("snapshot start hook: " + refused.getMessage(), refused.status);
            tell(repository, plan, operation, List.of("CONDITION_ANY_ERROR", "CONDITION_SNAPSHOT_ERROR"));
            throw told;
        }
        boolean partial = false;
        JsonNode summary;
        try {
            summary = store(repository, plan, operation, dryRun);
        } catch (DoubleRestic.Partial e) {
            partial = true;
            summary = e.summary;
            operation.put("status", "STATUS_WARNING");
            operation.put("displayMessage", "Partial backup, some files may not have been read completely.");
        } catch (Failure | IOException e) {
            tell(
                    repository,
                    plan,
                    operation,
                    List.of("CONDITION_SNAPSHOT_ERROR", "CONDITION_ANY_ERROR", "CONDITION_SNAPSHOT_END"));
            throw e instanceof Failure failure ? failure : new Failure("failed to backup: " + e.getMessage());
        }
        if (dryRun) {
            ((ObjectNode) operation.path("operationBackup")).set("lastStatus", DoubleJson.summary(summary));
            operation.put("displayMessage", "Dry run backup, not saved in repo");
        } else {
            stored(repository, plan, operation, summary);
        }
        try {
            hooks.run(
                    repository,
                    plan,
                    operation,
                    List.of(
                            partial ? "CONDITION_SNAPSHOT_WARNING" : "CONDITION_SNAPSHOT_SUCCESS",
                            "CONDITION_SNAPSHOT_END"));
        } catch (Failure e) {
            throw new Failure("snapshot end hook: " + e.getMessage(), e.status);
        }
    }

    /** Runs the error hooks. Backrest ignores their failures. */
    private void tell(ObjectNode repository, ObjectNode plan, ObjectNode operation, List<String> events)
            throws InterruptedException {
        try {
            hooks.run(repository, plan, operation, events);
        } catch (Failure refused) {
            // its own operation has the error; the first error stays the result
            return;
        }
    }

    private JsonNode store(ObjectNode repository, ObjectNode plan, ObjectNode operation, boolean dryRun)
            throws Failure, IOException, InterruptedException {
        if (repository.path("autoUnlock").asBoolean()) {
            restic.run(repository, List.of("unlock"), List.of());
        }
        String tag = "plan:" + plan.path("id").asText();
        String creator = "created-by:" + config.whole().path("instance").asText();
        JsonNode snapshots =
                restic.json(repository, List.of("snapshots", "--json"), List.of("--tag", tag + "," + creator));
        List<String> words = new ArrayList<>(List.of("backup", "--json"));
        for (JsonNode path : plan.path("paths")) {
            if (!Files.exists(Path.of(path.asText()))) {
                throw new Failure("failed to backup: path %1$s does not exist: stat %1$s: no such file or directory"
                        .formatted(path.asText()));
            }
            words.add(path.asText());
        }
        List<String> flags = new ArrayList<>(List.of("--exclude-caches", "--tag", tag, "--tag", creator));
        plan.path("excludes").forEach(pattern -> flags.addAll(List.of("--exclude", pattern.asText())));
        plan.path("iexcludes").forEach(pattern -> flags.addAll(List.of("--iexclude", pattern.asText())));
        newest(snapshots).ifPresent(parent -> flags.addAll(List.of("--parent", parent)));
        plan.path("backup_flags").forEach(flag -> flags.addAll(ShellWords.of(flag.asText())));
        if (dryRun) {
            // Behind all else, so that it belongs to a command when there is one.
            flags.addAll(List.of("--dry-run", "-vv"));
        }
        AtomicReference<Instant> updated = new AtomicReference<>(Instant.now());
        return restic.backup(repository, words, flags, line -> {
            ObjectNode details = (ObjectNode) operation.path("operationBackup");
            if (line.path("message_type").asText().equals("status")) {
                details.set("lastStatus", DoubleJson.progress(line));
            } else if (line.path("message_type").asText().equals("error")) {
                details.withArray("errors").add(DoubleJson.error(line));
            }
            if (Instant.now().isAfter(updated.get().plus(BETWEEN_UPDATES))) {
                updated.set(Instant.now());
                log.update(operation);
            }
        });
    }

    private static Optional<String> newest(JsonNode snapshots) {
        String id = null;
        String time = "";
        for (JsonNode snapshot : snapshots) {
            if (snapshot.path("time").asText().compareTo(time) > 0) {
                time = snapshot.path("time").asText();
                id = snapshot.path("id").asText();
            }
        }
        return Optional.ofNullable(id);
    }

    private void stored(ObjectNode repository, ObjectNode plan, ObjectNode operation, JsonNode summary) {
        operation.put("snapshotId", summary.path("snapshot_id").asText());
        ((ObjectNode) operation.path("operationBackup")).set("lastStatus", DoubleJson.summary(summary));
        JsonNode retention = plan.path("retention");
        if (!retention.isMissingNode() && !retention.has("policyKeepAll")) {
            ObjectNode forget = operation(repository, plan.path("id").asText());
            forget.set("flowId", operation.get("flowId"));
            forget.putObject("operationForget");
            loop.submit(DoubleLoop.FORGET, Instant.now(), forget, own -> {
                // It asks for the plan as it is then.
                Optional<ObjectNode> now = config.plan(plan.path("id").asText());
                forgetByPolicy(repository, now.orElseThrow(() -> new Failure("plan not found")), known(own));
            });
        }
        index(repository, DoubleLoop.INDEX);
    }

    private void forgetByPolicy(ObjectNode repository, ObjectNode plan, ObjectNode operation)
            throws Failure, InterruptedException {
        List<String> words = new ArrayList<>(List.of("forget", "--json"));
        JsonNode retention = plan.path("retention");
        if (retention.isMissingNode() || retention.has("policyKeepAll")) {
            throw new Failure("forget: no policy was specified");
        }
        if (retention.has("policyKeepLastN")) {
            words.addAll(
                    List.of("--keep-last", retention.path("policyKeepLastN").asText()));
        }
        retention
                .path("policyTimeBucketed")
                .properties()
                .forEach(keep -> words.addAll(List.of(
                        "--keep-" + KEEP.get(keep.getKey()), keep.getValue().asText())));
        String tags = "plan:" + plan.path("id").asText() + ",created-by:"
                + config.whole().path("instance").asText();
        try {
            JsonNode groups = restic.json(repository, words, List.of("--tag", tags, "--group-by", ""));
            ObjectNode details = operation.putObject("operationForget");
            for (JsonNode group : groups) {
                group.path("remove").forEach(gone -> details.withArray("forget").add(DoubleJson.snapshot(gone)));
            }
            details.set("policy", retention);
            if (details.has("forget")) {
                index(repository, DoubleLoop.INDEX);
            }
        } catch (IOException e) {
            throw new Failure("forget: " + e.getMessage());
        }
    }

    /** @return the operation's id */
    String forget(ObjectNode repository, String plan, String snapshot) {
        ObjectNode operation = operation(repository, plan);
        operation.putObject("operationForget");
        loop.submit(DoubleLoop.INTERACTIVE + DoubleLoop.FORGET, Instant.now(), operation, own -> {
            List<String> words = List.of("forget", "--json", snapshot);
            try {
                DoubleRestic.Output output = restic.run(repository, words, List.of());
                if (output.exit() != 0) {
                    throw new Failure(
                            "forget \"" + snapshot + "\": " + restic.failed(repository, words, List.of(), output));
                }
            } catch (IOException e) {
                throw new Failure("forget \"" + snapshot + "\": " + e.getMessage());
            }
            index(repository, DoubleLoop.INDEX);
            log.delete(List.of(known(own).put("gone", true)));
        });
        return operation.path("id").asText();
    }

    /** Indexes the snapshots. Makes no operation of its own. */
    void index(ObjectNode repository, int priority) {
        loop.submit(priority, Instant.now(), null, none -> {
            try {
                index(repository, restic.json(repository, List.of("snapshots", "--json"), List.of()));
            } catch (IOException e) {
                throw new Failure(
                        "get snapshots for repo " + repository.path("id").asText() + ": " + e.getMessage());
            }
        });
    }

    private void index(ObjectNode repository, JsonNode snapshots) {
        String guid = repository.path("guid").asText();
        Map<String, ObjectNode> indexed = new HashMap<>();
        log.all(operation -> operation.path("repoGuid").asText().equals(guid)
                        && operation.has("operationIndexSnapshot")
                        && !operation
                                .path("operationIndexSnapshot")
                                .path("forgot")
                                .asBoolean())
                .forEach(operation -> indexed.put(operation.path("snapshotId").asText(), operation));
        for (JsonNode snapshot : snapshots) {
            String id = snapshot.path("id").asText();
            if (indexed.remove(id) == null) {
                log.add(entry(repository, snapshot, id));
            }
        }
        for (ObjectNode gone : indexed.values()) {
            ((ObjectNode) gone.path("operationIndexSnapshot")).put("forgot", true);
            log.update(gone);
        }
    }

    private ObjectNode entry(ObjectNode repository, JsonNode restic, String id) {
        ObjectNode snapshot = DoubleJson.snapshot(restic);
        ObjectNode entry = operation(repository, DoubleJson.tagged(restic, "plan:"));
        entry.put("instanceId", DoubleJson.tagged(restic, "created-by:"));
        entry.put("snapshotId", id).put("status", "STATUS_SUCCESS");
        long start = snapshot.path("unixTimeMs").asLong();
        entry.put("unixTimeStartMs", Long.toString(start));
        entry.put("unixTimeEndMs", Long.toString(start + DoubleJson.duration(restic)));
        entry.putObject("operationIndexSnapshot").set("snapshot", snapshot);
        log.all(operation -> operation.path("snapshotId").asText().equals(id) && operation.has("operationBackup"))
                .forEach(backup -> entry.set("flowId", backup.get("flowId")));
        return entry;
    }

    private ObjectNode operation(ObjectNode repository, String plan) {
        ObjectNode operation = DoubleJson.object();
        operation.set("repoId", repository.get("id"));
        operation.set("repoGuid", repository.get("guid"));
        return operation
                .put("planId", plan)
                .put("instanceId", config.whole().path("instance").asText());
    }
}
