package io.slackwater.run;

import io.slackwater.capture.TreeEntry;
import io.slackwater.capture.TreeWalk;
import io.slackwater.discovery.Dataset;
import io.slackwater.discovery.FreezeLimit;
import io.slackwater.discovery.Method;
import io.slackwater.discovery.Source;
import io.slackwater.discovery.Workload;
import io.slackwater.docker.DockerException;
import io.slackwater.freeze.FreezeLease;
import io.slackwater.freeze.Freezer;
import io.slackwater.journal.EndCause;
import io.slackwater.journal.Journal;
import io.slackwater.journal.LastFreeze;
import io.slackwater.repository.Failure;
import io.slackwater.repository.RepositoryException;
import io.slackwater.repository.Window;
import io.slackwater.trust.RunFailure.Failed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The time in which a tree is read: freeze, when the dataset asks for it → walk … thaw. */
final class TreeWindow implements Window {

    private final Dataset dataset;
    private final Source.Tree tree;
    private final Workload workload;
    private final Freezer freezer;
    private final Journal journal;
    private final RunLog log;
    private final String restic;
    private List<TreeEntry> walked = List.of();
    private @Nullable FreezeLease lease;
    private @Nullable Failed refused;
    private boolean lent;
    private Optional<String> delay = Optional.empty();
    private Optional<LastFreeze.Whole> whole = Optional.empty();

    /** @param restic the id of the repository that will be stored to */
    TreeWindow(
            Dataset dataset,
            Source.Tree tree,
            Workload workload,
            Freezer freezer,
            Journal journal,
            RunLog log,
            String restic) {
        this.dataset = dataset;
        this.tree = tree;
        this.workload = workload;
        this.freezer = freezer;
        this.journal = journal;
        this.log = log;
        this.restic = restic;
    }

    @Override
    public void begin() throws RepositoryException, InterruptedException {
        try {
            // Also when it did not run, or stood, as it was looked up: a freeze of ours, or anybody, may have done
            // that.
            if (dataset.method() == Method.FREEZE && holdsFiles()) {
                lease = freeze();
            }
            log.reading();
            walked = walk();
            if (dataset.method() == Method.FREEZE && lease == null && holdsFiles()) {
                // They came meanwhile.
                lease = freeze();
                log.reading();
                walked = walk();
            }
            refuseSuddenlyEmpty();
            whole = whole();
            log.storing(restic);
        } catch (Failed e) {
            refused = e;
            RepositoryException failure = new RepositoryException(Failure.NOT_BEGUN, String.valueOf(e.getMessage()));
            failure.initCause(e);
            throw failure;
        }
    }

    @Override
    public void end() {
        FreezeLease held = lease;
        if (held != null) {
            held.close();
        }
    }

    /** What was there when it began. */
    List<TreeEntry> walked() {
        return walked;
    }

    /** Why it could not begin; empty when it did, or never should. */
    Optional<Failed> refused() {
        return Optional.ofNullable(refused);
    }

    /** Why the freeze did not hold, which is known once it has ended; empty when it did, or when nothing was frozen. */
    Optional<Failed> broken() {
        FreezeLease held = lease;
        return held != null && held.broken() ? Optional.of(broken(held, workload, delay)) : Optional.empty();
    }

    @Override
    public void lent() {
        lent = true;
    }

    @Override
    public void delayed(String why) {
        delay = Optional.of(why);
    }

    @Override
    public Optional<RepositoryException> lost() {
        return broken().map(failed -> {
            RepositoryException lost = new RepositoryException(Failure.ELSEWHERE, String.valueOf(failed.getMessage()));
            lost.initCause(failed);
            return lost;
        });
    }

    /**
     * Its own limit does not pass by itself, and each attempt pauses the workload again; what others did does.
     *
     * @param delay what else used up the time, if anything
     */
    static Failed broken(FreezeLease lease, Workload workload, Optional<String> delay) {
        FreezeLimit limit = FreezeLimit.of(workload);
        IOException cause = new IOException("lease broken");
        if (!lease.reachedLimit()) {
            String reason = "the freeze of " + workload.container().name() + " did not hold while it was read: "
                    + lease.reason() + "; the snapshot is discarded";
            return new Failed(reason, true, EndCause.FREEZE, cause);
        }
        return delay.map(why -> new Failed(limit.usedUp(why), true, EndCause.ENGINE, cause))
                .orElseGet(() -> new Failed(limit.reached(), false, EndCause.FREEZE_LIMIT, cause));
    }

