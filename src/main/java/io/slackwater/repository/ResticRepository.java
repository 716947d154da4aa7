package io.slackwater.repository;

import io.slackwater.policy.Limits;
import io.slackwater.policy.RepositoryPolicy;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.commons.io.function.IOConsumer;
import org.jspecify.annotations.Nullable;

/** A repository that is accessed by the program restic. Created by {@link Repositories}. */
final class ResticRepository implements Repository, SnapshotReader {

    /** How long restic waits for its exclusive lock, so that another restic can finish. */
    private static final String RETRY_LOCK = "1m";

    /** If no byte of a short request arrives within this time, the server counts as unreachable. */
    private static final Duration SHORT = Duration.ofMinutes(2);

    /** The prefix of temporary directories with exclude patterns. */
    static final String PATTERNS = "rewrite-";

    private static final int FORGET_AT_ONCE = 5_000;

    private final RepositoryPolicy policy;
    private final Limits limits;
    private final Restic restic;
    private final Gate gate;
    private final Identity identity;
    private final StaleLocks staleLocks;
    private final OtherRestic other;
    private final @Nullable LocalDisk disk;
    private volatile boolean unannounced;

    ResticRepository(
            RepositoryPolicy policy,
            Limits limits,
            Restic restic,
            Keys keys,
            Gate gate,
            OtherRestic other,
            Clock clock) {
        this.policy = policy;
        this.limits = limits;
        this.gate = gate;
        this.other = other;
        this.restic = restic;
        this.disk = policy.localPath()
                .map(path -> new LocalDisk(restic.named(), path, limits.minFreeMiB()))
                .orElse(null);
        Duration patience = limits.idle().compareTo(SHORT) < 0 ? limits.idle() : SHORT;
        this.identity = new Identity(restic, policy, keys, disk, clock, patience);
        this.staleLocks = new StaleLocks(restic, limits.idle(), clock);
    }

    @Override
    public RepositoryPolicy policy() {
        return policy;
    }

    Limits limits() {
        return limits;
    }

    @Override
    public String open() throws RepositoryException, InterruptedException {
        return identity.prove();
    }

    @Override
    public Optional<String> pinned() throws RepositoryException {
        return identity.pinned();
    }

    @Override
    public void requireRoom() throws RepositoryException {
        if (disk != null) {
            disk.requireRoom();
        }
    }

    @Override
    public RepositoryException explained(RepositoryException failure) {
        return disk == null ? failure : disk.explained(failure);
    }

