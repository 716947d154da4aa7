package io.slackwater.journal;

import java.util.Optional;
import java.util.Set;

/**
 * What the policy called a repository when it was last opened. Verdicts know a repository by its restic id, which stays; a name in the
 * policy can be given to another one, or be taken away.
 */
public final class RepositoryName {

    private RepositoryName() {}

    /** Empty for one that was not opened since this is noted. */
    public static Optional<String> of(Journal journal, String restic) {
        return journal.note(key(restic));
    }

    /** The name of one that the policy does not have any more; empty while it has it as far as is known. */
    public static Optional<String> absent(Journal journal, String restic, Set<String> policy) {
        return of(journal, restic).filter(name -> !policy.contains(name));
    }

    public static void note(Journal journal, String restic, String name) {
        if (!of(journal, restic).equals(Optional.of(name))) {
            journal.note(key(restic), name);
        }
    }

    private static String key(String restic) {
        return "repository-name:" + restic;
    }
}