    Duration frozen() {
        FreezeLease held = lease;
        return held == null ? Duration.ZERO : held.frozen();
    }

    /** How long a freeze the next one needs, as far as is known: one that reached its limit needed more than that. */
    Optional<LastFreeze> needed() {
        FreezeLease held = lease;
        if (held == null || held.reachedLimit() && delay.isPresent()) {
            return Optional.empty();
        }
        Duration was = held.frozen();
        boolean more = held.reachedLimit() && was.compareTo(workload.freezeMax()) < 0;
        return Optional.of(new LastFreeze(more ? workload.freezeMax() : was, !lent, whole));
    }

    private Optional<LastFreeze.Whole> whole() {
        return FreezeEstimate.hasSnapshot(journal.verdicts(), dataset, restic)
                ? Optional.empty()
                : Optional.of(new LastFreeze.Whole(
                        restic, walked.stream().mapToLong(TreeEntry::size).sum()));
    }

    private FreezeLease freeze() throws Failed, InterruptedException {
        try {
            return freezer.freeze(
                    log.id(), dataset.id(), List.of(workload.container().id()), workload.freezeMax());
        } catch (DockerException e) {
            throw new Failed(e.getMessage(), e.transientFailure(), EndCause.FREEZE, e);
        }
    }

    /** Whether nothing could change while it was read: what is read hot could, and so could a tree that was empty. */
    boolean quiet() {
        return lease != null;
    }

    /**
     * What is there now, after it was read without a freeze.
     *
     * @throws Failed a tree that was empty, and was not frozen for that, is not empty any more
     */
    List<TreeEntry> walkAgain() throws Failed {
        List<TreeEntry> after = walk();
        if (dataset.method() == Method.FREEZE && after.stream().anyMatch(TreeEntry::isFile)) {
            throw new Failed(
                    tree.path() + " of dataset " + dataset.id()
                            + " was empty and got files while it was read, so nothing was frozen;"
                            + " the snapshot is discarded",
                    true,
                    EndCause.SOURCE,
                    new IOException("not empty any more"));
        }
        return after;
    }

    /** Nothing is torn where no file is: then nobody has to stand still. What cannot be looked through is told by the walk. */
    private boolean holdsFiles() {
        try (Stream<Path> entries = Files.walk(tree.path())) {
            return entries.anyMatch(entry -> !Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS));
        } catch (IOException | UncheckedIOException e) {
            return true;
        }
    }

    private List<TreeEntry> walk() throws Failed {
        // It was proved to be none when it was found; since then it can have become one, and would look empty.
        if (Files.isSymbolicLink(tree.path())) {
            throw new Failed(
                    tree.path() + " of dataset " + dataset.id()
                            + " has become a symbolic link, of which only the link would be stored;"
                            + " write the real path into the compose file",
                    false,
                    EndCause.SOURCE,
                    new IOException("link"));
        }
        try {
            return TreeWalk.walk(tree.path(), tree.excludes());
        } catch (IOException e) {
            throw new Failed(
                    "cannot read " + tree.path() + " of dataset " + dataset.id() + ": " + e.getMessage()
                            + "; is the mount there, and does the sidecar have cap_add: [DAC_READ_SEARCH]?",
                    true,
                    EndCause.SOURCE,
                    e);
        }
    }

    private void refuseSuddenlyEmpty() throws Failed {
        long had = journal.datasets().files(dataset.id());
        if (had > 0 && walked.stream().noneMatch(TreeEntry::isFile)) {
            throw new Failed(
                    tree.path() + " of dataset " + dataset.id() + " had " + had
                            + " files at its last backup and now has none: is it mounted? If it was emptied on purpose,"
                            + " acknowledge it: scripts/backrest-management.sh acknowledge " + dataset.id(),
                    false,
                    EndCause.SOURCE,
                    new IOException("empty"));
        }
    }
}
