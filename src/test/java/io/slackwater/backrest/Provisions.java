package io.slackwater.backrest;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slackwater.backrest.reconcile.BackrestView;
import io.slackwater.backrest.reconcile.DesiredState;
import io.slackwater.discovery.Dataset;
import io.slackwater.discovery.Kind;
import io.slackwater.discovery.Method;
import io.slackwater.discovery.Source;
import io.slackwater.discovery.WorkloadId;
import io.slackwater.journal.BackrestStore;
import io.slackwater.journal.Journal;
import io.slackwater.journal.TestJournal;
import io.slackwater.policy.Policy;
import io.slackwater.policy.PolicyFile;
import io.slackwater.repository.Failure;
import io.slackwater.repository.PolicyRepositories;
import io.slackwater.repository.RepositoryException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The parts that tests of provisioning share: a policy, datasets, and a journal that tests read. */
public final class Provisions {

    public static final String CRITICAL_ID = "c".repeat(64);
    public static final String SYSTEM_ID = "d".repeat(64);

    public static final Dataset DATABASE = stream("shop.db.app", "dump");
    public static final Dataset FILES = tree(
            "shop.files.srv-data",
            Path.of("/var/lib/docker/volumes/shop_files/_data"),
            "/var/lib/docker/volumes/shop_files/_data/my cache; rm -rf *");

    private Provisions() {}

    /** A dump in the repository {@code critical}. */
    public static Dataset stream(String id, String format) {
        return dataset(id, new Source.Stream(new Kind("exec"), "dump", format), Method.STREAM, "critical");
    }

    /** A directory in the repository {@code system}. */
    public static Dataset tree(String id, Path path, String... excludes) {
        return dataset(
                id, new Source.Tree(new Kind("volume"), path, "/data", List.of(excludes)), Method.FREEZE, "system");
    }

    private static Dataset dataset(String id, Source source, Method method, String plan) {
        return new Dataset(id, new WorkloadId("shop", "any"), "data", source, method, plan, List.of());
    }

    public static Policy policy() {
        return policy("my-stack", "");
    }

    /** @param critical more of the repository {@code critical}, in YAML's flow style with a comma before it */
    public static Policy policy(String instance, String critical) {
        return policy(instance, critical, "");
    }

    /** @param more keys at the top of the policy */
    public static Policy policy(String instance, String critical, String more) {
        try {
            Path file = Files.createTempFile("policy", ".yml");
            try {
                Files.writeString(file, """
                        instance: %s
                        timezone: UTC
                        repositories:
                          critical: { uri: /repos/critical%s }
                          models: { uri: /repos/models, compression: "off" }
                          system: { uri: /repos/system }
                        %s
                        """.formatted(instance, critical, more));
                return PolicyFile.load(file);
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static BackrestView view() {
        return new BackrestView(
                URI.create("http://slackwater:8081"),
                Path.of("/run/slackwater/stream.header"),
                Path.of("/secrets/keys"));
    }

    public static DesiredState desired(Dataset... datasets) {
        return DesiredState.of(policy(), List.of(datasets), view(), new Known());
    }

    public static ObjectNode config(String name) {
        try (InputStream file = Provisions.class.getResourceAsStream("/backrest-configs/" + name + ".json")) {
            return (ObjectNode) new ObjectMapper().readTree(Objects.requireNonNull(file, name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The configuration as Backrest has it after {@code AddRepo}. */
    public static ObjectNode withRepositories(ObjectNode config, DesiredState desired) {
        ArrayNode repos = config.withArray("repos");
        desired.repositories()
                .forEach((id, repository) -> repos.add(repository.deepCopy().put("guid", new Known().pinned.get(id))));
        return config;
    }

    /** A repository or plan of a configuration. */
    public static ObjectNode entry(ObjectNode config, String field, String id) {
        for (var entry : config.path(field)) {
            if (entry.path("id").asText().equals(id)) {
                return (ObjectNode) entry;
            }
        }
        throw new IllegalArgumentException("no %s in %s".formatted(id, field));
    }

    /** Repositories that exist only by their descriptions. */
    public static final class Known implements PolicyRepositories {

        public final Map<String, String> pinned = new HashMap<>(Map.of("critical", CRITICAL_ID, "system", SYSTEM_ID));
        public final Map<String, Map<String, String>> environments = new HashMap<>();
        public final Map<String, String> unopenable = new HashMap<>();

        @Override
        public Optional<String> pinnedId(String repository) {
            return Optional.ofNullable(pinned.get(repository));
        }

        @Override
        public String open(String repository) throws RepositoryException {
            if (unopenable.containsKey(repository)) {
                throw new RepositoryException(Failure.NO_REPOSITORY, unopenable.get(repository));
            }
            return pinned.computeIfAbsent(repository, id -> "e".repeat(64));
        }

        @Override
        public Map<String, String> environment(String repository) {
            return environments.getOrDefault(repository, Map.of());
        }
    }

    /** The stores of a real journal. */
    public static final class Memory implements AutoCloseable {

        private final TestJournal journal = new TestJournal();
        private int cleared;

        public Journal get() {
            return journal.journal();
        }

        public BackrestStore store() {
            return journal.journal().backrest();
        }

        /** The audit trail since the last {@link #clear}, as {@code action subject}. */
        public List<String> audit() {
            List<String> all = journal.list("SELECT action || ' ' || subject FROM audit ORDER BY seq");
            return all.subList(cleared, all.size());
        }

        public void clear() {
            cleared += audit().size();
        }

        @Override
        public void close() {
            journal.close();
        }
    }
}
