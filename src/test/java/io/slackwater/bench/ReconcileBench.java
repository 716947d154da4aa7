package io.slackwater.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.slackwater.backrest.client.BackrestAccess;
import io.slackwater.backrest.client.BackrestClient;
import io.slackwater.backrest.reconcile.BackrestProvisioning;
import io.slackwater.backrest.reconcile.BackrestView;
import io.slackwater.backrest.reconcile.ReconcileOutcome;
import io.slackwater.discovery.Dataset;
import io.slackwater.discovery.Kind;
import io.slackwater.discovery.Method;
import io.slackwater.discovery.Source;
import io.slackwater.discovery.WorkloadId;
import io.slackwater.journal.Journal;
import io.slackwater.policy.Policy;
import io.slackwater.policy.PolicyFile;
import io.slackwater.repository.PolicyRepositories;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reconciles many datasets, half of them streams and half trees. Backrest has all their plans already, and as many
 * plans of a user. Prints the milliseconds of each pass. Fails when a pass writes anything. The journal is a real one;
 * Backrest is a server that keeps one configuration, in the same process. Run by {@code scripts/bench.sh}, which knows
 * the class path:
 *
 * <pre>ReconcileBench &lt;directory&gt; &lt;runs&gt; &lt;datasets&gt;</pre>
 */
final class ReconcileBench {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private ReconcileBench() {}

    public static void main(String... args) throws Exception {
        Path directory = Path.of(args[0]);
        int runs = Integer.parseInt(args[1]);
        int count = Integer.parseInt(args[2]);
        Path file = Files.writeString(directory.resolve("policy.yml"), """
                instance: bench
                timezone: UTC
                repositories:
                  critical: { uri: /repos/critical }
                  models: { uri: /repos/models }
                  system: { uri: /repos/system }
                """);
        Policy policy = PolicyFile.load(file);
        List<Dataset> datasets = datasets(count);
        try (OneConfiguration backrest = new OneConfiguration(count);
                Journal journal = Journal.open(directory.resolve("journal.db"), Clock.systemUTC());
                BackrestClient client = new BackrestClient(
                        new BackrestAccess(backrest.address(), "bench", () -> "bench", PATIENCE, PATIENCE, PATIENCE))) {
            BackrestProvisioning provisioning = new BackrestProvisioning(
                    client,
                    new Known(),
                    journal,
                    new BackrestView(URI.create("http://slackwater:8081"), Path.of("/run/header"), Path.of("/keys")),
                    Optional::empty,
                    backup -> true,
                    Clock.systemUTC());
            require(provisioning.pass(policy, datasets, Set.of()), ReconcileOutcome.Written.class);
            require(provisioning.pass(policy, datasets, Set.of()), ReconcileOutcome.InSync.class);
            int writes = backrest.writes;
            for (int run = 0; run < runs; run++) {
                long start = System.nanoTime();
                ReconcileOutcome outcome = provisioning.pass(policy, datasets, Set.of());
                double millis = (System.nanoTime() - start) / 1e6;
                require(outcome, ReconcileOutcome.InSync.class);
                System.out.printf(Locale.ROOT, "%.2f%n", millis);
            }
            if (backrest.writes != writes) {
                throw new IllegalStateException((backrest.writes - writes) + " writes with nothing to do");
            }
        }
    }

    private static List<Dataset> datasets(int count) {
        List<Dataset> datasets = new ArrayList<>();
        for (int n = 0; n < count; n++) {
            String id = "bench.service" + n + ".srv-data";
            if (n % 2 == 0) {
                datasets.add(
                        dataset(id, new Source.Stream(new Kind("exec"), "dump", "dump"), Method.STREAM, "critical"));
            } else {
                Path path = Path.of("/var/lib/docker/volumes/" + id + "/_data");
                Source.Tree tree = new Source.Tree(new Kind("volume"), path, "/data", List.of(path + "/cache"));
                datasets.add(dataset(id, tree, Method.FREEZE, "system"));
            }
        }
        return datasets;
    }

    private static Dataset dataset(String id, Source source, Method method, String plan) {
        return new Dataset(id, new WorkloadId("bench", "service"), "data", source, method, plan, List.of());
    }

    private static void require(ReconcileOutcome outcome, Class<?> wanted) {
        if (!wanted.isInstance(outcome) || !outcome.conflicts().isEmpty()) {
            throw new IllegalStateException("not " + wanted.getSimpleName() + ": " + outcome);
        }
    }

    private static final class Known implements PolicyRepositories {

        @Override
        public Optional<String> pinnedId(String repository) {
            return repository.equals("models") ? Optional.empty() : Optional.of("a".repeat(64));
        }

        @Override
        public String open(String repository) {
            return "a".repeat(64);
        }

        @Override
        public Map<String, String> environment(String repository) {
            return Map.of();
        }
    }

    /** The part of Backrest that a pass uses. */
    private static final class OneConfiguration implements AutoCloseable {

        private final ObjectMapper json = new ObjectMapper();
        private final HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        private ObjectNode config = json.createObjectNode();
        private byte[] said;
        private int writes;

        OneConfiguration(int foreignPlans) throws IOException {
            config.put("modno", 1).put("version", 6).put("instance", "bench");
            config.putArray("repos")
                    .addObject()
                    .put("id", "own")
                    .put("uri", "/own")
                    .put("guid", "b".repeat(64));
            ArrayNode plans = config.putArray("plans");
            for (int n = 0; n < foreignPlans; n++) {
                ObjectNode plan = plans.addObject().put("id", "own" + n).put("repo", "own");
                plan.putArray("paths").add("/home/user" + n);
                plan.putObject("retention").putObject("policyTimeBucketed").put("daily", 7);
            }
            said = said();
            server.createContext("/", this::answer);
            server.start();
        }

        URI address() {
            return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        }

        private void answer(HttpExchange exchange) throws IOException {
            JsonNode request = json.readTree(exchange.getRequestBody());
            byte[] body = switch (exchange.getRequestURI().getPath().replaceAll(".*/", "")) {
                case "SetConfig" -> {
                    writes++;
                    config = (ObjectNode) request;
                    config.put("modno", config.path("modno").asInt() + 1);
                    yield said();
                }
                case "AddRepo" -> {
                    writes++;
                    ObjectNode repository = (ObjectNode) request.path("repo");
                    config.withArray("repos").add(repository.put("guid", "a".repeat(64)));
                    yield said();
                }
                // Backrest's own time is not ours to measure.
                case "GetConfig" -> said;
                case "CheckRepoExists" -> "{\"exists\":true}".getBytes(StandardCharsets.UTF_8);
                default -> "{}".getBytes(StandardCharsets.UTF_8);
            };
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        }

        private byte[] said() throws IOException {
            said = json.writeValueAsBytes(config);
            return said;
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }
}
