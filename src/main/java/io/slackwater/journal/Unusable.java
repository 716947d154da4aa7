package io.slackwater.journal;

import java.util.Optional;

/**
 * Why nothing can be restored from a repository until a person does something about it: it is gone, is another one, or refuses its key,
 * or parts of it are missing. Noted when it is opened, ended when it opens again. What passes by itself (a lock, a server that cannot be
 * reached) is never noted here.
 */
public final class Unusable {

    private Unusable() {}

    /** The reason, which names the repository; empty while it can be used as far as is known. */
    public static Optional<String> of(Journal journal, String repository) {
        return journal.note(key(repository)).filter(reason -> !reason.isEmpty());
    }

    public static void begin(Journal journal, String repository, String reason) {
        journal.note(key(repository), reason);
    }

    public static void end(Journal journal, String repository) {
        if (of(journal, repository).isPresent()) {
            journal.note(key(repository), "");
        }
    }

    private static String key(String repository) {
        return "repository-unusable:" + repository;
    }
}
