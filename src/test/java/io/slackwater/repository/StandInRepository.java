package io.slackwater.repository;

import io.slackwater.policy.RepositoryPolicy;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.commons.io.function.IOConsumer;

/** A repository that is open and empty. A test overrides the operations that it expects; all others fail. */
public class StandInRepository implements Repository, SnapshotReader {

    private final String id;

    public StandInRepository(String id) {
        this.id = id;
    }

    private static IllegalStateException unexpected(String operation) {
        return new IllegalStateException("unexpected: " + operation);
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public RepositoryPolicy policy() {
        throw unexpected("policy");
    }

    @Override
    public String open() throws RepositoryException, InterruptedException {
        return "repo-1";
    }

    @Override
    public Optional<String> pinned() {
        return Optional.of("repo-1");
    }

    @Override
    public void requireRoom() {}

    @Override
    public RepositoryException explained(RepositoryException failure) {
        return failure;
    }

    @Override
    public List<Snapshot> snapshots(String... tags) throws RepositoryException, InterruptedException {
        return List.of();
    }

    @Override
    public SnapshotReader contents() {
        return this;
    }

    @Override
    public void dump(String snapshot, String path, OutputStream sink)
            throws RepositoryException, InterruptedException, IOException {
        throw unexpected("dump");
    }

    @Override
    public void dumpTar(String snapshot, String path, OutputStream sink) throws IOException {
        throw unexpected("dumpTar");
    }

    @Override
    public void dumpDirectory(String snapshot, String path, OutputStream sink)
            throws RepositoryException, InterruptedException, IOException {
        throw unexpected("dumpDirectory");
    }

    @Override
    public Optional<String> list(String snapshot, IOConsumer<TreeEntry> nodes)
            throws RepositoryException, InterruptedException {
        throw unexpected("list");
    }

    @Override
    public void directory(String snapshot, String path, IOConsumer<SnapshotFile> entries)
            throws RepositoryException, InterruptedException {
        throw unexpected("directory");
    }

    @Override
    public void find(
            Collection<String> snapshots,
            String name,
            Predicate<SnapshotFile> wanted,
            int most,
            BiConsumer<String, List<SnapshotFile>> found)
            throws RepositoryException, InterruptedException {
        throw unexpected("find");
    }

    @Override
    public List<String> excludes(String snapshot) {
        return List.of();
    }

    @Override
    public Optional<String> touched(String snapshot, Instant since, Consumer<String> files) {
        throw unexpected("touched");
    }

    @Override
    public ChangedFiles changed(String earlier, String snapshot) {
        throw unexpected("changed");
    }

    @Override
    public void readBackAll(String snapshot, SpooledEntries listed, FileReader reader)
            throws RepositoryException, InterruptedException, IOException {
        throw unexpected("readBackAll");
    }

    @Override
    public void readBack(String snapshot, SpooledEntries listed, Collection<TreeEntry> wanted, FileReader reader)
            throws RepositoryException, InterruptedException, IOException {
        throw unexpected("readBack");
    }

    @Override
    public void forget(Collection<String> snapshots) throws RepositoryException, InterruptedException {
        throw unexpected("forget");
    }

    @Override
    public void announce() {}

    @Override
    public OptionalLong prune() throws RepositoryException, InterruptedException {
        throw unexpected("prune");
    }

    @Override
    public void check(String readDataSubset) throws RepositoryException, InterruptedException {
        throw unexpected("check");
    }
}
