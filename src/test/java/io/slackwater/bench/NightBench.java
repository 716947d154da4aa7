package io.slackwater.bench;

import io.slackwater.app.ServiceKinds;
import io.slackwater.backrest.engine.PendingCallbacks;
import io.slackwater.discovery.Credentials;
import io.slackwater.discovery.Dataset;
import io.slackwater.discovery.Inventory;
import io.slackwater.discovery.Kind;
import io.slackwater.discovery.Kinds;
import io.slackwater.discovery.Method;
import io.slackwater.discovery.Source;
import io.slackwater.discovery.Workload;
import io.slackwater.discovery.WorkloadId;
import io.slackwater.docker.Container;
import io.slackwater.docker.EngineDocker;
import io.slackwater.freeze.KernelBootClock;
import io.slackwater.freeze.LeaseFreezer;
import io.slackwater.journal.Journal;
import io.slackwater.journal.RunRecord;
import io.slackwater.journal.RunState;
import io.slackwater.journal.Trigger;
import io.slackwater.kind.ServiceKind;
import io.slackwater.kind.config.NoConfig;
import io.slackwater.policy.Policy;
import io.slackwater.policy.PolicyFile;
import io.slackwater.repository.Engine;
import io.slackwater.repository.Repositories;
import io.slackwater.repository.ResticPlaces;
import io.slackwater.run.BackupRuns;
import io.slackwater.run.BackupTargets;
import io.slackwater.run.ContainerCommands;
import io.slackwater.run.Engines;
import io.slackwater.run.FreezeEstimate;
import io.slackwater.run.InterruptedRuns;
import io.slackwater.run.Passes;
import io.slackwater.run.RestoreWait;
import io.slackwater.run.Retries;
import io.slackwater.run.Runs;
import io.slackwater.run.TreePasses;
import io.slackwater.stream.OfferedDumps;
import io.slackwater.stream.StreamServer;
import io.slackwater.trust.BatchRetention;
import io.slackwater.trust.PoisonCleanup;
import io.slackwater.trust.SnapshotTrust;
import io.vertx.core.Vertx;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Backs up the small databases of a PostgreSQL container as one batch through Backrest's queue, from dump to verdict.
 * Repeats this, and prints the seconds of each batch by the number of its datasets. The first batch is not counted.
 * Retention after a batch is not counted either, because a night has it once. Backrest is {@code double} or the name of
 * an image. Run by {@code scripts/bench.sh}, which knows the class path:
 *
 * <pre>NightBench &lt;directory&gt; &lt;runs&gt; &lt;backrest&gt; &lt;container&gt; &lt;user&gt; &lt;database&gt;…</pre>
 */
final class NightBench {

    private static final String TOKEN = "bench";
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private NightBench() {}

    public static void main(String... args) {
        int code = 1;
        try {
            measure(
                    Path.of(args[0]),
                    Integer.parseInt(args[1]),
                    args[2],
                    args[3],
                    args[4],
                    List.of(args).subList(5, args.length));
            code = 0;
        } catch (Exception e) {
            e.printStackTrace();
        }
        // Vert.x and the Docker client have threads of their own.
        System.exit(code);
    }

