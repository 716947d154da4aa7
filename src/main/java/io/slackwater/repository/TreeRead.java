package io.slackwater.repository;

import java.util.Optional;

/**
 * The pass in which restic reads a tree.
 *
 * @param hot whether the containers run meanwhile, so that the snapshot is never restored. It has no tag {@code plan:}
 * @param parent the snapshot whose unchanged files restic does not read again; when empty, restic chooses it
 */
public record TreeRead(boolean hot, Optional<String> parent) {

    /** The only pass. */
    public static final TreeRead ONLY = new TreeRead(false, Optional.empty());

    /** The pass before the containers are paused. */
    public static final TreeRead HOT = new TreeRead(true, Optional.empty());

    /** The tag of hot snapshots; the run follows after a colon. */
    public static final String HOT_TAG = "slackwater.hot";

    /** The pass during the pause. */
    public static TreeRead after(String hotSnapshot) {
        return new TreeRead(false, Optional.of(hotSnapshot));
    }
}
