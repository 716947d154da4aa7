package io.slackwater.trust;

import io.slackwater.journal.Verified;
import java.util.Optional;

/**
 * Whether a verified snapshot that a user named is deleted.
 *
 * @param repository the name of its repository in the policy
 * @param kept why it stays; empty for a snapshot that is deleted
 */
public record DeletionDecision(Verified snapshot, String repository, Optional<Kept> kept) {

    /** Why a snapshot is not deleted. */
    public enum Kept {
        HOLD("hold: true in the policy stops all forgetting; remove the key first"),
        ABSENT("its repository is not in the policy; put it back into the policy"),
        OTHER_INSTANCE("another instance made it, as its tag created-by says; delete it with restic"),
        GONE("it is no longer in its repository, or it was found damaged"),
        PINNED("it is pinned; unpin it first"),
        RESTORING("a restore uses it now; wait for its end"),
        DAMAGE("damage is known or suspected in its dataset or repository, and it may be the only intact snapshot;"
                + " check the repository first"),
        SHRUNK(
                "its dataset shrank, and it may be the only snapshot with the missing data; acknowledge the dataset first"),
        ONLY("it is the only verified snapshot of its dataset in this repository; back up first"),
        NEWEST("it is the newest verified snapshot of its dataset in this repository; back up first");

        private final String reason;

        Kept(String reason) {
            this.reason = reason;
        }

        /** The reason, with the remedy. */
        public String reason() {
            return reason;
        }
    }
}
