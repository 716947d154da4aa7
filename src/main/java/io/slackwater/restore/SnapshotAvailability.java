package io.slackwater.restore;

import io.slackwater.journal.RepositoryStore;
import io.slackwater.journal.RepositoryStore.Trouble;
import io.slackwater.journal.Verified;
import java.util.Optional;
import java.util.Set;

/** Explains why a snapshot cannot be restored now: its repository is no longer in the policy, or cannot be opened. */
public final class SnapshotAvailability {

    private SnapshotAvailability() {}

    /**
     * Returns why the snapshot cannot be restored now; empty when no reason is known.
     *
     * @param policy the names of the policy's repositories
     */
    public static Optional<String> notNow(RepositoryStore repositories, Verified snapshot, Set<String> policy) {
        Optional<String> absent = repositories.absent(snapshot.repository(), policy);
        return absent.isPresent()
                ? absent.map(name -> left(name, policy))
                : repositories
                        .name(snapshot.repository())
                        .flatMap(name -> repositories.trouble(name, Trouble.UNUSABLE));
    }

    /** Returns the message that no repository of the policy has the snapshot. */
    static String missing(RepositoryStore repositories, Verified snapshot, Set<String> policy) {
        String name = repositories
                .absent(snapshot.repository(), policy)
                .orElse("(restic id " + Verified.shortened(snapshot.repository()) + ")");
        return "cannot restore snapshot " + snapshot.shortId() + " of dataset " + snapshot.dataset() + ": "
                + left(name, policy);
    }

    private static String left(String name, Set<String> policy) {
        return "its repository " + name + " is not in the policy (repositories: " + String.join(", ", policy)
                + "); put it back into the policy";
    }
}
