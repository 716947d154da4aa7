package io.slackwater.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.slackwater.app.ServiceKinds;
import io.slackwater.discovery.Dataset;
import io.slackwater.discovery.Inventory;
import io.slackwater.discovery.Kind;
import io.slackwater.discovery.Method;
import io.slackwater.discovery.Source;
import io.slackwater.discovery.WorkloadId;
import io.slackwater.freeze.BrokenFreeze;
import io.slackwater.freeze.FreezeLease;
import io.slackwater.freeze.Freezer;
import io.slackwater.journal.Journal;
import io.slackwater.journal.RunRecord;
import io.slackwater.journal.Trigger;
import io.slackwater.kind.config.NoConfig;
import io.slackwater.policy.Policy;
import io.slackwater.policy.PolicyFile;
import io.slackwater.repository.ChangedFiles;
import io.slackwater.repository.Engine;
import io.slackwater.repository.Repository;
import io.slackwater.repository.RepositoryException;
import io.slackwater.repository.Snapshot;
import io.slackwater.repository.SpooledEntries;
import io.slackwater.repository.StandInRepository;
import io.slackwater.repository.StoreRequest;
import io.slackwater.repository.StoredSnapshot;
import io.slackwater.repository.TreeEntry;
import io.slackwater.repository.Unclaimed;
import io.slackwater.repository.Window;
import io.slackwater.stream.OfferedDumps;
import io.slackwater.trust.BatchRetention;
import io.slackwater.trust.PoisonCleanup;
import io.slackwater.trust.RunFailure;
import io.slackwater.trust.SnapshotTrust;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.apache.commons.io.function.IOConsumer;
import org.jspecify.annotations.Nullable;

/** A run over a volume with one file. Its freezer, engines, repository and listener record their steps. */
final class BackupRunScene implements AutoCloseable {

    final List<String> steps = new ArrayList<>();
    final Dataset files;
    Journal journal;
    boolean late;
    boolean unreadable;
    /** The parent of each stored snapshot. */
    Optional<String> parent = Optional.empty();
    /** The snapshot of each file that was read back. */
    final List<String> readBack = new ArrayList<>();

    private @Nullable Runs runs;
    final Freezing freezer = new Freezing();
    final Storing backrest = new Storing("backrest", true);
    final Storing embedded = new Storing("embedded", false);

    private final Path directory;
    private final Path file;

    BackupRunScene(Path directory) throws IOException {
        this.directory = directory;
        journal = journal(directory);
        Path volume = Files.createDirectory(directory.resolve("volume"));
        file = Files.writeString(volume.resolve("file"), "x");
        files = new Dataset(
                "shop.cache.files",
                new WorkloadId("shop", "cache"),
                "files",
                new Source.Tree(new Kind("volume"), volume, "/data", List.of()),
                Method.FREEZE,
                "system",
                List.of());
    }

    private static Journal journal(Path directory) {
        return Journal.open(directory.resolve("journal.db"), Clock.systemUTC());
    }

    void openJournalAgain() {
        journal = journal(directory);
    }

    @Override
    public void close() {
        journal.close();
    }

    /** Records each step. The lease is broken after its end when {@link #brokenBy} is set. */
    final class Freezing implements Freezer {

        Optional<BrokenFreeze> brokenBy = Optional.empty();

        @Override
        public FreezeLease freeze(String run, String dataset, List<String> containers, Duration max) {
            steps.add("freeze");
            return new FreezeLease() {
                private boolean closed;

                @Override
                public Optional<BrokenFreeze> broken() {
                    return brokenBy.filter(broken -> closed);
                }

                @Override
                public Duration frozen() {
                    return Duration.ofMillis(7);
                }

                @Override
                public void close() {
                    if (!closed) {
                        closed = true;
                        steps.add("thaw");
                    }
                }
            };
        }

        @Override
        public Optional<String> broken(String run) {
            return Optional.empty();
        }

        @Override
        public void settle() {}

        @Override
        public Optional<Duration> stood(String run) {
            return Optional.of(Duration.ZERO);
        }

        @Override
        public void thawAll() {}
    }

    /** Opens its window, records the step, and runs {@link #reading}. */
    final class Storing implements Engine {

        private final String name;
        boolean declines;
        Reading reading = () -> new StoredSnapshot("snap-1", 1, 1, ChangedFiles.of(List.of(file.toString())));

        Storing(String name, boolean declines) {
            this.name = name;
            this.declines = declines;
        }

        @Override
        public StoredSnapshot store(Repository into, StoreRequest request, LongConsumer bytes, Window window)
                throws RepositoryException, InterruptedException {
            if (declines) {
                throw new Unclaimed("it is busy");
            }
            boolean read = false;
            window.open();
            try {
                steps.add("read by " + name);
                bytes.accept(1);
                steps.add(Objects.requireNonNull(runs).bytesDone(request.run()).orElseThrow() + " byte");
                StoredSnapshot stored = reading.read();
                read = true;
                return stored;
            } finally {
                window.close(read);
            }
        }
    }

