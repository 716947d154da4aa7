package io.slackwater.run;

import io.slackwater.app.ServiceKinds;
import io.slackwater.discovery.Credentials;
import io.slackwater.discovery.Dataset;
import io.slackwater.discovery.Inventory;
import io.slackwater.discovery.Kind;
import io.slackwater.discovery.Kinds;
import io.slackwater.discovery.Method;
import io.slackwater.discovery.Source;
import io.slackwater.discovery.StandInDocker;
import io.slackwater.discovery.Workload;
import io.slackwater.discovery.WorkloadId;
import io.slackwater.docker.Container;
import io.slackwater.docker.Docker;
import io.slackwater.docker.EngineDocker;
import io.slackwater.freeze.KernelBootClock;
import io.slackwater.freeze.LeaseFreezer;
import io.slackwater.journal.Journal;
import io.slackwater.kind.ServiceKind;
import io.slackwater.kind.config.NoConfig;
import io.slackwater.policy.Policy;
import io.slackwater.repository.EmbeddedEngine;
import io.slackwater.repository.Engine;
import io.slackwater.repository.Repository;
import io.slackwater.stream.OfferedDumps;
import io.slackwater.trust.BatchRetention;
import io.slackwater.trust.PoisonCleanup;
import io.slackwater.trust.RepositoryLooks;
import io.slackwater.trust.SnapshotTrust;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The environments of runs, for tests of their records in the journal and their snapshots. */
public final class Environments {

    /** Of plan {@code system}. */
    public static final Dataset CACHE = new Dataset(
            "shop.cache.rdb",
            new WorkloadId("shop", "cache"),
            "rdb",
            new Source.Stream(new Kind("redis"), "rdb", "rdb"),
            Method.STREAM,
            "system",
            List.of());

    private static final Container CONTAINER = new Container(
            "0123456789ab",
            "shop-cache-1",
            "shop",
            "cache",
            false,
            1,
            "redis:7",
            "sha256:0",
            Container.State.RUNNING,
            Optional.empty(),
            Instant.EPOCH,
            Map.of(),
            Map.of(),
            List.of(),
            "",
            List.of(),
            Set.of(),
            Map.of(),
            Set.of(),
            Map.of(),
            Set.of());

    private Environments() {}

    /** A frozen volume of the same workload. */
    public static final Dataset FILES = new Dataset(
            "shop.cache.files",
            CACHE.workload(),
            "files",
            new Source.Tree(new Kind("volume"), Path.of("/srv/files"), "/data", List.of()),
            Method.FREEZE,
            "system",
            List.of());

    /** The workload, with this limit for a freeze. */
    public static Workload allowed(Duration max, Map<String, String> labels) {
        Workload any = inventory(FILES).workload(FILES.workload()).orElseThrow();
        return new Workload(
                any.id(),
                any.container(),
                new Kind("volume"),
                "system",
                max,
                Credentials.NONE,
                labels,
                List.of(FILES),
                List.of());
    }

    /** One workload with these datasets. */
    public static Inventory inventory(Dataset... datasets) {
        Workload workload = new Workload(
                datasets[0].workload(),
                CONTAINER,
                datasets[0].kind(),
                datasets[0].plan(),
                Duration.ofMinutes(1),
                Credentials.NONE,
                Map.of(),
                List.of(datasets),
                List.of());
        return new Inventory(Instant.EPOCH, List.of(workload), List.of());
    }

    /** The container of {@link #inventory}'s workload. */
    static Docker docker() {
        return new StandInDocker().with(CONTAINER);
    }

    /** Runs, and the objects that clean up after them. */
    public record Rooms(Runs runs, BatchRetention retention, RepositoryLooks looks) {}

    public static Rooms of(
            Path directory,
            Docker docker,
            Policy policy,
            Journal journal,
            Clock clock,
            Inventory inventory,
            Function<String, Repository> repositories) {
        Engine embedded = new EmbeddedEngine("it-stack");
        SnapshotTrust trust = SnapshotTrust.of(journal, clock);
        PoisonCleanup cleanup =
                new PoisonCleanup(journal.poison(), trust, () -> policy, repositories, List.of(embedded));
        BatchRetention retention =
                new BatchRetention(trust, journal, cleanup, () -> policy, () -> inventory, repositories, clock);
        Kinds<ServiceKind> kinds = new ServiceKinds(docker, clock, dataset -> false, new NoConfig()).all();
        BackupRuns backups = new BackupRuns(
                new BackupTargets(docker, () -> inventory, () -> policy, repositories, trust.alarms()),
                new Passes(
                        kinds,
                        new OfferedDumps(),
                        URI.create("http://127.0.0.1:1"),
                        () -> directory.resolve("header"),
                        new TreePasses(
                                journal.datasets(),
                                journal.verdicts(),
                                journal.repositories(),
                                trust.damaged(),
                                directory.resolve("scratch"),
                                clock)),
                new ContainerCommands(docker, journal.owedCommands(), clock),
                new LeaseFreezer(
                        new EngineDocker(directory.resolve("absent.sock"), () -> "it-stack", () -> "image"),
                        journal.leases(),
                        new KernelBootClock(Path.of("/proc")),
                        clock),
                new FreezeEstimate(journal.verdicts(), journal.datasets()),
                new Engines(Optional.empty(), embedded),
                new Retries(() -> policy, attempt -> Duration.ZERO),
                new RestoreWait(journal.replacedData(), java.time.Duration.ofMillis(20)),
                cleanup,
                journal.poison(),
                trust);
        return new Rooms(
                runs(backups, retention, journal, clock, policy.limits().concurrentRuns()),
                retention,
                new RepositoryLooks(
                        trust.alarms(), journal.verdicts(), () -> policy, retention, name -> "", () -> true));
    }

    /** Runs over all stores of a journal. */
    public static Runs runs(BackupRuns backups, BatchRetention retention, Journal journal, Clock clock, int most) {
        return new Runs(
                backups,
                retention,
                journal.runs(),
                journal.verdicts(),
                new InterruptedRuns(journal.runs(), journal.poison(), clock),
                clock,
                most);
    }
}
