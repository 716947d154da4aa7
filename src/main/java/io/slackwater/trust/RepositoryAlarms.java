package io.slackwater.trust;

import io.slackwater.journal.AuditLog;
import io.slackwater.journal.DoubtStore;
import io.slackwater.journal.Journal;
import io.slackwater.journal.RepositoryStore;
import io.slackwater.journal.RepositoryStore.Trouble;
import io.slackwater.journal.VerdictStore;
import io.slackwater.journal.Verified;
import io.slackwater.repository.Failure;
import io.slackwater.repository.Repository;
import io.slackwater.repository.RepositoryException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is wrong with a repository, kept in the journal until what told it was looked at again and is fine:
 *
 * <ul>
 *   <li>trouble of the repository as a whole, until the next good check of its structure;
 *   <li>damaged data that a check found, which does not say whose they are, until a check has read all data; what was verified before is
 *       in doubt meanwhile;
 *   <li>a damaged snapshot, until a check has read all data, or it is gone and a newer one of its dataset is verified;
 *   <li>a lock that nothing can be forgotten or checked for, until that could be done.
 * </ul>
 */
public final class RepositoryAlarms {

    private static final Pattern ID = Pattern.compile("\\b[0-9a-f]{64}\\b");

    /** What does not pass by itself; of what does, the repository's own alarm tells. */
    private static final Set<Failure> UNUSABLE = EnumSet.of(
            Failure.NO_REPOSITORY, Failure.OTHER_REPOSITORY, Failure.WRONG_KEY, Failure.KEY_MISSING, Failure.DAMAGED);

    private final RepositoryStore repositories;
    private final VerdictStore verdicts;
    private final DoubtStore doubts;
    private final Losses losses;
    private final AuditLog audit;

    public RepositoryAlarms(Journal journal) {
        this.repositories = journal.repositories();
        this.verdicts = journal.verdicts();
        this.doubts = journal.doubts();
        this.losses = new Losses(journal);
        this.audit = journal.audit();
    }

    /** Opens it, and notes whether anything could be restored from it. Returns its restic id. */
    public String open(Repository repository) throws RepositoryException, InterruptedException {
        try {
            String restic = repository.open();
            repositories.end(repository.id(), Trouble.UNUSABLE);
            repositories.named(restic, repository.id());
            return restic;
        } catch (RepositoryException e) {
            if (UNUSABLE.contains(e.failure())) {
                repositories.begin(repository.id(), Trouble.UNUSABLE, String.valueOf(e.getMessage()));
            }
            throw e;
        }
    }

    /** Somebody else found out, while it was still believed to open. Damage found later than that puts what was verified in doubt. */
    void failed(String repository, RepositoryException e) {
        if (UNUSABLE.contains(e.failure()) && e.failure() != Failure.DAMAGED) {
            repositories.begin(repository, Trouble.UNUSABLE, String.valueOf(e.getMessage()));
        }
    }

    /** What cannot be opened is told until it opens again, any other trouble until a check is good. */
    public void troubled(String repository, RepositoryException e, String reason) {
        if (UNUSABLE.contains(e.failure()) && e.failure() != Failure.DAMAGED) {
            failed(repository, e);
        } else {
            bad(repository, reason);
        }
    }

    /** The reasons, empty when the repository was fine when it was last looked at. */
    public Optional<String> reason(String repository) {
        return Stream.of(Trouble.UNUSABLE, Trouble.STRUCTURE, Trouble.DATA, Trouble.SNAPSHOT)
                .flatMap(trouble -> repositories.trouble(repository, trouble).stream())
                .distinct()
                .reduce((one, next) -> one + (one.endsWith(".") ? " " : ". ") + next);
    }

    /** What somebody else forgot there, as long as that is to be told; the repository itself may be as well as can be. */
    public Optional<String> lost(String repository, Instant now) {
        return losses.reason(repository, now);
    }

    public void bad(String repository, String reason) {
        repositories.begin(repository, Trouble.STRUCTURE, reason);
    }

    /** Its structure is good. */
    public void good(String repository) {
        repositories.end(repository, Trouble.STRUCTURE);
        if (repositories.trouble(repository, Trouble.DATA).isEmpty()) {
            repositories.end(repository, Trouble.REPORTED);
        }
        repositories.end(repository, Trouble.LOCKED);
    }

    /** It is well as far as is known, but somebody's lock keeps us from forgetting and checking. */
    public void waits(String repository, String reason) {
        repositories.begin(repository, Trouble.LOCKED, reason);
    }

