package io.slackwater.restore;

import io.slackwater.journal.Journal;
import io.slackwater.journal.RepositoryStore.Trouble;
import io.slackwater.journal.Verified;
import java.util.Optional;
import java.util.Set;

/** Explains why a snapshot cannot be restored now: its repository left the policy, or cannot be opened. */
public final class SnapshotAvailability {

    private static final int SHORT_ID = 8;

    private SnapshotAvailability() {}

    /**
     * Why the snapshot cannot be restored now; empty when no reason is known.
     *
     * @param policy the names of the policy's repositories
     */
    public static Optional<String> notNow(Journal journal, Verified snapshot, Set<String> policy) {
        Optional<String> absent = journal.repositories().absent(snapshot.repository(), policy);
        return absent.isPresent()
                ? absent.map(name -> left(name, policy))
                : journal.repositories()
                        .name(snapshot.repository())
                        .flatMap(name -> journal.repositories().trouble(name, Trouble.UNUSABLE));
    }

    /** Why none of the policy's repositories holds the snapshot. */
    static String missing(Journal journal, Verified snapshot, Set<String> policy) {
        String holds = "cannot restore snapshot " + shortened(snapshot.snapshot()) + " of dataset " + snapshot.dataset()
                + ": ";
        String id = shortened(snapshot.repository());
        return holds
                + journal.repositories()
                        .name(snapshot.repository())
                        .map(name -> policy.contains(name)
                                ? "it is in another repository (restic id " + id + ") than the one that is called "
                                        + name
                                        + " in the policy now; put that one back into the policy, under a name of its own"
                                : left(name, policy))
                        .orElseGet(() -> "its repository (restic id " + id + ") is none of the policy's ("
                                + String.join(", ", policy) + "); put it back into the policy");
    }

    private static String left(String name, Set<String> policy) {
        return "its repository " + name + " is not in the policy (repositories: " + String.join(", ", policy)
                + "); put " + name + " back into the policy";
    }

    private static String shortened(String id) {
        return id.substring(0, Math.min(SHORT_ID, id.length()));
    }
}
