package io.slackwater.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.slackwater.app.ServiceKinds;
import io.slackwater.discovery.Inventory;
import io.slackwater.discovery.Kinds;
import io.slackwater.discovery.StandInDocker;
import io.slackwater.health.TestClock;
import io.slackwater.journal.Journal;
import io.slackwater.journal.RestoreRecord;
import io.slackwater.journal.RunIdentity;
import io.slackwater.journal.RunRecord;
import io.slackwater.journal.RunRecords;
import io.slackwater.journal.RunState;
import io.slackwater.journal.Trigger;
import io.slackwater.journal.Verified;
import io.slackwater.kind.ServiceKind;
import io.slackwater.kind.config.NoConfig;
import io.slackwater.policy.Policy;
import io.slackwater.policy.PolicyFile;
import io.slackwater.policy.RepositoryPolicy;
import io.slackwater.repository.RepositoryException;
import io.slackwater.repository.SnapshotFile;
import io.slackwater.repository.StandInRepository;
import io.slackwater.repository.TreeEntry;
import io.slackwater.trust.SnapshotTrust;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.commons.io.function.IOConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A stack with a verified dump and a verified tree. Docker's helpers run their commands on this machine. */
@Timeout(60)
abstract class RestoreWorld {

    static final Requester ADMIN = new Requester("ann", true);
    static final Requester OPERATOR = new Requester("bob", false);
    static final String CACHE = "shop.cache.rdb";
    static final String FILES = "shop.web.files";

    @TempDir
    Path directory;

    private final List<RestoreRecord> ended = new CopyOnWriteArrayList<>();
    Optional<RepositoryException> broken = Optional.empty();
    Optional<RepositoryException> locked = Optional.empty();
    Path volume = Path.of("/");
    private Policy policy;
    Journal journal;
    LocalHelpers docker;
    RestoreDirectories directories;
    Restores restores;
    SnapshotFiles files;
    DumpContents dumps;
    final AtomicInteger listings = new AtomicInteger();
    final TestClock now = new TestClock(RunRecords.T0);
    Optional<String> pinned = Optional.of("repo-1");

    @BeforeEach
    void open() throws Exception {
        Path root = directory.toRealPath();
        docker = new LocalHelpers(Files.createDirectories(root.resolve("restored")));
        volume = Files.createDirectories(root.resolve("volumes/shop_files/_data"));
        journal = Journal.open(root.resolve("journal.db"), Clock.systemUTC());
        policy = PolicyFile.load(Files.writeString(
                root.resolve("policy.yml"), "instance: it-stack\nrestore: { directories: ['" + root + "/restores'] }"));
        verified("r1", CACHE, "redis", "cache.rdb", "rdb");
        verified("r2", FILES, "volume", volume.toString(), "tree");
        Clock clock = Clock.systemUTC();
        Kinds<ServiceKind> kinds = new ServiceKinds(new StandInDocker(), clock, dataset -> false, new NoConfig()).all();
        directories = new RestoreDirectories(docker, new SameHost(), () -> policy, root.resolve("secrets"), List.of());
        RestorableSnapshots snapshots = new RestorableSnapshots(
                journal.verdicts(),
                journal.safetySnapshots(),
                journal.repositories(),
                () -> policy,
                Repo::new,
                SnapshotTrust.of(journal, clock).alarms(),
                kinds);
        dumps = new DumpContents(
                snapshots, () -> new Inventory(Instant.EPOCH, List.of(), List.of()), journal.runs(), kinds);
        files = new SnapshotFiles(snapshots, root.resolve("scratch"), now);
        restores = new Restores(
                snapshots,
                new RestorePlaces(
                        docker,
                        () -> new Inventory(Instant.EPOCH, List.of(), List.of()),
                        () -> policy,
                        journal.runs(),
                        new RepositoryAccess(new SameHost(), root.resolve("secrets")),
                        directories,
                        kinds),
                journal.suspectedDamage(),
                journal.restores(),
                journal.audit(),
                new RestoreHistory(journal.restores(), clock, ended::add),
                clock);
    }

    @AfterEach
    void close() {
        journal.close();
    }

    void verified(String id, String dataset, String kind, String file, String format) {
        if (journal.runs().find(id).isPresent()) {
            return;
        }
        RunRecord run = RunRecord.queued(
                new RunIdentity(id, dataset, "shop-x", kind, "critical", "set-1", Trigger.API, RunRecords.T0));
        journal.runs().queued(run);
        run = step(run.startedAt(RunRecords.T0).in(RunState.CAPTURING));
        run = step(run.storing("repo-1").in(RunState.STORING));
        run = step(run.stored("repo-1", "snap-" + id, 1, 1, "cafe").in(RunState.VERIFYING));
        RunRecord success = RunRecords.in(run, RunState.SUCCEEDED, RunRecords.T0, "");
        journal.verdicts().verified(Verified.of(success, RunRecords.T0, file, format, Map.of()), success);
    }