    /** Why nothing is forgotten or checked for the moment; empty when nothing keeps us from it. No trouble of the repository. */
    public Optional<String> waiting(String repository) {
        return repositories.trouble(repository, Trouble.LOCKED);
    }

    /**
     * A check found that its structure is bad: something is missing or broken. Until the next good one.
     *
     * @param restic its id, under which verdicts are
     */
    public void badStructure(String repository, String restic, Instant at, String reason) {
        doubtAll(repository, restic, at, reason);
        bad(repository, reason);
    }

    /** A check read data that are damaged, until one has read all and they are good. */
    public void badData(String repository, String restic, Instant at, String reason) {
        doubtAll(repository, restic, at, reason);
        badData(repository, reason);
    }

    /**
     * Whose data are damaged is not known, and no check says of whom it read none: all that was verified in the repository before is in
     * doubt. What a check finds again is no news for a snapshot that was read back whole since it was found first.
     */
    private void doubtAll(String repository, String restic, Instant at, String reason) {
        Set<String> found = ids(reason);
        Set<String> known = repositories
                .trouble(repository, Trouble.REPORTED)
                .map(RepositoryAlarms::ids)
                .orElse(Set.of());
        if (!found.isEmpty() && known.containsAll(found)) {
            return;
        }
        repositories.begin(repository, Trouble.REPORTED, reason);
        verdicts.in(restic).stream().map(Verified::dataset).distinct().forEach(dataset -> {
            doubts.begin(restic, dataset, at, "a check found damaged or missing data in repository " + repository);
            audit.append("slackwater", "damaged", dataset, "data in " + repository + " that a check read");
        });
    }

    /** The packs, blobs and indexes that restic names. */
    private static Set<String> ids(String words) {
        return ID.matcher(words).results().map(MatchResult::group).collect(Collectors.toSet());
    }

    private void badData(String repository, String reason) {
        repositories.begin(repository, Trouble.DATA, reason + " " + ends(repository));
    }

    /**
     * What a run had just stored cannot be read back: restic took it from what was there. The dataset's snapshots from before are in
     * doubt, and whose else is not known.
     */
    public void unreadable(String repository, String restic, String dataset, Instant at, String reason) {
        doubts.begin(restic, dataset, at, "a run could not read back what it had stored");
        audit.append("slackwater", "damaged", dataset, "data in " + repository + " that a run read back");
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
        verdicts.damaged(snapshot.repository(), snapshot.snapshot(), at);
        doubts.begin(
                snapshot.repository(),
                snapshot.dataset(),
                at,
                "snapshot " + snapshot.shortId() + " turned out to be damaged");
        audit.append(
                "slackwater", "damaged", snapshot.dataset(), "snapshot " + snapshot.snapshot() + " in " + repository);
        repositories.begin(
                repository,
                Trouble.SNAPSHOT,
                reason + " Snapshot "
                        + snapshot.shortId()
                        + " of dataset " + snapshot.dataset() + " (data of " + snapshot.time()
                        + ") counts no more and is not offered; the others of its dataset may share what is damaged and are in doubt,"
                        + " and none is forgotten meanwhile. "
                        + ends(repository)
                        + " It also ends when that snapshot is forgotten and a newer one of its dataset is verified.");
    }

    /** All data of the repository were read and are whole. */
    void dataGood(String repository) {
        repositories.end(repository, Trouble.DATA);
        repositories.end(repository, Trouble.REPORTED);
    }

    /** No damaged snapshot needs to be told any more. */
    void damagedAreSettled(String repository) {
        repositories.end(repository, Trouble.SNAPSHOT);
    }

    /** Whether something is wrong of which it is not known what it concerns: nothing that was verified is forgotten then. */
    public boolean unsure(String repository) {
        return repositories.trouble(repository, Trouble.STRUCTURE).isPresent()
                || repositories.trouble(repository, Trouble.DATA).isPresent();
    }

    /** Whether only reading all data can tell that they are good. */
    public boolean dataInDoubt(String repository) {
        return repositories.trouble(repository, Trouble.DATA).isPresent()
                || repositories.trouble(repository, Trouble.SNAPSHOT).isPresent();
    }

    private static String ends(String repository) {
        return "This ends when a check has read all data of the repository and found them good: the next scheduled one does"
                + " read all, and so does scripts/backrest-management.sh check " + repository + " --wait.";
    }
}