    private static void measure(
            Path place, int runs, String which, String container, String user, List<String> databases)
            throws Exception {
        Policy policy =
                PolicyFile.load(Files.writeString(place.resolve("policy.yml"), """
                instance: bench
                timezone: UTC
                repositories:
                  critical: { uri: %s/repository }
                  models: { uri: %s/models }
                  system: { uri: %s/system }
                limits: { attempts: 1, minFreeMiB: 1 }
                """.formatted(place, place, place)));
        ResticPlaces places = new ResticPlaces(
                Optional.ofNullable(System.getenv("SLACKWATER_RESTIC")).orElse("restic"),
                Files.createDirectories(place.resolve("secrets")),
                place.resolve("cache"),
                place.resolve("scratch"));
        Clock clock = Clock.systemUTC();
        OfferedDumps desk = new OfferedDumps();
        PendingCallbacks calls = new PendingCallbacks(List::of);
        StreamServer streams = new StreamServer(
                Vertx.vertx(), desk, TOKEN, policy.limits()::idle, Optional.of(MeasuredBackrest.reception(calls)));
        URI base = URI.create("http://127.0.0.1:" + streams.start("127.0.0.1", 0));
        EngineDocker docker =
                new EngineDocker(Path.of("/var/run/docker.sock"), () -> "bench", () -> "debian:trixie-slim");
        Kinds<ServiceKind> kinds = new ServiceKinds(docker, clock, dataset -> false, new NoConfig()).all();
        Workload workload = workload(docker.find(container).orElseThrow(), user, databases);
        Inventory inventory = new Inventory(clock.instant(), List.of(workload), List.of());
        try (MeasuredBackrest backrest = MeasuredBackrest.start(which, place, places.secrets(), base);
                Journal journal = Journal.open(place.resolve("journal.db"), clock)) {
            Repositories repositories = new Repositories(places, policy, clock, backrest.other());
            Engine engine = backrest.engine(calls, inventory, policy, repositories, desk);
            SnapshotTrust trust = SnapshotTrust.of(journal, clock);
            PoisonCleanup cleanup =
                    new PoisonCleanup(journal.poison(), trust, () -> policy, repositories::get, List.of(engine));
            BackupRuns backups = new BackupRuns(
                    new BackupTargets(docker, () -> inventory, () -> policy, repositories::get, trust.alarms()),
                    new Passes(
                            kinds,
                            desk,
                            base,
                            () -> Files.writeString(place.resolve("header"), "Authorization: Bearer bench\n"),
                            new TreePasses(
                                    journal.datasets(),
                                    journal.verdicts(),
                                    journal.repositories(),
                                    trust.damaged(),
                                    place.resolve("run-scratch"),
                                    clock)),
                    new ContainerCommands(docker, journal.owedCommands(), clock),
                    new LeaseFreezer(docker, journal.leases(), new KernelBootClock(Path.of("/proc")), clock),
                    new FreezeEstimate(journal.verdicts(), journal.datasets()),
                    new Engines(Optional.of(engine), new MeasuredBackrest.Never()),
                    new Retries(() -> policy, attempt -> Duration.ZERO),
                    new RestoreWait(journal.replacedData(), java.time.Duration.ofMillis(20)),
                    cleanup,
                    journal.poison(),
                    trust);
            BatchRetention retention = new BatchRetention(
                    trust, journal, cleanup, () -> policy, () -> inventory, repositories::get, clock);
            try (Runs all = new Runs(
                    backups,
                    retention,
                    journal.runs(),
                    journal.verdicts(),
                    new InterruptedRuns(journal.runs(), journal.poison(), clock),
                    clock,
                    policy.limits().concurrentRuns())) {
                for (int run = 0; run <= runs; run++) {
                    double seconds = batch(all, journal, workload.datasets()) / databases.size();
                    if (run > 0) {
                        System.out.printf(Locale.ROOT, "%.3f%n", seconds);
                    }
                }
            }
        }
    }

    private static Workload workload(Container found, String user, List<String> databases) {
        WorkloadId id = new WorkloadId(found.name(), found.name());
        List<Dataset> datasets = databases.stream()
                .map(database -> new Dataset(
                        "bench.night." + database,
                        id,
                        database,
                        new Source.Stream(new Kind("postgres"), database, "dump"),
                        Method.STREAM,
                        "critical",
                        List.of()))
                .toList();
        return new Workload(
                id,
                found,
                new Kind("postgres"),
                "critical",
                Duration.ofMinutes(1),
                new Credentials(Optional.of(user), Optional.empty(), List.of()),
                Map.of(),
                datasets,
                List.of());
    }

    /** The seconds from the first start to the last verdict. */
    private static double batch(Runs all, Journal journal, List<Dataset> datasets) throws InterruptedException {
        Instant begun = Instant.now();
        List<String> ids = all.submit(datasets, Trigger.API);
        await(() -> ids.stream()
                .allMatch(id -> journal.runs().find(id).orElseThrow().state().ended()));
        Instant last = begun;
        for (String id : ids) {
            RunRecord run = journal.runs().find(id).orElseThrow();
            if (run.state() != RunState.SUCCEEDED) {
                throw new IllegalStateException(run.dataset() + " ended " + run.state() + ": " + run.message());
            }
            Instant ended = run.ended().orElseThrow();
            last = ended.isAfter(last) ? ended : last;
        }
        await(all::idle);
        return Duration.between(begun, last).toNanos() / 1e9;
    }

    private static void await(BooleanSupplier done) throws InterruptedException {
        long giveUp = System.nanoTime() + PATIENCE.toNanos();
        while (!done.getAsBoolean()) {
            if (System.nanoTime() > giveUp) {
                throw new IllegalStateException("a batch of small datasets is not done after " + PATIENCE);
            }
            Thread.sleep(20);
        }
    }
}
