package io.slackwater.backrest;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slackwater.backrest.client.Wire;
import io.slackwater.repository.PreparedRepositories;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** The repository, the plans and the stream source of the contract, and a restic of its own. */
final class ContractPlans implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path directory;
    private final String instance;
    private final StreamSource streams = new StreamSource();

    ContractPlans(Path directory, String instance) throws IOException {
        this.directory = directory;
        this.instance = instance;
        PreparedRepositories.copy("critical", directory.resolve("repository"), directory.resolve("secrets"));
        Files.createDirectories(tree().resolve("cache"));
        Files.writeString(tree().resolve("kept"), "kept");
        Files.writeString(tree().resolve("cache/left-out"), "left out");
    }

    record Output(byte[] bytes) {
        String output() {
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    StreamSource streams() {
        return streams;
    }

    private Path key() {
        return directory.resolve("secrets/keys/critical.key");
    }

    Path tree() {
        return directory.resolve("tree");
    }

    ObjectNode repository() {
        ObjectNode repository = object().put("id", "contract").put("uri", directory + "/repository");
        repository.putArray("env").add("RESTIC_PASSWORD_FILE=" + key());
        return repository;
    }

    ArrayNode all() {
        ArrayNode plans = JsonNodeFactory.instance.arrayNode();
        for (String id : List.of(
                "whole", "broken", "held-a", "held-b", "held-c", "queued-a", "queued-b", "queued-c", "forgotten")) {
            plans.add(stream(id));
        }
        plans.add(hooked("tree", tree().toString(), "start", "ON_ERROR_FATAL"));
        plans.add(hooked("missing", "/nowhere", "", "ON_ERROR_FATAL"));
        plans.add(hooked("refused-fatal", tree().toString(), "refuse", "ON_ERROR_FATAL"));
        plans.add(hooked("refused-cancel", tree().toString(), "refuse", "ON_ERROR_CANCEL"));
        return plans;
    }

    private static ObjectNode plan(String id) {
        ObjectNode plan = object().put("id", id).put("repo", "contract");
        plan.putObject("schedule").put("disabled", true);
        plan.putObject("retention").put("policyKeepAll", true);
        return plan;
    }

    private ObjectNode stream(String id) {
        ObjectNode plan = plan(id);
        String path = Stream.of("broken", "held").anyMatch(id::startsWith) ? id : "whole";
        ArrayNode flags = plan.putArray("backup_flags");
        Stream.of(
                        "--host",
                        instance,
                        "--stdin-from-command",
                        "--stdin-filename",
                        id + ".dump",
                        "--",
                        "curl",
                        "--noproxy",
                        "'*'",
                        "--silent",
                        "--show-error",
                        "--fail",
                        "--no-buffer",
                        streams.url("/" + path))
                .forEach(flags::add);
        return plan;
    }

    private ObjectNode hooked(String id, String path, String start, String onError) {
        ObjectNode plan = plan(id);
        plan.putArray("paths").add(path);
        plan.putArray("excludes").add("cache");
        plan.putArray("backup_flags").add("--host").add(instance);
        ArrayNode hooks = plan.putArray("hooks");
        if (!start.isEmpty()) {
            hook(hooks, id + "/" + start, "CONDITION_SNAPSHOT_START").put("onError", onError);
        }
        hook(hooks, id + "/error", "CONDITION_SNAPSHOT_ERROR");
        hook(hooks, id + "/end", "CONDITION_SNAPSHOT_END");
        return plan;
    }

    private ObjectNode hook(ArrayNode hooks, String path, String condition) {
        ObjectNode hook = hooks.addObject();
        hook.putArray("conditions").add(condition);
        hook.putObject("actionCommand")
                .put(
                        "command",
                        "curl --noproxy '*' --silent --show-error --fail --max-time 10 -X POST "
                                + streams.url("/hooks/" + path));
        return hook;
    }

    static ObjectNode foreignRepository() {
        return theirs("""
                {"id": "theirs", "uri": "/somewhere/else", "password": "plain",
                 "guid": "0123456789012345678901234567890123456789012345678901234567890123",
                 "env": ["A=1", "B=2"], "flags": ["--limit-upload 100"],
                 "prunePolicy": {"schedule": {"cron": "0 5 1 1 *", "clock": "CLOCK_LOCAL"}, "maxUnusedPercent": 10.5},
                 "checkPolicy": {"schedule": {"maxFrequencyDays": 30, "clock": "CLOCK_LAST_RUN_TIME"}, "readDataSubsetPercent": 5},
                 "hooks": [{"conditions": ["CONDITION_ANY_ERROR"], "actionDiscord": {"webhookUrl": "http://127.0.0.1:9/x", "template": "{{ .Summary }}"}}],
                 "autoUnlock": true, "commandPrefix": {"ioNice": "IO_IDLE"}}
                """);
    }

    static ObjectNode foreignPlan() {
        return theirs("""
                {"id": "theirs", "repo": "theirs", "paths": ["/a", "/b c"], "excludes": ["*.tmp"], "iexcludes": ["x"],
                 "schedule": {"cron": "0 4 1 1 *", "clock": "CLOCK_UTC"},
                 "retention": {"policyTimeBucketed": {"hourly": 24, "keepLastN": 3}},
                 "hooks": [{"conditions": ["CONDITION_SNAPSHOT_END"], "onError": "ON_ERROR_CANCEL", "actionCommand": {"command": "echo 'a b'"}}],
                 "backup_flags": ["--one-file-system"], "skipIfUnchanged": true}
                """);
    }

    private static ObjectNode theirs(String json) {
        // read as the client reads, so that numbers are equal
        return Wire.object(json).orElseThrow();
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** The calls that the hooks of this plan have made. */
    List<String> hooks(String plan) {
        return streams.hooks().stream()
                .filter(path -> path.startsWith("/hooks/" + plan + "/"))
                .toList();
    }

    List<String> snapshots(String plan) throws IOException, InterruptedException {
        List<String> ids = new ArrayList<>();
        JSON.readTree(restic("snapshots", "--json", "--tag", "plan:" + plan).output())
                .forEach(snapshot -> ids.add(snapshot.path("id").asText()));
        return ids;
    }

    /** restic beside Backrest, on the contract's repository or the one that the first word names. */
    Output restic(String... words) throws IOException, InterruptedException {
        boolean named = words[0].startsWith("/");
        List<String> command = new ArrayList<>(List.of("restic", "--no-lock", "--password-file", key().toString()));
        command.add("--repo");
        command.add(named ? words[0] : directory + "/repository");
        command.addAll(List.of(words).subList(named ? 1 : 0, words.length));
        if (command.contains("backup") || command.contains("forget")) {
            command.remove("--no-lock");
            // Backrest's indexing holds a lock too.
            command.addAll(List.of("--retry-lock", "30s"));
        }
        Process restic = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        byte[] output = restic.getInputStream().readAllBytes();
        if (restic.waitFor() != 0) {
            throw new IOException(command + " ended with " + restic.exitValue());
        }
        return new Output(output);
    }

    /** Waits until restic holds its lock and reads from this plan's command. */
    void awaitReading(String plan) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> streams.opened().contains("/" + plan));
    }

    /** @return the number of removed locks */
    int removeLocks() throws IOException {
        List<Path> locks = locks();
        for (Path lock : locks) {
            Files.deleteIfExists(lock);
        }
        return locks.size();
    }

    private List<Path> locks() throws IOException {
        try (Stream<Path> locks = Files.list(directory.resolve("repository/locks"))) {
            return locks.toList();
        }
    }

    @Override
    public void close() throws IOException {
        streams.close();
    }
}
