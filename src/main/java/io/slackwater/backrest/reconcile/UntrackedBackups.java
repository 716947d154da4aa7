package io.slackwater.backrest.reconcile;

import io.slackwater.backrest.client.Operation;

/** Receives the backups that Backrest made after an edit of its configuration: their plan may have been an edited one. */
@FunctionalInterface
public interface UntrackedBackups {

    /**
     * Records the backup unless a run knows it; idempotent.
     *
     * @param backup that has ended and stored a snapshot
     * @return whether the backup is settled; otherwise the next look passes it again
     */
    boolean settle(Operation backup);
}
