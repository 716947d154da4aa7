package io.slackwater.run;

import io.slackwater.capture.CaptureException;
import io.slackwater.capture.TreeCheck;
import io.slackwater.capture.TreeComparison;
import io.slackwater.capture.TreeWalk;
import io.slackwater.discovery.ExcludedFiles;
import io.slackwater.discovery.Method;
import io.slackwater.discovery.Sentence;
import io.slackwater.discovery.Source;
import io.slackwater.journal.EndCause;
import io.slackwater.kind.ServiceKind;
import io.slackwater.policy.Read;
import io.slackwater.repository.FileError;
import io.slackwater.repository.RepositoryException;
import io.slackwater.repository.StoreRequest;
import io.slackwater.repository.StoredSnapshot;
import io.slackwater.repository.TemporaryFiles;
import io.slackwater.repository.TreeEntry;
import io.slackwater.repository.TreeRead;
import io.slackwater.trust.RunFailure;
import io.slackwater.trust.RunFailure.Failed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.function.Predicate;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Lets restic read a tree of files. Verifies the snapshot: compares it with Slackwater's own list of the tree, reads
 * changed files back and checks them.
 */
final class TreePass implements Pass {

    private static final Logger LOG = Logger.getLogger(TreePass.class);

    private final TreePasses passes;
    private final ServiceKind kind;
    private final BackupTarget target;
    private final Source.Tree tree;
    private final String run;
    private final Optional<HotPass> hot;
    private final Expected expected;
    /** Complete until {@link #open} begins to list the tree. Loss prevented: a refused run would wait for ever. */
    private Future<List<TreeEntry>> walking = CompletableFuture.completedFuture(List.of());

    private boolean frozen;
    private List<TreeEntry> before = List.of();
    /** The tree after restic has read it. The same list as {@link #before} if the container was paused meanwhile. */
    private List<TreeEntry> after = List.of();

    /**
     * What was found out about the pass before it began.
     *
     * @param pause how long the container will be paused; zero when unknown
     * @param remark for the user
     */
    record Expected(Duration pause, Optional<String> remark) {

        static final Expected NOTHING = new Expected(Duration.ZERO, Optional.empty());
    }

    /**
     * @param hot the pass before this one, while the container ran
     * @param expected what was found out about the pass before it began
     */
    TreePass(
            TreePasses passes,
            ServiceKind kind,
            BackupTarget target,
            Source.Tree tree,
            String run,
            Optional<HotPass> hot,
            Expected expected) {
        this.expected = expected;
        this.passes = passes;
        this.kind = kind;
        this.target = target;
        this.tree = tree;
        this.run = run;
        this.hot = hot;
    }

    @Override
    public StoreRequest request() {
        return new StoreRequest.Tree(
                dataset(),
                run,
                List.of(tree.path()),
                tree.excludes(),
                hot.map(HotPass::next).orElse(TreeRead.ONLY));
    }

    private String dataset() {
        return target.dataset().id();
    }

    /**
     * Whether the container must be paused. A tree without files needs no pause. Also true for a container that did not run at discovery, because another
     * backup may have paused it.
     */
    @Override
    public boolean needsFreeze() {
        frozen = target.dataset().method() == Method.FREEZE
                && contains(List.of(), entry -> !entry.type().equals("dir"));
        return frozen;
    }

    @Override
    public Duration estimate() {
        return frozen ? expected.pause() : Duration.ZERO;
    }

    /** Also true for an unreadable tree; listing it reports the error. */
    private boolean contains(List<String> excludes, Predicate<TreeEntry> wanted) {
        try {
            return TreeWalk.contains(tree.path(), excludes, wanted);
        } catch (IOException e) {
            return true;
        }
    }

    /** Begins to list the tree. The list and restic read it side by side, so that the pause is shorter. */
    @Override
    public void open() throws Failed {
        refuseLink();
        if (!contains(tree.excludes(), TreeEntry::isFile)) {
            refuseAllExcluded();
            refuseSuddenlyEmpty();
        }
        FutureTask<List<TreeEntry>> walk = new FutureTask<>(this::walk);
        walking = walk;
        Thread.ofPlatform().daemon().name("walk-" + dataset()).start(walk);
    }

    /** Waits for the list. Its failure is reported by {@link #failure} or {@link #content}. */
    @Override
    public void awaitRead() {
        try {
            walked();
        } catch (Failed e) {
            LOG.debugf("the tree could not be listed dataset=%s reason=%s", dataset(), e.getMessage());
        } catch (InterruptedException e) {
            walking.cancel(true);
            Thread.currentThread().interrupt();
        }
    }

    private List<TreeEntry> walked() throws Failed, InterruptedException {
        try {
            return walking.get();
        } catch (ExecutionException e) {
            throw unreadable(e.getCause());
        }
    }

    @Override
    public Failed failure(RepositoryException e) {
        return walking.state() == Future.State.FAILED ? unreadable(walking.exceptionNow()) : Failed.of(e);
    }

