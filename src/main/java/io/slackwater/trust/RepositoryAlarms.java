package io.slackwater.trust;

import io.slackwater.discovery.Sentence;
import io.slackwater.journal.AuditLog;
import io.slackwater.journal.RepositoryStore;
import io.slackwater.journal.RepositoryStore.Trouble;
import io.slackwater.journal.RepositoryTrouble;
import io.slackwater.journal.SuspectedDamageStore;
import io.slackwater.journal.VerdictStore;
import io.slackwater.journal.Verified;
import io.slackwater.repository.Failure;
import io.slackwater.repository.Repository;
import io.slackwater.repository.RepositoryException;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Keeps the problems of repositories in the journal. Each lasts until a later check finds it solved:
 *
 * <ul>
 * <li>a problem of the whole repository, until a check of its structure succeeds;
 * <li>damaged data that a check found without naming a snapshot, until a check has read all data. Meanwhile, earlier
 *       verified snapshots may be damaged;
 * <li>a damaged snapshot, until a check has read all data, or it was removed and a newer snapshot is verified;
 * <li>the lock of another program that prevents forget, prune or check, until one of them succeeds.
 * </ul>
 */
public final class RepositoryAlarms {

    /** Failures after which nothing can be restored until a person acts. */
    private static final Set<Failure> UNUSABLE =
            EnumSet.of(Failure.NO_REPOSITORY, Failure.OTHER_REPOSITORY, Failure.WRONG_KEY, Failure.KEY_MISSING);

    private final RepositoryStore repositories;
    private final VerdictStore verdicts;
    private final SuspectedDamageStore suspected;
    private final AuditLog audit;
    private final Clock clock;

    public RepositoryAlarms(
            RepositoryStore repositories,
            VerdictStore verdicts,
            SuspectedDamageStore suspected,
            AuditLog audit,
            Clock clock) {
        this.repositories = repositories;
        this.verdicts = verdicts;
        this.suspected = suspected;
        this.audit = audit;
        this.clock = clock;
    }

    /** Opens the repository, and records whether that succeeds. Returns its restic id. */
    public String open(Repository repository) throws RepositoryException, InterruptedException {
        try {
            String restic = repository.open();
            repositories.end(repository.id(), Trouble.UNUSABLE);
            repositories.named(restic, repository.id());
            return restic;
        } catch (RepositoryException e) {
            if (needsPerson(e)) {
                begin(repository.id(), Trouble.UNUSABLE, e.failure(), e.problem());
            }
            throw e;
        }
    }

    /** Whether no retry helps, because the repository is missing, is another one, is damaged, or refuses its key. */
    static boolean needsPerson(RepositoryException e) {
        return UNUSABLE.contains(e.failure()) || e.failure() == Failure.DAMAGED;
    }

    /**
     * Records a problem. A repository that could not be used is healthy again when it opens; other problems last until
     * a check succeeds. Loss prevented: after the lock of another program, the repository would count as damaged, and
     * retention would be suspended.
     */
    public void troubled(String repository, RepositoryException e, String reason) {
        if (UNUSABLE.contains(e.failure())) {
            begin(repository, Trouble.UNUSABLE, e.failure(), e.problem());
        } else {
            Trouble trouble = e.failure() == Failure.LOCKED ? Trouble.LOCKED : Trouble.STRUCTURE;
            begin(repository, trouble, e.failure(), reason);
        }
    }

    private void begin(String repository, Trouble trouble, Failure failure, String reason) {
        repositories.begin(repository, new RepositoryTrouble(trouble, failure.id(), reason));
    }

    /** Returns the current problems of the repository in words; empty without a problem. */
    public Optional<String> reason(String repository) {
        return troubles(repository)
                .map(RepositoryTrouble::reason)
                .distinct()
                .reduce((one, next) -> Sentence.ended(one) + " " + next);
    }

