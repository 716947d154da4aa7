package io.slackwater.bench;

import io.slackwater.app.ServiceKinds;
import io.slackwater.backrest.engine.PendingCallbacks;
import io.slackwater.capture.CaptureRequest;
import io.slackwater.capture.StreamCapture;
import io.slackwater.discovery.Credentials;
import io.slackwater.discovery.Dataset;
import io.slackwater.discovery.Inventory;
import io.slackwater.discovery.Kind;
import io.slackwater.discovery.Method;
import io.slackwater.discovery.Source;
import io.slackwater.discovery.Workload;
import io.slackwater.discovery.WorkloadId;
import io.slackwater.docker.Container;
import io.slackwater.docker.EngineDocker;
import io.slackwater.docker.ExecCommand;
import io.slackwater.docker.ExecStream;
import io.slackwater.kind.config.NoConfig;
import io.slackwater.policy.Policy;
import io.slackwater.policy.PolicyFile;
import io.slackwater.repository.EmbeddedEngine;
import io.slackwater.repository.Engine;
import io.slackwater.repository.NoWindow;
import io.slackwater.repository.Repositories;
import io.slackwater.repository.Repository;
import io.slackwater.repository.ResticPlaces;
import io.slackwater.repository.StoreRequest;
import io.slackwater.repository.StoredSnapshot;
import io.slackwater.run.Environments;
import io.slackwater.stream.DumpSource;
import io.slackwater.stream.OfferedDump;
import io.slackwater.stream.OfferedDumps;
import io.slackwater.stream.StreamReceipt;
import io.slackwater.stream.StreamServer;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Stores the same dump through Slackwater and through a pipe into restic, in turn. Prints a line for each pair: {@code
 * <seconds of Slackwater> <seconds of the pipe> <bytes>}. Each backup has a fresh repository with the same settings,
 * and a fresh Backrest if that is the engine. Their creation is not measured. The engine is {@code embedded}, or a
 * Backrest: {@code double} or the name of an image. Run by {@code scripts/bench.sh}, which knows the class path:
 *
 * <pre>StreamBench &lt;directory&gt; &lt;runs&gt; &lt;engine&gt; &lt;container&gt; file &lt;path&gt;
 * StreamBench &lt;directory&gt; &lt;runs&gt; &lt;engine&gt; &lt;container&gt; postgres &lt;user&gt; &lt;database&gt;</pre>
 */
final class StreamBench {

    private static final String DATASET = "bench.db.stream";
    private static final String EMBEDDED = "embedded";
    private static final String FILE = DATASET + ".dump";
    private static final String TOKEN = "bench";
    private static final Duration LIMIT = Duration.ofHours(1);

    private final Path directory;
    private final String engine;
    private final String restic =
            Optional.ofNullable(System.getenv("SLACKWATER_RESTIC")).orElse("restic");
    private final EngineDocker docker =
            new EngineDocker(Path.of("/var/run/docker.sock"), () -> "bench", () -> "debian:trixie-slim");
    private final OfferedDumps desk = new OfferedDumps();
    private final PendingCallbacks calls = new PendingCallbacks(List::of);
    private final Path headerFile;
    private final URI base;

    private StreamBench(Path directory, String engine) throws IOException {
        this.directory = directory;
        this.engine = engine;
        this.headerFile =
                Files.writeString(directory.resolve("stream.header"), "Authorization: Bearer " + TOKEN + "\n");
        int port = new StreamServer(
                        Vertx.vertx(),
                        desk,
                        TOKEN,
                        () -> Duration.ofMinutes(5),
                        Optional.of(MeasuredBackrest.reception(calls)))
                .start("127.0.0.1", 0);
        this.base = URI.create("http://127.0.0.1:" + port);
    }

    public static void main(String... args) {
        int code = 1;
        try {
            measure(args);
            code = 0;
        } catch (Exception e) {
            e.printStackTrace();
        }
        // Vert.x and the Docker client have threads of their own.
        System.exit(code);
    }

    private static void measure(String... args) throws Exception {
        StreamBench bench = new StreamBench(Path.of(args[0]), args[2]);
        int runs = Integer.parseInt(args[1]);
        Dump dump =
                args[4].equals("postgres") ? bench.postgres(args[3], args[5], args[6]) : bench.file(args[3], args[5]);
        for (int run = 0; run < runs; run++) {
            // Whoever comes second may find warmer caches: they take turns.
            Measured ours;
            Measured pipe;
            if (run % 2 == 0) {
                ours = bench.ours(run, dump);
                pipe = bench.pipe(run, dump);
            } else {
                pipe = bench.pipe(run, dump);
                ours = bench.ours(run, dump);
            }
            System.out.printf(Locale.ROOT, "%.3f %.3f %d%n", ours.seconds(), pipe.seconds(), ours.bytes());
        }
    }

    /**
     * Data that can be dumped in both ways.
     *
     * @param command the same by hand, for a shell
     */
    private record Dump(Opening opening, String command) {}

    @FunctionalInterface
    private interface Opening {
        DumpSource open() throws Exception;
    }

    private record Measured(double seconds, long bytes) {}

    private Dump file(String container, String path) {
        return new Dump(() -> new ExecOutput(docker, container, path), "docker exec " + container + " cat " + path);
    }

