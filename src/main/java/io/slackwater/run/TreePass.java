package io.slackwater.run;

import io.slackwater.capture.CaptureException;
import io.slackwater.capture.TreeCheck;
import io.slackwater.capture.TreeComparison;
import io.slackwater.capture.TreeWalk;
import io.slackwater.discovery.ExcludedFiles;
import io.slackwater.discovery.Method;
import io.slackwater.discovery.Sentence;
import io.slackwater.discovery.Source;
import io.slackwater.journal.DatasetStore;
import io.slackwater.journal.EndCause;
import io.slackwater.kind.ServiceKind;
import io.slackwater.policy.Read;
import io.slackwater.repository.FileError;
import io.slackwater.repository.RepositoryException;
import io.slackwater.repository.StoreRequest;
import io.slackwater.repository.StoredSnapshot;
import io.slackwater.repository.TemporaryFiles;
import io.slackwater.repository.TreeEntry;
import io.slackwater.trust.DamagedSnapshots;
import io.slackwater.trust.RunFailure;
import io.slackwater.trust.RunFailure.Failed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Lets restic read a tree of files. Verifies the snapshot: compares it with Slackwater's own list of the tree, reads
 * changed files back and checks them.
 */
final class TreePass implements Pass {

    private final ServiceKind kind;
    private final DatasetStore datasets;
    private final DamagedSnapshots damagedSnapshots;
    private final Path scratch;
    private final BackupTarget target;
    private final Source.Tree tree;
    private final StoreRequest request;
    private boolean frozen;
    private List<TreeEntry> before = List.of();
    /** The tree after restic has read it. The same list as {@link #before} if the container was paused meanwhile. */
    private List<TreeEntry> after = List.of();

    /** @param scratch the directory for temporary files of the check */
    TreePass(
            ServiceKind kind,
            DatasetStore datasets,
            DamagedSnapshots damagedSnapshots,
            Path scratch,
            BackupTarget target,
            Source.Tree tree,
            String run) {
        this.kind = kind;
        this.datasets = datasets;
        this.damagedSnapshots = damagedSnapshots;
        this.scratch = scratch;
        this.target = target;
        this.tree = tree;
        this.request = new StoreRequest.Tree(target.dataset().id(), run, List.of(tree.path()), tree.excludes());
    }

    @Override
    public StoreRequest request() {
        return request;
    }

    /**
     * Whether the container must be paused. Also true for a container that did not run at discovery, because another
     * backup may have paused it.
     */
    @Override
    public boolean needsFreeze() {
        frozen = target.dataset().method() == Method.FREEZE && holdsFiles();
        return frozen;
    }