    /** Returns the current problems of the repository as enums. */
    public Set<Failure> failures(String repository) {
        return troubles(repository)
                .map(one -> Failure.of(one.failure()))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Failure.class)));
    }

    private Stream<RepositoryTrouble> troubles(String repository) {
        return repositories.troubles(repository).stream().filter(one -> one.trouble() != Trouble.LOCKED);
    }

    /** Records that a check found the structure intact. */
    public void good(String repository) {
        repositories.end(repository, Trouble.STRUCTURE);
        unlocked(repository);
    }

    /** Records that restic took its exclusive lock. */
    public void unlocked(String repository) {
        repositories.end(repository, Trouble.LOCKED);
    }

    /** Returns the message about the other program's lock; empty without such a lock. */
    public Optional<String> waiting(String repository) {
        return repositories.trouble(repository, Trouble.LOCKED);
    }

    /**
     * Records that a check, a prune or retention failed. If it found damage, all earlier verified snapshots may be
     * damaged.
     *
     * @param restic the repository's restic id; empty before the check. Only a check tells damage from a cut answer
     * @param damage the problem to record for damage; it decides which check ends the alarm
     */
    public void failed(
            String repository, Optional<String> restic, Trouble damage, RepositoryException e, String reason) {
        if (restic.isEmpty() || e.failure() != Failure.DAMAGED) {
            troubled(repository, e, reason);
            return;
        }
        suspectAll(repository, restic.get());
        begin(repository, damage, Failure.DAMAGED, damage == Trouble.DATA ? reason + " " + ends(repository) : reason);
    }

    /**
     * Marks all earlier verified snapshots of the repository as possibly damaged, because a check names no snapshot.
     */
    private void suspectAll(String repository, String restic) {
        verdicts.in(restic).stream().map(Verified::dataset).distinct().forEach(dataset -> {
            suspected.begin(
                    restic,
                    dataset,
                    clock.instant(),
                    "a check found damaged or missing data in repository " + repository);
            audit.append("slackwater", "damaged", dataset, "data in " + repository + " that a check read");
        });
    }

    /**
     * Records that a new snapshot could not be read back, because restic reused earlier data that are damaged. Loss
     * prevented: the dataset's earlier snapshots would still count as intact.
     */
    public void unreadable(String repository, String restic, String dataset, String reason) {
        suspected.begin(restic, dataset, clock.instant(), "a run could not read back what it had stored");
        audit.append("slackwater", "damaged", dataset, "data in " + repository + " that a run read back");
        begin(
                repository,
                Trouble.DATA,
                Failure.DAMAGED,
                "A run of dataset " + dataset + " failed: " + reason + " " + ends(repository));
    }

    /**
     * Records that a verified snapshot is damaged. It no longer counts and is not offered for restores. Earlier
     * snapshots of the dataset may share the damage.
     *
     * @param reason the operation, and the damage that it found
     */
    public void damaged(String repository, Verified snapshot, String reason) {
        Instant at = clock.instant();
        // Ends the verdict first: with the alarm alone the snapshot would still be offered.
        verdicts.damaged(snapshot.repository(), snapshot.snapshot(), at);
        suspected.begin(
                snapshot.repository(), snapshot.dataset(), at, "snapshot " + snapshot.shortId() + " is damaged");
        audit.append(
                "slackwater", "damaged", snapshot.dataset(), "snapshot " + snapshot.snapshot() + " in " + repository);
        begin(
                repository,
                Trouble.SNAPSHOT,
                Failure.DAMAGED,
                "%s Snapshot %s of dataset %s (data of %s) is damaged and no longer offered for restores. The dataset's other snapshots may share the damage, so none of them is removed now. %s It also ends when this snapshot is removed and a newer snapshot of the dataset is verified."
                        .formatted(reason, snapshot.shortId(), snapshot.dataset(), snapshot.time(), ends(repository)));
    }

    /** Records that a problem is solved. */
    void end(String repository, Trouble trouble) {
        repositories.end(repository, trouble);
    }

    /**
     * Whether the repository has damage, but the affected snapshots are unknown. Retention is suspended meanwhile. Loss
     * prevented: retention would remove the last intact snapshot.
     */
    public boolean unsure(String repository) {
        return repositories.trouble(repository, Trouble.STRUCTURE).isPresent()
                || repositories.trouble(repository, Trouble.DATA).isPresent();
    }

    /** Whether the problem ends only after a check of all data. */
    public boolean damaged(String repository) {
        return repositories.trouble(repository, Trouble.DATA).isPresent()
                || repositories.trouble(repository, Trouble.SNAPSHOT).isPresent();
    }

    private static String ends(String repository) {
        return "This alarm ends after a check that reads all data and finds no damage. The next scheduled check reads all data."
                + " To check now: scripts/backrest-management.sh check " + repository + " --wait.";
    }
}
