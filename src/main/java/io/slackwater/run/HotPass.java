package io.slackwater.run;

import io.slackwater.capture.TreeSize;
import io.slackwater.discovery.Source;
import io.slackwater.journal.EndCause;
import io.slackwater.repository.ChangedFiles;
import io.slackwater.repository.FileError;
import io.slackwater.repository.RepositoryException;
import io.slackwater.repository.StoreRequest;
import io.slackwater.repository.StoredSnapshot;
import io.slackwater.repository.TreeRead;
import io.slackwater.trust.RunFailure.Failed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A pass before the pause. Stores the bulk of a tree while its container runs, so that the last pass reads only what
 * changed meanwhile. If so much was written meanwhile that the pause would be too long, a second hot pass follows, which
 * is shorter. Their snapshots are never restored.
 */
final class HotPass implements Pass {

    private static final Logger LOG = Logger.getLogger(HotPass.class);

    /** The kernel's clock for file times may be behind by a tick. */
    private static final Duration TICK = Duration.ofMillis(50);

    /**
     * restic compares each file with each exclude pattern. With more files, directories above them are left out instead,
     * and read whole during the pause.
     */
    private static final int MOST_PATTERNS = 5_000;

    /** By how much a small tree may grow during the pass, in bytes. */
    private static final long MARGIN = 256L << 20;

    private final BackupTarget target;
    private final Source.Tree tree;
    private final String run;
    private final PauseEstimate estimate;
    private final Clock clock;
    private final Optional<HotPass> first;
    private Instant begin = Instant.EPOCH;
    private @Nullable StoredSnapshot stored;
    private String copy = "";
    private TreeSize size;
    private Duration pause;
    private final PathCover touched = new PathCover(MOST_PATTERNS);
    private Optional<String> parent = Optional.empty();

    /** @param estimate of the tree, measured just before */
    HotPass(BackupTarget target, Source.Tree tree, String run, PauseEstimate estimate, Clock clock) {
        this(target, tree, run, estimate, clock, Optional.empty());
    }

    private HotPass(
            BackupTarget target,
            Source.Tree tree,
            String run,
            PauseEstimate estimate,
            Clock clock,
            Optional<HotPass> first) {
        this.target = target;
        this.tree = tree;
        this.run = run;
        this.estimate = estimate;
        this.size = estimate.size();
        this.pause = estimate.secondPass();
        this.clock = clock;
        this.first = first;
    }

    /** Makes the second hot pass after this one. */
    HotPass again() {
        return new HotPass(target, tree, run, estimate, clock, Optional.of(this));
    }

    /** Always true for the first hot pass. Another one follows only if less writing would make the pause short enough. */
    @Override
    public boolean needed() {
        Duration longest = target.limits().freezeTarget();
        return first.isEmpty()
                || first.get().pause.compareTo(longest) > 0
                        && estimate.secondPass().compareTo(longest) <= 0;
    }

    /** Returns the last hot pass that was needed: this one or the first. */
    private HotPass last() {
        return needed() ? this : first.orElseThrow();
    }

    @Override
    public StoreRequest request() {
        return new StoreRequest.Tree(
                target.dataset().id(),
                run,
                List.of(tree.path()),
                tree.excludes(),
                TreeRead.hot(
                        first.map(pass -> pass.copy),
                        2 * first.orElse(this).size.bytes() + MARGIN));
    }

    /**
     * Writes all changed pages to disk. Loss prevented: a write through a memory map does not change the file's times
     * while its page is dirty, so the second pass would take the file for unchanged.
     */
    @Override
    public void open() throws Failed, InterruptedException {
        begin = clock.instant().minus(TICK);
        for (Path fileSystem : estimate.size().fileSystems().keySet()) {
            sync(fileSystem);
        }
    }

    private void sync(Path fileSystem) throws Failed, InterruptedException {
        try {
            Process sync = new ProcessBuilder("sync", "-f", fileSystem.toString())
                    .redirectErrorStream(true)
                    .start();
            try {
                // Before its few words are read, because this wait can be interrupted.
                int code = sync.waitFor();
                String said = new String(sync.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
                if (code != 0) {
                    throw new Failed(
                            "the file system of " + fileSystem + " cannot be synchronised: " + said, EndCause.SOURCE);
                }
            } finally {
                sync.destroy();
            }
        } catch (IOException e) {
            throw new Failed(
                    "the file system of " + fileSystem + " cannot be synchronised: " + FileError.reason(e),
                    EndCause.SOURCE,
                    e);
        }
    }

    /** Finds the files that restic may have read while they were being written. */
    @Override
    public Content content(StoredSnapshot snapshot) throws Failed, InterruptedException {
        stored = snapshot;
        try {
            parent = target.repository().contents().touched(snapshot.id(), begin, touched::add);
        } catch (RepositoryException e) {
            throw Failed.of(e);
        }
        try {
            size = TreeSize.of(tree.path(), tree.excludes(), begin);
            pause = PauseEstimate.after(size);
        } catch (IOException e) {
            // The last pass meets the same error, and reports it.
            LOG.debugf("the pause cannot be estimated run=%s reason=%s", run, e);
            pause = estimate.secondPass();
        }
        return new Content(snapshot.bytes(), "");
    }

    private StoredSnapshot stored() {
        return Objects.requireNonNull(stored, "the hot pass has stored nothing");
    }

    /** Returns how long the pause will be: estimated at first, measured after each hot pass. */
    Duration pause() {
        return last().pause;
    }

    /** Returns the new and changed files of all hot passes. */
    ChangedFiles changed() {
        HotPass last = last();
        ChangedFiles own = last.stored().changed();
        return last.first.map(pass -> pass.changed().and(own)).orElse(own);
    }

    /** Sets the snapshot without the touched files. */
    void copied(String snapshot) {
        copy = snapshot;
    }

    /** Returns how restic reads during the pause. */
    TreeRead next() {
        return TreeRead.after(last().copy);
    }

    /** Returns the snapshot from which the first hot pass took unchanged files; empty if it read all files. */
    Optional<String> parent() {
        return first.map(HotPass::parent).orElse(parent);
    }

    /** Returns the request for the snapshot without the touched files. */
    StoreRequest.Without copy() {
        return new StoreRequest.Without(target.dataset().id(), run, stored().id(), touched.paths());
    }
}