    @Override
    public List<Snapshot> snapshots(String... tags) throws RepositoryException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("snapshots", "--json", "--no-lock"));
        if (tags.length > 0) {
            // One --tag with commas means all of them; several --tag mean any.
            arguments.add("--tag");
            arguments.add(String.join(",", tags));
        }
        List<Snapshot> snapshots = new ArrayList<>();
        parse("listing of snapshots", arguments, json -> snapshots.addAll(ResticLines.snapshots(json)));
        return List.copyOf(snapshots);
    }

    @Override
    public SnapshotReader contents() {
        return this;
    }

    @Override
    public void dump(String snapshot, String path, OutputStream sink)
            throws RepositoryException, InterruptedException, IOException {
        dump(snapshot, path.startsWith("/") ? path : "/" + path, sink, List.of());
    }

    @Override
    public void dumpTar(String snapshot, String path, OutputStream sink)
            throws RepositoryException, InterruptedException, IOException {
        dump(snapshot, path, sink, List.of("--archive", "tar"));
    }

    @Override
    public void dumpDirectory(String snapshot, String path, OutputStream sink)
            throws RepositoryException, InterruptedException, IOException {
        int name = path.lastIndexOf('/');
        // restic cuts off the path behind the colon (restic documentation, "Restoring", "Printing files to stdout").
        String parent = snapshot + ":" + (name <= 0 ? "/" : path.substring(0, name));
        dump(parent, path.substring(name), sink, List.of("--archive", "tar"));
    }

    private void dump(String snapshot, String path, OutputStream sink, List<String> options)
            throws RepositoryException, InterruptedException, IOException {
        List<String> arguments = new ArrayList<>(List.of("dump", "--json", "--no-lock", "--no-cache"));
        arguments.addAll(options);
        arguments.addAll(List.of("--", snapshot, path));
        shared(() ->
                read("dump of " + path + " from snapshot " + snapshot, arguments, bytes -> bytes.transferTo(sink)));
    }

    @Override
    public Optional<String> list(String snapshot, IOConsumer<TreeEntry> nodes)
            throws RepositoryException, InterruptedException {
        List<String> parents = new ArrayList<>();
        parse(
                "listing of snapshot " + snapshot,
                List.of("ls", "--json", "--no-lock", "--no-cache", "--", snapshot),
                lines -> ResticLines.nodes(lines, nodes, parents::add));
        return parents.stream().findFirst();
    }

    @Override
    public void directory(String snapshot, String path, IOConsumer<SnapshotFile> entries)
            throws RepositoryException, InterruptedException {
        parse(
                "listing of " + path + " in snapshot " + snapshot,
                List.of("ls", "--json", "--no-lock", "--", snapshot, path),
                lines -> ResticLines.files(lines, entries));
    }

    @Override
    public void find(
            Collection<String> snapshots,
            String name,
            Predicate<SnapshotFile> wanted,
            int most,
            BiConsumer<String, List<SnapshotFile>> found)
            throws RepositoryException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("find", "--json", "--no-lock", "--ignore-case"));
        snapshots.forEach(snapshot -> arguments.addAll(List.of("--snapshot", snapshot)));
        arguments.addAll(List.of("--", name));
        parse(
                "search for " + name + " in " + snapshots.size() + " snapshots",
                arguments,
                json -> ResticLines.found(json, wanted, most, found));
    }

    @Override
    public void readBack(String snapshot, SpooledEntries listed, Collection<TreeEntry> wanted, FileReader reader)
            throws RepositoryException, InterruptedException, IOException {
        if (!wanted.isEmpty()) {
            shared(() -> {
                new ReadBack(restic, limits.idle(), snapshot, listed, reader).some(wanted);
                return wanted;
            });
        }
    }

    @Override
    public void readBackAll(String snapshot, SpooledEntries listed, FileReader reader)
            throws RepositoryException, InterruptedException, IOException {
        shared(() -> {
            new ReadBack(restic, limits.idle(), snapshot, listed, reader).all();
            return listed;
        });
    }

    @Override
    public List<String> excludes(String snapshot) throws RepositoryException, InterruptedException {
        List<String> excludes = new ArrayList<>();
        parse(
                "listing of snapshot " + snapshot,
                List.of("snapshots", "--json", "--no-lock", "--", snapshot),
                json -> ResticLines.excludes(json, excludes::add));
        return excludes;
    }

    @Override
    public Optional<String> touched(String snapshot, Instant since, Consumer<String> files)
            throws RepositoryException, InterruptedException {
        List<String> parents = new ArrayList<>();
        parse(
                "listing of snapshot " + snapshot,
                List.of("ls", "--json", "--no-lock", "--no-cache", "--", snapshot),
                lines -> ResticLines.touched(lines, since, files, parents::add));
        return parents.stream().findFirst();
    }

    @Override
    public ChangedFiles changed(String earlier, String snapshot) throws RepositoryException, InterruptedException {
        ChangedFiles.Builder changed = new ChangedFiles.Builder();
        parse(
                "comparison of snapshot " + snapshot + " with " + earlier,
                List.of("diff", "--json", "--no-lock", "--", earlier, snapshot),
                lines -> ResticLines.changes(lines, changed::add));
        return changed.build();
    }

    @Override
    public void forget(Collection<String> snapshots) throws RepositoryException, InterruptedException {
        List<String> ids = List.copyOf(new TreeSet<>(snapshots));
        if (!ids.isEmpty()) {
            unannounced = true;
        }
        for (int from = 0; from < ids.size(); from += FORGET_AT_ONCE) {
            List<String> some = ids.subList(from, Math.min(ids.size(), from + FORGET_AT_ONCE));
            List<String> arguments = new ArrayList<>(List.of("forget", "--json", "--retry-lock", RETRY_LOCK, "--"));
            arguments.addAll(some);
            ResticResult result = exclusive("forgetting of " + some.size() + " snapshots", arguments)
                    .orThrow();
            if (result.errors().incomplete()) {
                throw result.failure();
            }
        }
    }

    @Override
    public void announce() {
        if (unannounced) {
            unannounced = false;
            other.changed(policy.id());
        }
    }

    @Override
    public OptionalLong prune() throws RepositoryException, InterruptedException {
        return exclusive("prune", () -> {
            OptionalLong before = space().usedBytes();
            restic("prune", List.of("prune", "--retry-lock", RETRY_LOCK)).orThrow();
            OptionalLong after = space().usedBytes();
            return before.isPresent() && after.isPresent()
                    ? OptionalLong.of(Math.max(0, before.getAsLong() - after.getAsLong()))
                    : OptionalLong.empty();
        });
    }

    @Override
    public void check(String readDataSubset) throws RepositoryException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("check", "--json", "--retry-lock", RETRY_LOCK));
        if (!readDataSubset.isBlank()) {
            arguments.add("--read-data-subset=" + readDataSubset);
        }
        ResticResult result = exclusive("check", arguments);
        if (result.exit() == ResticExit.FAILED) {
            throw result.failure(Diagnosis.ofCheck(result.errors()));
        }
        result.orThrow();
    }

    Identity.Signs signs() {
        return identity.signs();
    }

    Repositories.Space space() {
        return disk == null ? Repositories.Space.UNKNOWN : disk.space();
    }

    /** Runs a backup of a dump. Takes the lock and checks the disk before the window opens. */
    ResticResult backup(String what, List<String> arguments, ResticOutput output, Duration idle, Window window)
            throws RepositoryException, InterruptedException {
        return backup(what, window, () -> {
            window.open();
            return unlessStale(new Restic.Call(what, arguments, output, idle));
        });
    }

    /** Runs a backup of a tree. The window opens when restic is ready to read files. The caller interprets the result. */
    ResticResult backupTree(String what, List<String> arguments, ResticOutput output, Duration idle, Window window)
            throws RepositoryException, InterruptedException {
        return backup(what, window, () -> {
            try (ReadyPipe pipe = ReadyPipe.create(restic.places().scratch(), window)) {
                List<String> all = new ArrayList<>(arguments);
                all.add(1, pipe.flag());
                return unlessStale(new Restic.Call(what, all, output, idle, Optional.of(pipe)));
            }
        });
    }

    private ResticResult backup(String what, Window window, Task<ResticResult> backup)
            throws RepositoryException, InterruptedException {
        return call(
                what,
                () -> shared(() -> {
                    requireRoom();
                    boolean read = false;
                    try {
                        ResticResult result = backup.run();
                        read = result.exit() == ResticExit.OK || result.exit() == ResticExit.INCOMPLETE;
                        return result;
                    } finally {
                        window.close(read);
                    }
                }));
    }

    private ResticResult unlessStale(Restic.Call call) throws RepositoryException, InterruptedException, IOException {
        unannounced = true;
        ResticResult result = restic.run(call);
        return result.exit() == ResticExit.LOCKED && staleLocks.remove() ? restic.run(call) : result;
    }

    /**
     * Makes a copy of a hot snapshot without some files. The copy needs no exclusive lock, because the hot snapshot
     * stays.
     *
     * @return the id of the copy, or of the hot snapshot when it has none of the files
     */
    String without(StoreRequest.Without request) throws RepositoryException, InterruptedException {
        String hot = request.snapshot();
        if (request.files().isEmpty()) {
            return hot;
        }
        String what = "copy of snapshot " + hot + " without changed files";
        call(
                what,
                () -> shared(() -> {
                    try (TemporaryFiles directory =
                            TemporaryFiles.create(restic.places().scratch(), PATTERNS)) {
                        Path patterns = directory.path().resolve("patterns");
                        Files.write(
                                patterns,
                                request.files().stream()
                                        .map(ResticRepository::pattern)
                                        .distinct()
                                        .toList());
                        List<String> arguments = List.of("rewrite", "--exclude-file", patterns.toString(), "--", hot);
                        return restic.run(new Restic.Call(
                                        what, arguments, ResticOutput.events(event -> {}), Duration.ZERO))
                                .orThrow();
                    }
                }));
        return snapshots(TreeRead.HOT_TAG + ":" + request.run()).stream()
                .filter(copy -> copy.original().equals(Optional.of(hot)))
                .map(Snapshot::id)
                .findFirst()
                .orElse(hot);
    }

    /**
     * Returns an exclude pattern that matches the path. restic expands {@code $} and {@code *?[\\} in a file with
     * patterns, and strips blanks. {@code ?} stands for any character.
     */
    private static String pattern(String path) {
        return path.replaceAll("[$*?\\[\\]\\\\\\s\\uFFFD]", "?");
    }

    /** Verifies the identity and runs a task. Other readers and backups may run at the same time. */
    private <T> T shared(Task<T> task) throws RepositoryException, InterruptedException, IOException {
        identity.prove();
        try (Gate.Pass pass = gate.shared()) {
            return task.run();
        }
    }

    private ResticResult read(String what, List<String> arguments, IOConsumer<InputStream> reader)
            throws RepositoryException, InterruptedException, IOException {
        return restic.run(new Restic.Call(what, arguments, ResticOutput.bytes(reader), limits.idle()))
                .orThrow();
    }

    private void parse(String what, List<String> arguments, IOConsumer<InputStream> reader)
            throws RepositoryException, InterruptedException {
        call(what, () -> shared(() -> read(what, arguments, reader)));
    }

    private ResticResult exclusive(String what, List<String> arguments)
            throws RepositoryException, InterruptedException {
        return exclusive(what, () -> restic(what, arguments));
    }

    private <T> T exclusive(String what, Task<T> task) throws RepositoryException, InterruptedException {
        return call(what, () -> {
            String id = identity.prove();
            try (Gate.Pass pass = gate.exclusive()) {
                awaitOther(id);
                return task.run();
            }
        });
    }

    /** Without an idle limit, because prune and check print nothing while they work. */
    private ResticResult restic(String what, List<String> arguments)
            throws RepositoryException, InterruptedException, IOException {
        return restic.run(new Restic.Call(what, arguments, ResticOutput.events(event -> {}), Duration.ZERO));
    }

    /**
     * Waits for Backrest and removes stale locks. The caller holds the lock exclusively. A lock that existed before
     * Backrest was idle belongs to a dead restic.
     */
    private void awaitOther(String id) throws RepositoryException, InterruptedException, IOException {
        Set<Path> before = staleLocks.there();
        boolean idle = other.awaitIdle(policy.id(), id);
        staleLocks.remove(lock -> idle && before.contains(lock), other::locks);
    }

    /** Runs a task that parses restic's output. Output that cannot be parsed counts as a failure of restic. */
    private <T> T call(String what, Task<T> task) throws RepositoryException, InterruptedException {
        try {
            return task.run();
        } catch (UncheckedIOException e) {
            throw failed(what, Objects.requireNonNull(e.getCause()));
        } catch (IOException e) {
            throw failed(what, e);
        }
    }

    private RepositoryException failed(String what, IOException e) {
        RepositoryException failure = RepositoryException.of(
                Failure.OTHER, restic.named() + ": the " + what + " failed: " + FileError.reason(e));
        failure.addSuppressed(e);
        return failure;
    }

    @FunctionalInterface
    private interface Task<T> {
        T run() throws RepositoryException, InterruptedException, IOException;
    }
}
