package io.slackwater.journal;

import java.time.Instant;
import java.util.Optional;

/**
 * Damaged data were found among those of a dataset. Its snapshots share what did not change between them, so all whose data are from
 * before may hold the same: they are not known to be whole any more, until all data of the repository were read and are good.
 *
 * @param found when; what began after that is read back whole before it is verified
 * @param reason where they were found
 */
public record InDoubt(Instant found, String reason) {

    /** Whether anything of a dataset in a repository is in doubt. */
    public static Optional<InDoubt> of(Journal journal, String repository, String dataset) {
        String key = key(repository, dataset);
        return journal.note(key)
                .filter(reason -> !reason.isEmpty())
                .flatMap(reason -> journal.lastDone(key).map(found -> new InDoubt(found, reason)));
    }

    /** Whether this snapshot is. */
    public static Optional<InDoubt> of(Journal journal, Verified snapshot) {
        return of(journal, snapshot.repository(), snapshot.dataset()).filter(doubt -> !doubt.clears(snapshot));
    }

    /** Whether it is none of those that are in doubt. */
    public boolean clears(Verified snapshot) {
        return snapshot.time().isAfter(found);
    }

    public static void begin(Journal journal, String repository, String dataset, Instant found, String reason) {
        String key = key(repository, dataset);
        // The time first: a reason without one is none.
        journal.done(key, found);
        journal.note(key, reason);
    }

    public static void end(Journal journal, String repository, String dataset) {
        if (of(journal, repository, dataset).isPresent()) {
            journal.note(key(repository, dataset), "");
        }
    }

    private static String key(String repository, String dataset) {
        return "in-doubt:" + repository + ":" + dataset;
    }
}
