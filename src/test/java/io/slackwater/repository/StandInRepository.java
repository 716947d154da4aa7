package io.slackwater.repository;

import io.slackwater.policy.RepositoryPolicy;
import java.io.OutputStream;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** A repository without restic: a test overrides the calls that it expects; each other call fails the test. */
public class StandInRepository implements Repository {

    private final String id;

    public StandInRepository(String id) {
        this.id = id;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String open() throws RepositoryException {
        return "repo-1";
    }

    private static UnsupportedOperationException unexpected() {
        return new UnsupportedOperationException("the test expects no such call");
    }

    @Override
    public RepositoryPolicy policy() {
        throw unexpected();
    }

    @Override
    public Optional<String> pinned() {
        throw unexpected();
    }

    @Override
    public void requireRoom() throws RepositoryException {
        throw unexpected();
    }

    @Override
    public RepositoryException explained(RepositoryException failure) {
        throw unexpected();
    }

    @Override
    public List<Snapshot> snapshots(String... tags) throws RepositoryException {
        throw unexpected();
    }

    @Override
    public void forget(Collection<String> snapshots) throws RepositoryException {
        throw unexpected();
    }

    @Override
    public void announce() {
        throw unexpected();
    }

    @Override
    public void prune() throws RepositoryException {
        throw unexpected();
    }

    @Override
    public void check(String readDataSubset) throws RepositoryException {
        throw unexpected();
    }

    @Override
    public Space space() {
        throw unexpected();
    }

    @Override
    public void dump(String snapshot, String path, OutputStream sink) throws RepositoryException {
        throw unexpected();
    }

    @Override
    public void dumpTar(String snapshot, String path, OutputStream sink) throws RepositoryException {
        throw unexpected();
    }

    @Override
    public void list(String snapshot, Consumer<Node> nodes) throws RepositoryException {
        throw unexpected();
    }

    @Override
    public List<String> changed(String earlier, String snapshot) throws RepositoryException {
        throw unexpected();
    }

    @Override
    public void readBack(String snapshot, Set<String> files, FileReader reader) throws RepositoryException {
        throw unexpected();
    }
}
