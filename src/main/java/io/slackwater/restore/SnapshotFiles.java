package io.slackwater.restore;

import io.slackwater.journal.Verified;
import io.slackwater.kind.RestoreException;
import io.slackwater.kind.RestoreException.Reason;
import io.slackwater.repository.RepositoryException;
import io.slackwater.repository.SnapshotFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;

/**
 * Looks into verified snapshots of files. Safe for use by several threads.
 *
 * <p>restic 0.18 needs 1.0 s to list a small directory, because it derives the key, and 1.2 s to list 100,000 entries
 * (measured). A second page would take as long. The directories last listed are therefore kept in {@link
 * ListedDirectories}.
 */
public final class SnapshotFiles {

    /** How many restic processes may look at the same time. Each needs about 100 MB of memory. */
    private static final int AT_ONCE = 2;

    /** restic stores its stdin as a file with this mode. */
    private static final int DUMP_MODE = 0644;

    private final RestorableSnapshots snapshots;
    private final Path scratch;
    private final ListedDirectories listed;
    private final Semaphore slots = new Semaphore(AT_ONCE, true);

    /** @param scratch the directory for temporary files */
    public SnapshotFiles(RestorableSnapshots snapshots, Path scratch, Clock clock) {
        this.snapshots = snapshots;
        this.scratch = scratch;
        this.listed = new ListedDirectories(clock);
    }

    /**
     * A part of a directory.
     *
     * @param path the directory's path in the snapshot
     * @param total how many entries the directory has
     * @param entries a part of the entries, in the order of their names
     */
    public record Directory(Verified snapshot, String path, long total, List<SnapshotFile> entries) {}

    /**
     * Lists a part of a directory. A dump is one file in the directory {@code /}.
     *
     * @param requester only an admin may look into a snapshot that contains passwords
     * @param path the directory's path in the snapshot; empty for the directory of the dataset
     * @param skipped how many entries come before the part
     * @param count how many entries the part has at most
     * @throws RestoreException the path is wrong, or the snapshot has no such directory
     */
    public Directory directory(
            Requester requester, String dataset, String snapshot, String path, long skipped, int count)
            throws RestoreException, InterruptedException {
        Verified verdict = snapshots.verdict(requester, dataset, snapshot);
        if (!ChosenSnapshot.isTree(verdict)) {
            return dump(verdict, path, skipped);
        }
        String directory = SnapshotPath.of(verdict, path);
        ListedDirectories.Key key = new ListedDirectories.Key(verdict.repository(), verdict.snapshot(), directory);
        ListedDirectories.Reader<Directory> part =
                found -> new Directory(verdict, directory, found.size(), found.part(skipped, count));
        try {
            Directory kept = listed.read(key, part);
            if (kept != null) {
                return kept;
            }
            slots.acquire();
            try {
                Directory meanwhile = listed.read(key, part);
                return meanwhile == null ? listed.keep(key, list(verdict, directory), part) : meanwhile;
            } finally {
                slots.release();
            }
        } catch (IOException e) {
            throw RestoreException.failed("listing " + directory + " of snapshot " + verdict.shortId(), e);
        }
    }

    /**
     * Searches the verified snapshots of a dataset for files and directories by their name. Needs about a second for each
     * 100,000 files of a snapshot.
     *
     * @param requester only an admin may search snapshots that contain passwords
     * @param name a pattern for the name, such as {@code *.jpg}; upper and lower case are equal
     * @throws RestoreException the pattern is wrong, the dataset has no files, or no repository can be opened
     */
    public FoundFiles find(Requester requester, String dataset, String name)
            throws RestoreException, InterruptedException {
        NamePattern pattern = NamePattern.of(name);
        List<Verified> all = snapshots.all(requester, dataset);
        if (!ChosenSnapshot.isTree(all.getFirst())) {
            throw new RestoreException(
                    Reason.INVALID, "dataset " + dataset + " is a dump, which has no files to search");
        }
        List<Verified> trees = all.stream().filter(ChosenSnapshot::isTree).toList();
        FoundFiles.Builder found = new FoundFiles.Builder(trees);
        List<Verified> left = new ArrayList<>();
        Optional<RestoreException> unusable = Optional.empty();
        slots.acquire();
        try {
            for (List<Verified> some : trees.stream()
                    .collect(Collectors.groupingBy(Verified::repository))
                    .values()) {
                try {
                    find(some, pattern, snapshots.opened(some.getFirst()), found);
                } catch (RestoreException e) {
                    unusable = Optional.of(e);
                    left.addAll(some);
                }
            }
        } finally {
            slots.release();
        }
        if (unusable.isPresent() && left.size() == trees.size()) {
            throw unusable.get();
        }
        return found.build(left);
    }

    private static void find(List<Verified> some, NamePattern pattern, ChosenSnapshot opened, FoundFiles.Builder found)
            throws RestoreException, InterruptedException {
        try {
            opened.repository()
                    .contents()
                    .find(
                            some.stream().map(Verified::snapshot).toList(),
                            pattern.text(),
                            file -> pattern.matches(file.name()) && isBelow(some.getFirst(), file),
                            FoundFiles.MOST + 1,
                            found::add);
        } catch (RepositoryException e) {
            throw RestoreException.failed(
                    "search in repository " + opened.repository().id(), e);
        }
    }

    /** Whether the entry is in the directory of the dataset. Its parents are in the snapshot, too. */
    private static boolean isBelow(Verified tree, SnapshotFile file) {
        return file.path().length() > tree.file().length() && file.path().startsWith(tree.file());
    }

    private static Directory dump(Verified verdict, String path, long skipped) throws RestoreException {
        if (!path.isEmpty() && !path.equals("/")) {
            throw new RestoreException(
                    Reason.INVALID,
                    "dataset " + verdict.dataset() + " is a dump, one file without directories; leave out the path");
        }
        SnapshotFile file = new SnapshotFile("/" + verdict.file(), "file", verdict.bytes(), verdict.time(), DUMP_MODE);
        return new Directory(verdict, "/", 1, skipped == 0 ? List.of(file) : List.of());
    }

    private ListedDirectory list(Verified verdict, String path)
            throws RestoreException, IOException, InterruptedException {
        ChosenSnapshot chosen = snapshots.opened(verdict);
        ListedDirectory entries = new ListedDirectory(scratch, path);
        boolean complete = false;
        try {
            List<SnapshotFile> self = new ArrayList<>();
            chosen.repository().contents().directory(verdict.snapshot(), path, entry -> {
                if (entry.path().equals(path)) {
                    self.add(entry);
                } else {
                    entries.add(entry);
                }
            });
            entries.complete();
            requireDirectory(verdict, path, self.stream().findFirst());
            complete = true;
            return entries;
        } catch (RepositoryException e) {
            snapshots.failed(chosen, Optional.of(e.failure()), String.valueOf(e.getMessage()));
            throw RestoreException.failed("listing " + path + " of snapshot " + verdict.shortId(), e);
        } finally {
            if (!complete) {
                entries.close();
            }
        }
    }

    private static void requireDirectory(Verified verdict, String path, Optional<SnapshotFile> self)
            throws RestoreException {
        if (self.isEmpty()) {
            throw new RestoreException(Reason.NOT_FOUND, "snapshot " + verdict.shortId() + " has no " + path);
        }
        if (!self.get().isDirectory()) {
            throw new RestoreException(
                    Reason.INVALID,
                    path + " of snapshot " + verdict.shortId() + " is no directory but a "
                            + self.get().type());
        }
    }
}
