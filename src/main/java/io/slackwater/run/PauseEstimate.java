package io.slackwater.run;

import io.slackwater.capture.TreeSize;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Estimates how long a container would be paused for a tree.
 *
 * @param speed the bytes per second at which new data went into the repository; empty before the first measurement
 */
record PauseEstimate(TreeSize size, OptionalLong speed) {

    /**
     * What a pause takes without reading: Docker pauses and resumes the container, restic loads the index and stores the
     * snapshot. A small repository needs 100 ms.
     */
    private static final Duration OVERHEAD = Duration.ofMillis(400);

    /** An unchanged file: restic compares its metadata with the parent, on one of two cores. */
    private static final Duration ENTRY = Duration.ofNanos(40_000);

    /** restic reads a changed file at 150 to 330 MB/s, because a hot pass has stored most of its content. */
    private static final long READ_SPEED = 150_000_000;

    /**
     * The assumed speed in bytes per second until a backup has measured the speed of this repository. It is lower than
     * that of a local disk. Loss prevented: if the repository is on a slow server, the first pause would take much
     * longer than estimated.
     */
    private static final long UNKNOWN_SPEED = 10_000_000;

    /**
     * File systems on which a write through a memory map always changes the file's times after a sync, so that the
     * second pass finds it. Not so on tmpfs; untested on FUSE and network file systems.
     */
    private static final Set<String> LOCAL = Set.of("ext2", "ext3", "ext4", "xfs", "btrfs", "f2fs");

    /** The pause if restic reads all changed files during it. */
    Duration onePass() {
        long changed = size.changed() * 1_000 / speed.orElse(UNKNOWN_SPEED);
        return secondPass().plusMillis(changed);
    }

    /** The shortest pause after a hot pass: nothing changed since. */
    Duration secondPass() {
        return OVERHEAD.plus(ENTRY.multipliedBy(size.entries()));
    }

    /**
     * The pause after a hot pass.
     *
     * @param now the tree after that pass. What was touched since its begin counts as changed
     */
    static Duration after(TreeSize now) {
        return OVERHEAD.plus(ENTRY.multipliedBy(now.entries())).plusMillis(now.changed() * 1_000 / READ_SPEED);
    }

    /** Returns the type of a file system on which the second pass could miss a change; empty if there is none. */
    Optional<String> onlyOnePass() {
        return size.fileSystems().values().stream()
                .filter(type -> !LOCAL.contains(type))
                .findFirst();
    }

    /** Returns why a tree that needs two passes is read in one; empty otherwise. */
    Optional<String> remark(Duration target) {
        return onlyOnePass()
                .filter(type -> onePass().compareTo(target) > 0)
                .map(type -> "It was read in one pass, because a hot pass could miss changes on its file system ("
                        + type + "), so its container was paused longer.");
    }

    boolean needsTwoPasses(Duration target) {
        return onePass().compareTo(target) > 0 && onlyOnePass().isEmpty();
    }
}
