package io.slackwater.run;

import io.slackwater.journal.Journal;
import io.slackwater.journal.Journal.Damaged;
import io.slackwater.journal.Journal.Verified;
import io.slackwater.repository.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What becomes of snapshots that were verified and found damaged since. They stay in the repository for as long as unverified ones do,
 * for whoever wants to save something of them, and until a newer one of their dataset is verified.
 */
final class Damages {

    private final Journal journal;
    private final RepositoryAlarms alarms;

    Damages(Journal journal, RepositoryAlarms alarms) {
        this.journal = journal;
        this.alarms = alarms;
    }

    /** The damaged ones of a repository. */
    List<Damaged> in(String restic) {
        return journal.damaged().stream()
                .filter(one -> one.verdict().repository().equals(restic))
                .toList();
    }

    /** Whether a dataset has one: which of its others hold the same damaged data is not known. */
    boolean of(String dataset) {
        return journal.damaged().stream()
                .anyMatch(one -> one.verdict().dataset().equals(dataset));
    }

    /** Those that nobody needs any more: found so long ago, and there is a newer one. */
    Set<String> expired(String restic, Instant now, Duration kept) {
        return in(restic).stream()
                .filter(one -> one.found().plus(kept).isBefore(now) && replaced(one.verdict()))
                .map(one -> one.verdict().snapshot())
                .collect(Collectors.toSet());
    }

    /** Ends what is to be told of those that are gone and have a newer one. */
    void gone(String name, String restic, Collection<Snapshot> there) {
        Set<String> ids = there.stream().map(Snapshot::stableId).collect(Collectors.toSet());
        Set<String> over = in(restic).stream()
                .map(Damaged::verdict)
                .filter(verdict -> !ids.contains(verdict.snapshot()) && replaced(verdict))
                .map(Verified::snapshot)
                .collect(Collectors.toSet());
        if (!over.isEmpty()) {
            journal.forgotten(restic, over);
        }
        if (in(restic).isEmpty()) {
            alarms.damagedAreSettled(name);
        }
    }

    /** All data of the repository were read and are whole: what is still there counts again. */
    void allDataGood(String name, String restic, Collection<Snapshot> there) {
        Set<String> ids = there.stream().map(Snapshot::stableId).collect(Collectors.toSet());
        Set<String> damaged =
                in(restic).stream().map(one -> one.verdict().snapshot()).collect(Collectors.toSet());
        journal.sound(restic, damaged.stream().filter(ids::contains).collect(Collectors.toSet()));
        journal.forgotten(
                restic, damaged.stream().filter(id -> !ids.contains(id)).collect(Collectors.toSet()));
        alarms.allDataGood(name);
    }

    /** Whether a newer one is verified, or none will ever come because the dataset's end is meant. */
    private boolean replaced(Verified damaged) {
        return journal.verified(damaged.dataset()).stream()
                        .anyMatch(one -> one.time().isAfter(damaged.time()))
                || journal.note(DatasetNotes.gone(damaged.dataset()))
                        .filter(note -> !note.isEmpty())
                        .isPresent();
    }
}
