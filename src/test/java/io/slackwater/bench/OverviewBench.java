package io.slackwater.bench;

import io.quarkus.arc.Arc;
import io.quarkus.runtime.Quarkus;
import io.slackwater.discovery.ContainerBuilder;
import io.slackwater.discovery.Credentials;
import io.slackwater.discovery.Dataset;
import io.slackwater.discovery.Inventory;
import io.slackwater.discovery.InventoryBoard;
import io.slackwater.discovery.Kind;
import io.slackwater.discovery.Method;
import io.slackwater.discovery.Source;
import io.slackwater.discovery.Workload;
import io.slackwater.discovery.WorkloadId;
import io.slackwater.health.DatasetHealth;
import io.slackwater.journal.Journal;
import io.slackwater.ui.HealthNow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Starts the sidecar on a journal with many nightly runs of many workloads, each with one dataset. One run in 50 failed.
 * Writes {@code ready} and the number of verified datasets when the overview shows them. Serves until its input ends. Run by {@code
 * scripts/bench.sh}, which knows the class path:
 *
 * <pre>OverviewBench &lt;directory&gt; &lt;port&gt; &lt;datasets&gt; &lt;runs&gt;</pre>
 */
final class OverviewBench {

    private OverviewBench() {}

    public static void main(String... args) throws Exception {
        Path directory = Path.of(args[0]);
        int count = Integer.parseInt(args[2]);
        Files.createDirectories(directory.resolve("secrets"));
        Files.createDirectories(directory.resolve("data"));
        Path policy = Files.writeString(directory.resolve("policy.yml"), """
                instance: bench
                timezone: UTC
                repositories:
                  critical: { uri: %1$s/critical }
                  models: { uri: %1$s/models }
                  system: { uri: %1$s/system }
                """.formatted(directory));
        write(directory.resolve("data/journal.db"), count, Integer.parseInt(args[3]));
        Map.of(
                        "slackwater.policy-file",
                        policy.toString(),
                        "slackwater.data",
                        directory.resolve("data").toString(),
                        "slackwater.secrets",
                        directory.resolve("secrets").toString(),
                        "slackwater.cache",
                        directory.resolve("cache").toString(),
                        "slackwater.internal-host",
                        "127.0.0.1",
                        "slackwater.internal-port",
                        "0",
                        // Without Docker, no survey replaces the workloads.
                        "slackwater.docker-socket",
                        directory.resolve("docker.sock").toString(),
                        "quarkus.http.host",
                        "127.0.0.1",
                        "quarkus.http.port",
                        args[1])
                .forEach(System::setProperty);
        Thread.ofPlatform().daemon().start(() -> fill(Integer.parseInt(args[1]), count));
        Quarkus.run();
    }

    /** Night by night, back from the last one, the runs of all datasets. */
    private static void write(Path file, int datasets, int runs) throws Exception {
        Instant night = Instant.now().truncatedTo(ChronoUnit.DAYS).plus(Duration.ofHours(2));
        if (night.isAfter(Instant.now())) {
            night = night.minus(Duration.ofDays(1));
        }
        Journal.open(file, Clock.systemUTC()).close();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.execute("BEGIN");
            statement.execute("""
                    WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < %d),
                    r (i, dataset, time) AS (
                        SELECT i, %2$d - 1 - (%1$d - 1 - i) %% %2$d,
                               %3$d - (%1$d - 1 - i) / %2$d * 86400000000000 + (i %% %2$d) * 10000000000 FROM n)
                    INSERT INTO run (id, dataset, workload, kind, plan, "set", "trigger", state, attempt, queued, started, ended, snapshot,
                                     repository, bytes, added, frozen, estimate, hot_bytes, frozen_bytes, sha256, message, cause)
                    SELECT 'r' || i, 'bench.service' || dataset || '.app', 'bench-service' || dataset, 'postgres', 'critical', 's', 'schedule',
                           CASE WHEN i %% 50 = 7 THEN 'FAILED' ELSE 'SUCCEEDED' END, 1, time, time, time + (i %% 97 + 2) * 1000000000,
                           'snap-' || i, 'repo-1', 100000000 + i * 1000, 1000000, 0, 0, 0, 0, '', '',
                           CASE WHEN i %% 50 = 7 THEN 'SOURCE' ELSE 'NONE' END
                    FROM r""".formatted(runs, datasets, night.getEpochSecond() * 1_000_000_000L));
            statement.execute("""
                    INSERT INTO verdict (repository, snapshot, dataset, run, "set", time, bytes, sha256, file, kind, format)
                    SELECT repository, snapshot, dataset, id, 's', queued, bytes, '', 'f', 'postgres', 'dump' FROM run WHERE state = 'SUCCEEDED'""");
            statement.execute("COMMIT");
        }
    }

    /** Puts the workloads in place of a survey of Docker. */
    private static void fill(int port, int count) {
        try {
            while (!answers(port)) {
                Thread.sleep(50);
            }
            InventoryBoard board =
                    Arc.container().instance(InventoryBoard.class).get();
            board.put(new Inventory(Instant.now(), workloads(count), List.of()));
            HealthNow health = Arc.container().instance(HealthNow.class).get();
            if (((Supplier<?>) health).get() != health.latest()) {
                throw new IllegalStateException("the health of the workloads is not derived");
            }
            long fresh = health.latest().stream()
                    .filter(one -> one.state() == DatasetHealth.State.FRESH)
                    .count();
            System.out.println("ready " + fresh);
            while (System.in.read() >= 0) {
                // Nothing is said to it.
            }
            Quarkus.asyncExit();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean answers(int port) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (ConnectException e) {
            return false;
        }
    }

    private static List<Workload> workloads(int count) {
        List<Workload> workloads = new ArrayList<>();
        for (int n = 0; n < count; n++) {
            WorkloadId id = new WorkloadId("bench", "service" + n);
            Dataset dataset = new Dataset(
                    "bench.service" + n + ".app",
                    id,
                    "app",
                    new Source.Stream(new Kind("postgres"), "app", "dump"),
                    Method.STREAM,
                    "critical",
                    List.of());
            workloads.add(new Workload(
                    id,
                    ContainerBuilder.service("bench", "service" + n).build(),
                    new Kind("postgres"),
                    "critical",
                    Duration.ofMinutes(1),
                    Credentials.NONE,
                    Map.of(),
                    List.of(dataset),
                    List.of()));
        }
        return workloads;
    }
}
