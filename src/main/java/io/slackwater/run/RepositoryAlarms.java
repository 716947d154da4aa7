package io.slackwater.run;

import io.slackwater.journal.Journal;
import java.time.Instant;
import java.util.Optional;

/** What is wrong with a repository, kept in the journal until a check succeeds again. */
public final class RepositoryAlarms {

    private final Journal journal;

    public RepositoryAlarms(Journal journal) {
        this.journal = journal;
    }

    /** The reason, empty when the repository was fine when it was last looked at. */
    public Optional<String> reason(String repository) {
        return journal.note(key(repository))
                .filter(reason -> !reason.isEmpty())
                .or(() -> journal.note(lostKey(repository)).filter(reason -> !reason.isEmpty()));
    }

    /** Something that was there is gone for good: told for a while, however well the repository is otherwise. */
    void lost(String repository, Instant at, String reason) {
        journal.note(lostKey(repository), reason);
        journal.done(lostKey(repository), at);
    }

    /** Ends a loss that was told before then. */
    void toldLoss(String repository, Instant before) {
        boolean old = journal.lastDone(lostKey(repository))
                .filter(at -> at.isBefore(before))
                .isPresent();
        if (old
                && journal.note(lostKey(repository))
                        .filter(reason -> !reason.isEmpty())
                        .isPresent()) {
            journal.note(lostKey(repository), "");
        }
    }

    public void bad(String repository, String reason) {
        journal.note(key(repository), reason);
    }

    public void good(String repository) {
        if (journal.note(key(repository)).filter(reason -> !reason.isEmpty()).isPresent()) {
            journal.note(key(repository), "");
        }
    }

    private static String lostKey(String repository) {
        return "repository-lost:" + repository;
    }

    private static String key(String repository) {
        return "repository:" + repository;
    }
}