    private RunRecord step(RunRecord run) {
        journal.runs().update(run);
        return run;
    }

    /** Slackwater's paths are the host's. */
    private final class SameHost implements RestoreDirectories.Host {
        @Override
        public Path hostPath(Path ours) {
            return ours;
        }

        @Override
        public Optional<Path> stack() {
            return Optional.of(directory);
        }

        @Override
        public Optional<Path> mountedAlike(Path onHost) {
            return Optional.empty();
        }
    }

    /** A remote repository with one dump and one tree. */
    private final class Repo extends StandInRepository {

        Repo(String id) {
            super(id);
        }

        @Override
        public Optional<String> pinned() {
            return pinned;
        }

        @Override
        public String open() throws RepositoryException {
            if (locked.isPresent()) {
                throw locked.get();
            }
            return "repo-1";
        }

        @Override
        public RepositoryPolicy policy() {
            return new RepositoryPolicy(
                    "critical", "s3:https://far/bucket", RepositoryPolicy.Compression.AUTO, Optional.empty());
        }

        @Override
        public void dump(String snapshot, String path, OutputStream sink) throws RepositoryException, IOException {
            if (broken.isPresent()) {
                throw broken.get();
            }
            sink.write(("content of " + path).getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public void dumpDirectory(String snapshot, String path, OutputStream sink) throws IOException {
            sink.write(("tar of " + path).getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public void directory(String snapshot, String path, IOConsumer<SnapshotFile> entries)
                throws RepositoryException {
            if (broken.isPresent()) {
                throw broken.get();
            }
            listings.incrementAndGet();
            Path listed = Path.of(path);
            if (Files.exists(listed, LinkOption.NOFOLLOW_LINKS)) {
                entries.asConsumer().accept(entry(listed));
            }
            if (Files.isDirectory(listed, LinkOption.NOFOLLOW_LINKS)) {
                try (Stream<Path> children = Files.list(listed)) {
                    children.sorted().forEach(child -> entries.asConsumer().accept(entry(child)));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }

        @Override
        public void find(
                Collection<String> snapshots,
                String name,
                Predicate<SnapshotFile> wanted,
                int most,
                BiConsumer<String, List<SnapshotFile>> found)
                throws RepositoryException {
            if (broken.isPresent()) {
                throw broken.get();
            }
            // restic has the parents of the directory in its snapshot, too.
            try (Stream<Path> all = Files.walk(volume.getParent())) {
                List<SnapshotFile> matches =
                        all.sorted().map(Repo::entry).filter(wanted).limit(most).toList();
                snapshots.forEach(snapshot -> found.accept(snapshot, matches));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static SnapshotFile entry(Path file) {
            try {
                BasicFileAttributes is =
                        Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
                String type = is.isDirectory() ? "dir" : is.isSymbolicLink() ? "symlink" : "file";
                return new SnapshotFile(file.toString(), type, is.isRegularFile() ? is.size() : 0, RunRecords.T0, 0640);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void dumpTar(String snapshot, String path, OutputStream sink) {
            try {
                Process tar = new ProcessBuilder("tar", "--create", "--directory=/", path.substring(1)).start();
                tar.getInputStream().transferTo(sink);
                assertThat(tar.waitFor()).isZero();
            } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public Optional<String> list(String snapshot, IOConsumer<TreeEntry> nodes) {
            nodes.asConsumer().accept(new TreeEntry(volume.toString(), "dir", 0, 0));
            nodes.asConsumer().accept(new TreeEntry(volume + "/a", "dir", 0, 0));
            nodes.asConsumer().accept(new TreeEntry(volume + "/a/file", "file", 5, 0));
            nodes.asConsumer().accept(new TreeEntry(volume + "/socket", "socket", 0, 0));
            return Optional.empty();
        }
    }

    RestoreRecord restore(String dataset, RestoreTarget target) throws Exception {
        String id = restores.start(ADMIN, dataset, "latest", target).id();
        await().until(() -> ended.stream().anyMatch(one -> one.id().equals(id)));
        assertThat(docker.openHelpers()).as("helpers that were not removed").isZero();
        return restores.find(id).orElseThrow();
    }
}
