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
 * The problems of a repository, kept in the journal until a new check finds them solved:
 *
 * <ul>
 *   <li>a problem of the whole repository, until the next good check of its structure;
 *   <li>damaged data that a check found without naming a snapshot, until a check has read all data (until then, earlier verified
 *       snapshots are in doubt);
 *   <li>a damaged snapshot, until a check has read all data, or until it is gone and a newer one is verified;
 *   <li>a foreign lock that stops forget and check, until one of them succeeds.
 * </ul>
 */
public final class RepositoryAlarms {

    private static final Pattern ID = Pattern.compile("\\b[0-9a-f]{64}\\b");

    /** Failures that need a person; the others have an alarm of their own. */
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

    /** Opens the repository, and records whether that works. Returns the restic id. */
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

    /** Records a failure that another operation met. Damage puts earlier verified snapshots in doubt. */
    void failed(String repository, RepositoryException e) {
        if (UNUSABLE.contains(e.failure()) && e.failure() != Failure.DAMAGED) {
            repositories.begin(repository, Trouble.UNUSABLE, String.valueOf(e.getMessage()));
        }
    }

    /** A repository that did not open is well when it opens; other problems last until a good check. */
    public void troubled(String repository, RepositoryException e, String reason) {
        if (UNUSABLE.contains(e.failure()) && e.failure() != Failure.DAMAGED) {
            failed(repository, e);
        } else {
            bad(repository, reason);
        }
    }

    /** The current problems of the repository; empty when it is well. */
    public Optional<String> reason(String repository) {
        return Stream.of(Trouble.UNUSABLE, Trouble.STRUCTURE, Trouble.DATA, Trouble.SNAPSHOT)
                .flatMap(trouble -> repositories.trouble(repository, trouble).stream())
                .distinct()
                .reduce((one, next) -> one + (one.endsWith(".") ? " " : ". ") + next);
    }

    /** The snapshots that another program forgot, while their alarm lasts. */
    public Optional<String> lost(String repository, Instant now) {
        return losses.reason(repository, now);
    }

    public void bad(String repository, String reason) {
        repositories.begin(repository, Trouble.STRUCTURE, reason);
    }

    /** A check found the structure intact. */
    public void good(String repository) {
        repositories.end(repository, Trouble.STRUCTURE);
        if (repositories.trouble(repository, Trouble.DATA).isEmpty()) {
            repositories.end(repository, Trouble.REPORTED);
        }
        repositories.end(repository, Trouble.LOCKED);
    }

    /** A foreign lock stops forget and check; the repository itself is well. */
    public void waits(String repository, String reason) {
        repositories.begin(repository, Trouble.LOCKED, reason);
    }

    /** The foreign lock that stops forget and check; empty without one. */
    public Optional<String> waiting(String repository) {
        return repositories.trouble(repository, Trouble.LOCKED);
    }

    /**
     * A check found the structure damaged. The alarm lasts until the next good check.
     *
     * @param restic the restic id, the key of the verdicts
     */
    public void badStructure(String repository, String restic, Instant at, String reason) {
        doubtAll(repository, restic, at, reason);
        bad(repository, reason);
    }

    /** A check found damaged data. The alarm lasts until a check has read all data without damage. */
    public void badData(String repository, String restic, Instant at, String reason) {
        doubtAll(repository, restic, at, reason);
        badData(repository, reason);
    }

    /**
     * Puts all earlier verified snapshots of the repository in doubt, because a check names no snapshot. Known damage does not concern a
     * snapshot that was read back whole since.
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
     * The read-back of a new snapshot found damage, which restic took from earlier data. Loss prevented: the dataset's earlier snapshots
     * are in doubt and no longer pass for intact.
     */
    public void unreadable(String repository, String restic, String dataset, Instant at, String reason) {
        doubts.begin(restic, dataset, at, "a run could not read back what it had stored");
        audit.append("slackwater", "damaged", dataset, "data in " + repository + " that a run read back");
        badData(repository, "A run of dataset " + dataset + " failed: " + reason);
    }

    /**
     * The snapshot is damaged: it no longer counts and is not offered. The dataset's earlier snapshots are in doubt, because they may
     * share the damage.
     *
     * @param reason the operation, and the damage that it found
     */
    public void damaged(String repository, Verified snapshot, Instant at, String reason) {
        // Ends the verdict first: with the alarm alone the snapshot would still be offered.
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

    /** A check has read all data and found no damage. */
    void dataGood(String repository) {
        repositories.end(repository, Trouble.DATA);
        repositories.end(repository, Trouble.REPORTED);
    }

    /** Ends the alarm of damaged snapshots. */
    void damagedAreSettled(String repository) {
        repositories.end(repository, Trouble.SNAPSHOT);
    }

    /** True while damage is known but not located. Loss prevented: retention is suspended meanwhile, so that no intact snapshot is forgotten. */
    public boolean unsure(String repository) {
        return repositories.trouble(repository, Trouble.STRUCTURE).isPresent()
                || repositories.trouble(repository, Trouble.DATA).isPresent();
    }

    /** Whether only a check of all data can end the problem. */
    public boolean dataInDoubt(String repository) {
        return repositories.trouble(repository, Trouble.DATA).isPresent()
                || repositories.trouble(repository, Trouble.SNAPSHOT).isPresent();
    }

    private static String ends(String repository) {
        return "This ends when a check has read all data of the repository and found them good: the next scheduled one does"
                + " read all, and so does scripts/backrest-management.sh check " + repository + " --wait.";
    }
}