    /**
     * Whether the tree contains a file. An empty tree needs no pause. An unreadable tree counts as not empty; listing
     * it reports the error.
     */
    private boolean holdsFiles() {
        try (Stream<Path> entries = Files.walk(tree.path())) {
            return entries.anyMatch(entry -> !Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS));
        } catch (IOException | UncheckedIOException e) {
            return true;
        }
    }

    @Override
    public void open() throws Failed {
        before = walk();
        refuseAllExcluded();
        refuseSuddenlyEmpty();
    }

    @Override
    public void close() {}

    @Override
    public boolean refused() {
        return false;
    }

    @Override
    public Failed failure(RepositoryException e) {
        return Failed.of(e);
    }

    /** @throws Failed a tree that was empty, so that the container was not paused, got files meanwhile */
    @Override
    public Content content(StoredSnapshot stored) throws Failed {
        after = frozen ? before : walk();
        if (!frozen && target.dataset().method() == Method.FREEZE && files(after) > 0) {
            throw new Failed(
                    tree.path() + " of dataset " + request.dataset()
                            + " was empty, so its container was not paused, and it got files while restic read it;"
                            + " the snapshot is discarded",
                    EndCause.SOURCE);
        }
        return new Content(stored.bytes(), "");
    }

    private List<TreeEntry> walk() throws Failed {
        // Discovery proved that it is no link; a link that replaced it since would look empty.
        if (Files.isSymbolicLink(tree.path())) {
            throw new Failed(
                    tree.path() + " of dataset " + request.dataset()
                            + " has become a symbolic link, and restic would store only the link;"
                            + " write the real path into the compose file",
                    EndCause.SOURCE_INVALID);
        }
        try {
            return TreeWalk.walk(tree.path(), tree.excludes());
        } catch (CaptureException e) {
            throw new Failed(e.getMessage(), e.endCause(), e);
        } catch (IOException e) {
            throw new Failed(
                    "cannot read " + tree.path() + " of dataset " + request.dataset() + ": " + FileError.reason(e)
                            + "; check that it is mounted and that the sidecar has cap_add: [DAC_READ_SEARCH]",
                    EndCause.SOURCE,
                    e);
        }
    }

    /** Loss prevented: a backup without any file would count as good. */
    private void refuseAllExcluded() throws Failed {
        Optional<String> label = excluded();
        if (label.isPresent() && files(before) == 0 && holdsFiles()) {
            throw new Failed(
                    "the label " + ExcludedFiles.LABEL + "=" + Read.quoted(label.get()) + " excludes all files below "
                            + tree.path() + " of dataset " + request.dataset()
                            + ". Correct the label, or exclude the whole volume with slackwater.volumes.exclude",
                    EndCause.SOURCE_INVALID);
        }
    }

    private Optional<String> excluded() {
        return Optional.ofNullable(target.workload().labels().get(ExcludedFiles.LABEL));
    }

    private void refuseSuddenlyEmpty() throws Failed {
        long had = datasets.files(request.dataset());
        if (had > 0 && files(before) == 0) {
            throw new Failed(
                    tree.path() + " of dataset " + request.dataset() + " had " + had
                            + " files at its last backup and now has none. Check that it is mounted. If it was emptied on"
                            + " purpose: scripts/backrest-management.sh acknowledge " + request.dataset(),
                    EndCause.SOURCE_INVALID);
        }
    }

    private static long files(List<TreeEntry> entries) {
        return entries.stream().filter(TreeEntry::isFile).count();
    }

    @Override
    public Proof verify(StoredSnapshot stored)
            throws RunFailure, RepositoryException, IOException, InterruptedException {
        try (TemporaryFiles directory = TemporaryFiles.create(scratch, "check-")) {
            TreeCheck check = kind.check(target.dataset(), directory.path());
            List<TreeEntry> listed = new ArrayList<>();
            Optional<String> parent = list(stored.id(), listed);
            List<String> differences = TreeComparison.differences(before, after, listed);
            if (!differences.isEmpty()) {
                throw new Failed(
                        "the snapshot differs from the files on disk: " + String.join("; ", differences),
                        EndCause.NOT_WHOLE);
            }
            readBack(stored, parent, listed, check);
            check.complete();
            List<String> remarks = new ArrayList<>(check.notes());
            excluded()
                    .map(label -> "without " + Read.quoted(label) + ": excluded by the label " + ExcludedFiles.LABEL)
                    .ifPresent(remarks::add);
            String notes = notes(remarks, before, tree.path());
            datasets.files(request.dataset(), files(before));
            return new Proof(tree.path().toString(), tree.format(), Map.of(), notes);
        }
    }

    /**
     * Returns the files to read back: those that the check of the kind needs, and the changed files.
     *
     * @param all whether unchanged files must be read too, because they may share unverified or damaged data
     */
    static List<TreeEntry> toRead(
            List<TreeEntry> listed, Predicate<TreeEntry> check, Collection<String> changed, boolean all) {
        List<TreeEntry> wanted = new ArrayList<>();
        for (TreeEntry entry : listed) {
            boolean needed = check.test(entry);
            if (entry.isFile() && (needed || all || changed.contains(entry.path()))) {
                wanted.add(entry);
            }
        }
        return wanted;
    }

    /** Returns the remarks about the snapshot. An empty tree gets a remark, because the wrong volume may be mounted. */
    static String notes(List<String> ofCheck, List<TreeEntry> walked, Path root) {
        List<String> notes = new ArrayList<>(ofCheck.stream().map(Sentence::of).toList());
        if (files(walked) == 0) {
            notes.add("The volume is empty: 0 files below " + root
                    + ". If it should have files, check that the right volume is mounted.");
        }
        return String.join(" ", notes);
    }

    private Optional<String> list(String snapshot, List<TreeEntry> listed)
            throws RepositoryException, InterruptedException {
        Path root = tree.path();
        return target.repository().contents().list(snapshot, entry -> {
            if (Path.of(entry.path()).startsWith(root)) {
                listed.add(entry);
            }
        });
    }

    /**
     * Reads files back. Loss prevented: a file that only an unverified parent had read would count as verified, and
     * its data would never be read.
     */
    private void readBack(StoredSnapshot stored, Optional<String> parent, List<TreeEntry> listed, TreeCheck check)
            throws RepositoryException, InterruptedException, IOException {
        boolean all = damagedSnapshots.maybe(target.restic(), request.dataset())
                || parent.filter(id -> !damagedSnapshots.verified(target.restic(), id))
                        .isPresent();
        List<TreeEntry> wanted = toRead(listed, check::entry, new HashSet<>(stored.changed()), all);
        target.repository().contents().readBack(stored.id(), listed, wanted, check::file);
    }
}
