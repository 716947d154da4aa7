package io.slackwater.run;

import io.slackwater.capture.TreeSize;
import io.slackwater.discovery.Source;
import io.slackwater.journal.EndCause;
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
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The first of two passes. Stores the bulk of a tree while its container runs, so that the second pass reads only what
 * changed meanwhile. Its snapshot is never restored.
 */
final class HotPass implements Pass {

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
    private final StoreRequest.Tree request;
    private final Collection<Path> fileSystems;
    private final Clock clock;
    private Instant begin = Instant.EPOCH;
    private @Nullable StoredSnapshot stored;
    private String copy = "";
    private final PathCover touched = new PathCover(MOST_PATTERNS);
    private Optional<String> parent = Optional.empty();

    /** @param size the size of the tree, measured just before */
    HotPass(BackupTarget target, Source.Tree tree, String run, TreeSize size, Clock clock) {
        this.target = target;
        this.clock = clock;
        this.fileSystems = size.fileSystems().keySet();
        this.request = new StoreRequest.Tree(
                target.dataset().id(),
                run,
                List.of(tree.path()),
                tree.excludes(),
                TreeRead.hot(2 * size.bytes() + MARGIN));
    }

    @Override
    public StoreRequest request() {
        return request;
    }

    /**
     * Writes all changed pages to disk. Loss prevented: a write through a memory map does not change the file's times
     * while its page is dirty, so the second pass would take the file for unchanged.
     */
    @Override
    public void open() throws Failed, InterruptedException {
        begin = clock.instant().minus(TICK);
        for (Path fileSystem : fileSystems) {
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
        return new Content(snapshot.bytes(), "");
    }

    StoredSnapshot stored() {
        return Objects.requireNonNull(stored, "the hot pass has stored nothing");
    }

    /** Sets the snapshot without the touched files. */
    void copied(String snapshot) {
        copy = snapshot;
    }

    /** Returns how restic reads during the pause. */
    TreeRead next() {
        return TreeRead.after(copy);
    }

    /** Returns the snapshot from which the hot pass took unchanged files; empty if it read all files. */
    Optional<String> parent() {
        return parent;
    }

    /** Returns the request for the snapshot without the touched files. */
    StoreRequest.Without copy() {
        return new StoreRequest.Without(request.dataset(), request.run(), stored().id(), touched.paths());
    }
}