    /** @throws Failed a tree that was empty, so that the container was not paused, got files meanwhile */
    @Override
    public Content content(StoredSnapshot stored) throws Failed, InterruptedException {
        before = walked();
        after = frozen ? before : again();
        if (!frozen && target.dataset().method() == Method.FREEZE && files(after) > 0) {
            throw new Failed(
                    tree.path() + " of dataset " + dataset()
                            + " was empty, so its container was not paused, and it got files while restic read it;"
                            + " the snapshot is discarded",
                    EndCause.SOURCE);
        }
        return new Content(stored.bytes(), "");
    }

    private List<TreeEntry> walk() throws IOException {
        return TreeWalk.walk(tree.path(), tree.excludes());
    }

    private List<TreeEntry> again() throws Failed {
        try {
            return walk();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private Failed unreadable(@Nullable Throwable e) {
        return switch (e) {
            case CaptureException failed -> new Failed(failed.getMessage(), failed.endCause(), failed);
            case IOException io ->
                new Failed(
                        "cannot read " + tree.path() + " of dataset " + dataset() + ": " + FileError.reason(io)
                                + "; check that it is mounted and that the sidecar has cap_add: [DAC_READ_SEARCH]",
                        EndCause.SOURCE,
                        io);
            case null, default ->
                throw new IllegalStateException("the tree of dataset " + dataset() + " was not listed", e);
        };
    }

    /** Discovery proved that it is no link; a link that replaced it since would look empty. */
    private void refuseLink() throws Failed {
        if (Files.isSymbolicLink(tree.path())) {
            throw new Failed(
                    tree.path() + " of dataset " + dataset()
                            + " has become a symbolic link, and restic would store only the link;"
                            + " write the real path into the compose file",
                    EndCause.SOURCE_INVALID);
        }
    }

    /** Loss prevented: a backup without any file would count as good. */
    private void refuseAllExcluded() throws Failed {
        Optional<String> label = excluded();
        if (label.isPresent() && contains(List.of(), TreeEntry::isFile)) {
            throw new Failed(
                    "the label " + ExcludedFiles.LABEL + "=" + Read.quoted(label.get()) + " excludes all files below "
                            + tree.path() + " of dataset " + dataset()
                            + ". Correct the label, or exclude the whole volume with slackwater.volumes.exclude",
                    EndCause.SOURCE_INVALID);
        }
    }

    private Optional<String> excluded() {
        return Optional.ofNullable(target.workload().labels().get(ExcludedFiles.LABEL));
    }

    private void refuseSuddenlyEmpty() throws Failed {
        long had = passes.datasets().files(dataset());
        if (had > 0) {
            throw new Failed(
                    tree.path() + " of dataset " + dataset() + " had " + had
                            + " files at its last backup and now has none. Check that it is mounted. If it was emptied on"
                            + " purpose: scripts/backrest-management.sh acknowledge " + dataset(),
                    EndCause.SOURCE_INVALID);
        }
    }

    private static long files(List<TreeEntry> entries) {
        return entries.stream().filter(TreeEntry::isFile).count();
    }

    @Override
    public Proof verify(StoredSnapshot stored)
            throws RunFailure, RepositoryException, IOException, InterruptedException {
        try (TemporaryFiles directory = TemporaryFiles.create(passes.scratch(), "check-")) {
            TreeCheck check = kind.check(target.dataset(), directory.path());
            List<TreeEntry> listed = new ArrayList<>();
            Optional<String> own = list(stored.id(), listed);
            List<String> differences = TreeComparison.differences(before, after, listed);
            if (!differences.isEmpty()) {
                throw new Failed(
                        "the snapshot differs from the files on disk: " + String.join("; ", differences),
                        EndCause.NOT_WHOLE);
            }
            readBack(stored, hot.isPresent() ? hot.get().parent() : own, listed, check);
            check.complete();
            List<String> remarks = new ArrayList<>(check.notes());
            excluded()
                    .map(label -> "without " + Read.quoted(label) + ": excluded by the label " + ExcludedFiles.LABEL)
                    .ifPresent(remarks::add);
            expected.remark().ifPresent(remarks::add);
            String notes = notes(remarks, before, tree.path());
            passes.datasets().files(dataset(), files(before));
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
     *
     * @param parent the snapshot whose unchanged files no pass has read again
     */
    private void readBack(StoredSnapshot stored, Optional<String> parent, List<TreeEntry> listed, TreeCheck check)
            throws RepositoryException, InterruptedException, IOException {
        boolean all = passes.damagedSnapshots().maybe(target.restic(), dataset())
                || parent.filter(id -> !passes.damagedSnapshots().verified(target.restic(), id))
                        .isPresent();
        Set<String> changed = new HashSet<>(stored.changed());
        hot.ifPresent(pass -> changed.addAll(pass.stored().changed()));
        List<TreeEntry> wanted = toRead(listed, check::entry, changed, all);
        target.repository().contents().readBack(stored.id(), listed, wanted, check::file);
    }
}
