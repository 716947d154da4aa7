package io.slackwater.repository;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/**
 * The new and changed files of a snapshot.
 *
 * @param all whether all files count as changed; then {@code paths} is empty
 * @param paths absolute paths
 */
public record ChangedFiles(boolean all, Set<String> paths) {

    /**
     * With more paths all files count as changed. Their list would need much memory, and a read-back of so many files
     * reads the whole snapshot anyway.
     */
    static final int MOST = 20_000;

    public static final ChangedFiles NONE = new ChangedFiles(false, Set.of());
    public static final ChangedFiles ALL = new ChangedFiles(true, Set.of());

    public ChangedFiles {
        paths = Set.copyOf(paths);
    }

    public static ChangedFiles of(Collection<String> paths) {
        return new ChangedFiles(false, Set.copyOf(paths));
    }

    /** The files that changed in one of two snapshots. */
    public ChangedFiles and(ChangedFiles other) {
        Builder both = new Builder();
        both.all = all || other.all;
        paths.forEach(both::add);
        other.paths.forEach(both::add);
        return both.build();
    }

    public boolean contains(String path) {
        return all || paths.contains(path);
    }

    /** Collects paths. Safe for use by several threads. */
    static final class Builder {

        private final Set<String> paths = new TreeSet<>();
        private boolean all;

        synchronized void add(String path) {
            if (!all) {
                paths.add(path);
                all = paths.size() > MOST;
            }
        }

        synchronized ChangedFiles build() {
            return all ? ALL : of(paths);
        }
    }
}