    interface Reading {
        StoredSnapshot read() throws RepositoryException, InterruptedException;
    }

    private final class Repo extends StandInRepository {

        Repo() {
            super("system");
        }

        @Override
        public Optional<String> list(String snapshot, IOConsumer<TreeEntry> nodes) {
            steps.add("verify");
            try {
                for (Path path : List.of(Objects.requireNonNull(file.getParent()), file)) {
                    boolean isFile = Files.isRegularFile(path);
                    FileTime modified = Files.getLastModifiedTime(path);
                    nodes.accept(new TreeEntry(
                            path.toString(),
                            isFile ? "file" : "dir",
                            isFile ? 1 : 0,
                            modified.to(TimeUnit.NANOSECONDS)));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return parent;
        }

        @Override
        public void readBackAll(String snapshot, SpooledEntries listed, FileReader reader) throws IOException {
            readBack(snapshot, listed, List.of(new TreeEntry(file.toString(), "file", 1, 0)), reader);
        }

        @Override
        public void readBack(String snapshot, SpooledEntries listed, Collection<TreeEntry> wanted, FileReader reader)
                throws IOException {
            if (unreadable) {
                throw new IOException("the disk is away");
            }
            for (TreeEntry entry : wanted) {
                readBack.add(snapshot);
                reader.file(entry, new ByteArrayInputStream("x".getBytes(StandardCharsets.UTF_8)));
            }
        }

        /** A snapshot that restic finished although its run failed. */
        @Override
        public List<Snapshot> snapshots(String... tags) {
            return late
                    ? List.of(new Snapshot(
                            "late",
                            Optional.empty(),
                            OffsetDateTime.now(ZoneOffset.UTC),
                            "it-stack",
                            List.of("/data"),
                            List.of(
                                    "plan:" + files.id(),
                                    "created-by:it-stack",
                                    "slackwater.run:"
                                            + journal.runs()
                                                    .newest(files.id(), 1)
                                                    .getFirst()
                                                    .id()),
                            1,
                            "tree"))
                    : List.of();
        }

        @Override
        public void forget(Collection<String> snapshots) {
            assertThat(snapshots).containsExactly("late");
            steps.add("forget");
            late = false;
        }

        @Override
        public void check(String subset) {
            steps.add("retention");
        }
    }

    /** Records the events. */
    private final class Noting implements RunEvents {

        @Override
        public void begun(RunRecord run) {
            steps.add("begun");
        }

        @Override
        public void step(RunRecord run) {
            steps.add(run.state().name());
        }

        @Override
        public void warned(RunRecord run, RunFailure failure) {
            steps.add("warned: " + failure.getMessage());
        }

        @Override
        public void ended(RunRecord run, Outcome outcome) {
            steps.add(outcome == Outcome.LEFT_OPEN ? "left open" : "ended " + outcome.state());
        }
    }

    /** Backs the volume up; returns the record of the ended run. */
    RunRecord run(int attempts) throws Exception {
        Policy policy = PolicyFile.load(Files.writeString(
                directory.resolve("policy.yml"), "instance: it-stack\nlimits: { attempts: " + attempts + " }"));
        Inventory inventory = Environments.inventory(files);
        Repository repository = new Repo();
        Clock clock = Clock.systemUTC();
        SnapshotTrust trust = SnapshotTrust.of(journal, clock);
        PoisonCleanup cleanup = new PoisonCleanup(
                journal.poison(), trust, () -> policy, name -> repository, List.of(backrest, embedded));
        BackupRuns backups = new BackupRuns(
                new BackupTargets(
                        Environments.docker(), () -> inventory, () -> policy, name -> repository, trust.alarms()),
                new Passes(
                        new ServiceKinds(Environments.docker(), clock, dataset -> false, new NoConfig()).all(),
                        new OfferedDumps(),
                        URI.create("http://127.0.0.1:1"),
                        () -> directory.resolve("header"),
                        new TreePasses(
                                journal.datasets(),
                                journal.verdicts(),
                                journal.repositories(),
                                trust.damaged(),
                                Files.createDirectories(directory.resolve("scratch")),
                                clock)),
                new ContainerCommands(Environments.docker(), journal.owedCommands(), clock),
                freezer,
                new FreezeEstimate(journal.verdicts(), journal.datasets()),
                new Engines(Optional.of(backrest), embedded),
                new Retries(() -> policy, attempt -> Duration.ZERO),
                new RestoreWait(journal.replacedData(), java.time.Duration.ofMillis(20)),
                cleanup,
                journal.poison(),
                trust);
        BatchRetention retention =
                new BatchRetention(trust, journal, cleanup, () -> policy, () -> inventory, name -> repository, clock);
        try (Runs all = Environments.runs(backups, retention, journal, clock, 1)) {
            runs = all;
            all.listen(new Noting());
            String id = all.submit(List.of(files), Trigger.API).getFirst();
            await().until(all::idle);
            return journal.runs().find(id).orElseThrow();
        }
    }
}
