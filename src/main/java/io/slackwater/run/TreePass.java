package io.slackwater.run;

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
import io.slackwater.repository.ChangedFiles;
import io.slackwater.repository.RepositoryException;
import io.slackwater.repository.SpooledEntries;
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
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Lets restic read a tree of files. Verifies the snapshot: compares it with Slackwater's own list of the tree, reads
 * changed files back and checks them.
 */
final class TreePass implements Pass {

    private final TreePasses passes;
    private final ServiceKind kind;
    private final BackupTarget target;
    private final Source.Tree tree;
    private final String run;
    private final Optional<HotPass> hot;
    private final Expected expected;
    private final FileListing listing;
    private boolean frozen;
    private @Nullable SpooledEntries before;
    /** The tree after restic has read it. The same list as {@link #before} if the container was paused meanwhile. */
    private @Nullable SpooledEntries after;

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
     * @param hot the last of the passes before this one, while the container ran
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
        this.listing = new FileListing(tree, target.dataset().id(), passes.scratch());
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
     * Whether the container must be paused. A tree without files needs no pause. A container that did not run at
     * discovery is paused too, because another backup may have paused it then.
     */
    @Override
    public boolean needsFreeze() {
        frozen = target.dataset().method() == Method.FREEZE
                && contains(List.of(), entry -> !entry.type().equals("dir"));
        return frozen;
    }

    @Override
    public Duration estimate() throws Failed {
        if (!frozen) {
            return Duration.ZERO;
        }
        if (hot.isEmpty()) {
            return expected.pause();
        }
        Duration pause = hot.get().pause();
        TreePasses.requireShorterThanLimit(pause, target);
        return pause;
    }

    /** Also true for an unreadable tree; listing it reports the error. */
    private boolean contains(List<String> excludes, Predicate<TreeEntry> wanted) {
        try {
            return TreeWalk.contains(tree.path(), excludes, wanted);
        } catch (IOException e) {
            return true;
        }
    }

    /** Begins to list the tree while restic reads it, so that the pause is shorter. */
    @Override
    public void open() throws Failed {
        refuseLink();
        if (!contains(tree.excludes(), TreeEntry::isFile)) {
            refuseAllExcluded();
            refuseSuddenlyEmpty();
        }
        listing.begin();
    }

    @Override
    public void readEnded(boolean read) {
        listing.readEnded(read);
    }

    @Override
    public Failed failure(RepositoryException e) {
        return listing.failure().orElseGet(() -> Failed.of(e));
    }

    /** @throws Failed a tree that was empty, so that the container was not paused, got files meanwhile */
    @Override
    public Content content(StoredSnapshot stored) throws Failed, InterruptedException {
        SpooledEntries first = listing.first();
        SpooledEntries second = frozen ? first : listing.again();
        before = first;
        after = second;
        if (!frozen && target.dataset().method() == Method.FREEZE && second.files() > 0) {
            throw new Failed(
                    tree.path() + " of dataset " + dataset()
                            + " was empty, so its container was not paused, and it got files while restic read it;"
                            + " the snapshot is discarded",
                    EndCause.SOURCE);
        }
        return new Content(stored.bytes(), "");
    }

    @Override
    public void discard() {
        listing.close();
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

    @Override
    public Proof verify(StoredSnapshot stored)
            throws RunFailure, RepositoryException, IOException, InterruptedException {
        try (TemporaryFiles directory = TemporaryFiles.create(passes.scratch(), "check-")) {
            TreeCheck check = kind.check(target.dataset(), directory.path());
            SpooledEntries listed = listing.spool();
            Optional<String> own = list(stored.id(), listed);
            SpooledEntries walked = Objects.requireNonNull(before, "the tree was not listed");
            List<String> differences =
                    TreeComparison.differences(walked, Objects.requireNonNull(after, "listed with the first"), listed);
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
            String notes = notes(remarks, walked.files(), tree.path());
            passes.datasets().files(dataset(), walked.files());
            return new Proof(tree.path().toString(), tree.format(), Map.of(), notes);
        }
    }

    /** Returns the remarks about the snapshot. An empty tree gets a remark, because the wrong volume may be mounted. */
    static String notes(List<String> ofCheck, long files, Path root) {
        List<String> notes = new ArrayList<>(ofCheck.stream().map(Sentence::of).toList());
        if (files == 0) {
            notes.add("The volume is empty: 0 files below " + root
                    + ". If it should have files, check that the right volume is mounted.");
        }
        return String.join(" ", notes);
    }

    private Optional<String> list(String snapshot, SpooledEntries listed)
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
    private void readBack(StoredSnapshot stored, Optional<String> parent, SpooledEntries listed, TreeCheck check)
            throws RepositoryException, InterruptedException, IOException {
        boolean distrusted = passes.damagedSnapshots().maybe(target.restic(), dataset())
                || parent.filter(id -> !passes.damagedSnapshots().verified(target.restic(), id))
                        .isPresent();
        ChangedFiles changed =
                hot.map(pass -> pass.changed().and(stored.changed())).orElse(stored.changed());
        List<TreeEntry> wanted = toRead(listed, check::entry, changed);
        if (distrusted || changed.all()) {
            target.repository().contents().readBackAll(stored.id(), listed, check::file);
        } else {
            target.repository().contents().readBack(stored.id(), listed, wanted, check::file);
        }
    }

    /** Passes each entry to the check. Returns the files that the check needs, and the changed files if they are few. */
    static List<TreeEntry> toRead(SpooledEntries listed, Predicate<TreeEntry> check, ChangedFiles changed)
            throws IOException {
        List<TreeEntry> wanted = new ArrayList<>();
        for (int bucket = 0; bucket < SpooledEntries.BUCKETS; bucket++) {
            for (TreeEntry entry : listed.bucket(bucket)) {
                boolean needed = check.test(entry);
                if (entry.isFile() && (needed || changed.paths().contains(entry.path()))) {
                    wanted.add(entry);
                }
            }
        }
        return wanted;
    }
}