    private Dump postgres(String container, String user, String database) throws Exception {
        Container found = docker.find(container).orElseThrow();
        WorkloadId id = new WorkloadId(found.name(), found.name());
        Source.Stream source = new Source.Stream(new Kind("postgres"), database, "dump");
        Dataset dataset = new Dataset(DATASET, id, database, source, Method.STREAM, "critical", List.of());
        Credentials signIn = new Credentials(Optional.of(user), Optional.empty(), List.of());
        Workload workload = new Workload(
                id, found, new Kind("postgres"), "critical", LIMIT, signIn, Map.of(), List.of(dataset), List.of());
        StreamCapture capture = new ServiceKinds(docker, Clock.systemUTC(), one -> false, new NoConfig())
                .all()
                .of(source.kind())
                .capture(source);
        CaptureRequest request =
                new CaptureRequest(dataset, workload, "bench-run", LIMIT, Duration.ofMinutes(1), LIMIT);
        return new Dump(
                () -> capture.open(request),
                "docker exec " + container + " pg_dump -U " + user + " --format=custom --compress=0 " + database);
    }

    private Measured ours(int run, Dump dump) throws Exception {
        Path place = Files.createDirectories(directory.resolve("ours-" + run));
        Path policyFile = Files.writeString(place.resolve("policy.yml"), """
                instance: bench
                timezone: UTC
                repositories:
                  critical: { uri: %s/repository }
                  models: { uri: %s/models }
                  system: { uri: %s/system }
                """.formatted(place, place, place));
        Files.createDirectories(place.resolve("secrets"));
        Policy policy = PolicyFile.load(policyFile);
        ResticPlaces places =
                new ResticPlaces(restic, place.resolve("secrets"), place.resolve("cache"), place.resolve("scratch"));
        Repositories repositories = new Repositories(places, policy, Clock.systemUTC());
        Repository repository = repositories.get("critical");
        repository.open();
        Measured measured;
        if (engine.equals(EMBEDDED)) {
            measured = measured(repository, new EmbeddedEngine("bench"), dump);
        } else {
            try (MeasuredBackrest backrest = MeasuredBackrest.start(engine, place, places.secrets(), base)) {
                Inventory inventory = Environments.inventory(new Dataset(
                        DATASET,
                        new WorkloadId("bench", "db"),
                        "stream",
                        new Source.Stream(new Kind("exec"), "stream", "dump"),
                        Method.STREAM,
                        "critical",
                        List.of()));
                measured = measured(repository, backrest.engine(calls, inventory, policy, repositories, desk), dump);
            }
        }
        remove(place);
        return measured;
    }

    private Measured measured(Repository repository, Engine engine, Dump dump) throws Exception {
        settle();
        long start = System.nanoTime();
        StoredSnapshot stored;
        StreamReceipt receipt;
        try (DumpSource source = dump.opening().open();
                OfferedDump offer = desk.offer(DATASET, source)) {
            repository.open();
            StoreRequest.Stream request = new StoreRequest.Stream(
                    DATASET, "bench-run", FILE, base.resolve("/internal/streams/" + DATASET), headerFile);
            stored = engine.store(repository, request, progress -> {}, new NoWindow());
            receipt = offer.receipt().orElseThrow();
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        if (stored.bytes() != receipt.bytes()) {
            throw new IllegalStateException("stored " + stored.bytes() + " bytes, but sent " + receipt.bytes());
        }
        return new Measured(seconds, stored.bytes());
    }

    private Measured pipe(int run, Dump dump) throws Exception {
        Path place = Files.createDirectories(directory.resolve("pipe-" + run));
        BenchShell shell = new BenchShell(Map.of(
                "RESTIC",
                restic,
                "RESTIC_REPOSITORY",
                place.resolve("repository").toString(),
                "RESTIC_PASSWORD_FILE",
                Files.writeString(place.resolve("key"), "bench-only\n").toString(),
                "RESTIC_CACHE_DIR",
                place.resolve("cache").toString()));
        shell.run("\"$RESTIC\" init");
        settle();
        long start = System.nanoTime();
        shell.run(dump.command() + " | \"$RESTIC\" backup --stdin --stdin-filename " + FILE
                + " --host bench --tag plan:" + DATASET + " --compression auto");
        double seconds = (System.nanoTime() - start) / 1e9;
        remove(place);
        return new Measured(seconds, 0);
    }

    /** Waits for pending disk writes, which would slow the next measurement down. */
    private static void settle() throws Exception {
        System.gc();
        new ProcessBuilder("sync").start().waitFor();
    }

    private static void remove(Path place) throws IOException {
        try (Stream<Path> all = Files.walk(place)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    /** A file in a container as a dump, by the same stream that the captures use. */
    private static final class ExecOutput implements DumpSource {

        private final ExecStream stream;

        ExecOutput(EngineDocker docker, String container, String path) throws Exception {
            this.stream = docker.open(docker.find(container).orElseThrow().id(), ExecCommand.of("cat", path), false);
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            return stream.read(into, offset, length);
        }

        @Override
        public void finish() throws IOException {
            try {
                int code = stream.exitCode();
                if (code != 0) {
                    throw new IOException("exit code " + code + ": " + stream.stderr());
                }
            } catch (io.slackwater.docker.DockerException e) {
                throw new IOException(e);
            }
        }

        @Override
        public void close() {
            stream.close();
        }
    }
}
