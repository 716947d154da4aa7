package io.slackwater.run;

import io.slackwater.journal.Journal;
import java.util.Optional;

/** What is wrong with a repository, kept in the journal until a check succeeds again. */
public final class RepositoryAlarms {

    private final Journal journal;

    public RepositoryAlarms(Journal journal) {
        this.journal = journal;
    }

    /** The reason, empty when the repository was fine when it was last looked at. */
    public Optional<String> reason(String repository) {
        return journal.note(key(repository)).filter(reason -> !reason.isEmpty());
    }

    public void bad(String repository, String reason) {
        journal.note(key(repository), reason);
    }

    public void good(String repository) {
        if (reason(repository).isPresent()) {
            journal.note(key(repository), "");
        }
    }

    private static String key(String repository) {
        return "repository:" + repository;
    }
}
