package io.slackwater.repository;

import java.util.Optional;

/**
 * The pass in which restic reads a tree.
 *
 * @param hot whether the containers run meanwhile, so that the snapshot is never restored. It has no tag {@code plan:}
 * @param most the number of bytes after which a hot read fails
 * @param parent the snapshot whose unchanged files restic does not read again; when empty, restic chooses it
 */
public record TreeRead(boolean hot, long most, Optional<String> parent) {

    /** The only pass. */
    public static final TreeRead ONLY = new TreeRead(false, Long.MAX_VALUE, Optional.empty());

    /** The tag of hot snapshots; the run follows after a colon. */
    public static final String HOT_TAG = "slackwater.hot";

    /**
     * A pass before the containers are paused.
     *
     * @param parent the snapshot of an earlier hot pass without the files that were touched since; empty for the first one
     * @param most the number of bytes after which it fails. Loss prevented: restic would read a file that grows faster
     *     than it reads for ever, and keep the other backups waiting
     */
    public static TreeRead hot(Optional<String> parent, long most) {
        return new TreeRead(true, most, parent);
    }

    /** The pass during the pause. */
    public static TreeRead after(String hotSnapshot) {
        return new TreeRead(false, Long.MAX_VALUE, Optional.of(hotSnapshot));
    }
}
