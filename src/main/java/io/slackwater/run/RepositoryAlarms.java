package io.slackwater.run;

import io.slackwater.journal.InDoubt;
import io.slackwater.journal.Journal;
import io.slackwater.journal.Journal.Verified;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is wrong with a repository, kept in the journal until what told it was looked at again and is fine:
 *
 * <ul>
 *   <li>trouble of the repository as a whole, until the next good check of its structure;
 *   <li>damaged data that a check found, which does not say whose they are, until a check has read all data;
 *   <li>a damaged snapshot, until a check has read all data, or it is gone and a newer one of its dataset is verified;
 *   <li>a loss, for a while;
 *   <li>a lock that nothing can be forgotten or checked for, until that could be done.
 * </ul>
 */
public final class RepositoryAlarms {

    private final Journal journal;

    public RepositoryAlarms(Journal journal) {
        this.journal = journal;
    }

    /** The reasons, empty when the repository was fine when it was last looked at. */
    public Optional<String> reason(String repository) {
        return Stream.of(key(repository), dataKey(repository), snapshotsKey(repository), lostKey(repository))
                .flatMap(key -> note(key).stream())
                .reduce((one, next) -> one + (one.endsWith(".") ? " " : ". ") + next);
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
        if (old) {
            end(lostKey(repository));
        }
    }

    public void bad(String repository, String reason) {
        journal.note(key(repository), reason);
    }

    /** Its structure is good. */
    public void good(String repository) {
        end(key(repository));
        end(waitsKey(repository));
    }

    /** It is well as far as is known, but somebody's lock keeps us from forgetting and checking. */
    void waits(String repository, String reason) {
        journal.note(waitsKey(repository), reason);
    }

    /** Why nothing is forgotten or checked for the moment; empty when nothing keeps us from it. No trouble of the repository. */
    public Optional<String> waiting(String repository) {
        return note(waitsKey(repository));
    }

    /** A check read data that are damaged; whose they are is not known. */
    void badData(String repository, String reason) {
        journal.note(dataKey(repository), reason + " " + ends(repository));
    }

    /**
     * What a run had just stored cannot be read back: restic took it from what was there. The dataset's snapshots from before are in
     * doubt, and whose else is not known.
     */
    void unreadable(String repository, String restic, String dataset, Instant at, String reason) {
        InDoubt.begin(journal, restic, dataset, at, "a run could not read back what it had stored");
        journal.audit("slackwater", "damaged", dataset, "data in " + repository + " that a run read back");
        badData(repository, "A run of dataset " + dataset + " failed: " + reason);
    }

    /**
     * The data of a snapshot cannot be read whole: it does not count any more, and is not offered. Those of its dataset from before are
     * in doubt, for they may share what is damaged.
     *
     * @param reason what was being done with it, and what was found
     */
    public void damaged(String repository, Verified snapshot, Instant at, String reason) {
        // The verdict first: with the alarm alone it would still be offered.
        journal.damaged(snapshot.repository(), snapshot.snapshot(), at);
        InDoubt.begin(
                journal,
                snapshot.repository(),
                snapshot.dataset(),
                at,
                "snapshot " + shortId(snapshot) + " turned out to be damaged");
        journal.audit(
                "slackwater", "damaged", snapshot.dataset(), "snapshot " + snapshot.snapshot() + " in " + repository);
        journal.note(
                snapshotsKey(repository),
                reason + " Snapshot "
                        + shortId(snapshot)
                        + " of dataset " + snapshot.dataset() + " (data of " + snapshot.time()
                        + ") counts no more and is not offered; the others of its dataset may share what is damaged and are in doubt,"
                        + " and none is forgotten meanwhile. "
                        + ends(repository)
                        + " It also ends when that snapshot is forgotten and a newer one of its dataset is verified.");
    }

    /** All data of the repository were read and are whole. */
    void dataGood(String repository) {
        end(dataKey(repository));
    }

    /** No damaged snapshot needs to be told any more. */
    void damagedAreSettled(String repository) {
        end(snapshotsKey(repository));
    }

    /** Whether something is wrong of which it is not known what it concerns: nothing that was verified is forgotten then. */
    boolean unsure(String repository) {
        return note(key(repository)).isPresent() || note(dataKey(repository)).isPresent();
    }

    /** Whether only reading all data can tell that they are good. */
    boolean dataInDoubt(String repository) {
        return note(dataKey(repository)).isPresent()
                || note(snapshotsKey(repository)).isPresent();
    }

    private static String shortId(Verified snapshot) {
        return snapshot.snapshot().substring(0, Math.min(8, snapshot.snapshot().length()));
    }

    private static String ends(String repository) {
        return "This ends when a check has read all data of the repository and found them good: the next scheduled one does"
                + " read all, and so does scripts/backrest-management.sh check " + repository + " --wait.";
    }

    private Optional<String> note(String key) {
        return journal.note(key).filter(reason -> !reason.isEmpty());
    }

    private void end(String key) {
        if (note(key).isPresent()) {
            journal.note(key, "");
        }
    }

    private static String lostKey(String repository) {
        return "repository-lost:" + repository;
    }

    private static String dataKey(String repository) {
        return "repository-data:" + repository;
    }

    private static String snapshotsKey(String repository) {
        return "repository-snapshots:" + repository;
    }

    private static String waitsKey(String repository) {
        return "repository-waits:" + repository;
    }

    private static String key(String repository) {
        return "repository:" + repository;
    }
}
