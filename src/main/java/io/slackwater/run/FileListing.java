package io.slackwater.run;

import io.slackwater.capture.CaptureException;
import io.slackwater.capture.TreeWalk;
import io.slackwater.discovery.Source;
import io.slackwater.journal.EndCause;
import io.slackwater.repository.FileError;
import io.slackwater.repository.SpooledEntries;
import io.slackwater.trust.RunFailure.Failed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Lists a tree of files while restic reads it, so that the pause is shorter. Keeps the lists on disk, because a tree may
 * have millions of files.
 */
final class FileListing implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(FileListing.class);

    private final Source.Tree tree;
    private final String dataset;
    private final Path scratch;
    private final List<SpooledEntries> lists = new CopyOnWriteArrayList<>();
    /** Empty until {@link #begin}. */
    private Optional<Future<SpooledEntries>> walking = Optional.empty();

    /** @param scratch the directory of the lists */
    FileListing(Source.Tree tree, String dataset, Path scratch) {
        this.tree = tree;
        this.dataset = dataset;
        this.scratch = scratch;
    }

    /** Begins the first list, in a thread of its own. */
    void begin() throws Failed {
        SpooledEntries entries;
        try {
            entries = spool();
        } catch (CaptureException e) {
            throw unreadable(e);
        }
        FutureTask<SpooledEntries> walk = new FutureTask<>(() -> walk(entries));
        walking = Optional.of(walk);
        Thread.ofPlatform().daemon().name("walk-" + dataset).start(walk);
    }

    /** Waits for the first list, unless restic has failed. Loss prevented: the container would stay paused for nothing. */
    void readEnded(boolean read) {
        if (!read) {
            walking.ifPresent(walk -> walk.cancel(true));
            return;
        }
        try {
            if (walking.isPresent() && !walking.get().isCancelled()) {
                first();
            }
        } catch (Failed e) {
            LOG.debugf("the tree could not be listed dataset=%s reason=%s", dataset, e.getMessage());
        } catch (InterruptedException e) {
            walking.ifPresent(walk -> walk.cancel(true));
            Thread.currentThread().interrupt();
        }
    }

    /** Returns the first list when it is complete. */
    SpooledEntries first() throws Failed, InterruptedException {
        try {
            return walking.orElseThrow().get();
        } catch (ExecutionException e) {
            throw unreadable(e.getCause());
        }
    }

    /** Lists the tree once more, in this thread. */
    SpooledEntries again() throws Failed, InterruptedException {
        try {
            SpooledEntries entries = walk(spool());
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted while the tree was listed");
            }
            return entries;
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** Returns why the first list failed; empty if it did not. */
    Optional<Failed> failure() {
        return walking.filter(walk -> walk.state() == Future.State.FAILED).map(walk -> unreadable(walk.exceptionNow()));
    }

    /** Makes an empty list. */
    SpooledEntries spool() throws CaptureException {
        try {
            SpooledEntries entries = new SpooledEntries(scratch);
            lists.add(entries);
            return entries;
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    /** Deletes all lists. */
    @Override
    public void close() {
        lists.forEach(SpooledEntries::close);
    }

    private SpooledEntries walk(SpooledEntries entries) throws IOException {
        TreeWalk.visit(tree.path(), tree.excludes(), visited -> {
            try {
                entries.add(visited.entry());
            } catch (IOException e) {
                throw unwritable(e);
            }
            return !Thread.currentThread().isInterrupted();
        });
        return entries;
    }

    private CaptureException unwritable(IOException e) {
        return new CaptureException(
                "the list of files of dataset " + dataset + " cannot be written to " + scratch + ": "
                        + FileError.reason(e) + "; check that it is writable and has free space",
                EndCause.SCRATCH_FULL,
                e);
    }

    private Failed unreadable(@Nullable Throwable e) {
        return switch (e) {
            case CaptureException failed -> new Failed(failed.getMessage(), failed.endCause(), failed);
            case IOException io ->
                new Failed(
                        "cannot read " + tree.path() + " of dataset " + dataset + ": " + FileError.reason(io)
                                + "; check that it is mounted and that the sidecar has cap_add: [DAC_READ_SEARCH]",
                        EndCause.SOURCE,
                        io);
            case null, default ->
                throw new IllegalStateException("the tree of dataset " + dataset + " was not listed", e);
        };
    }
}
