package io.slackwater.trust;

import io.slackwater.journal.Damaged;
import io.slackwater.journal.DatasetStore;
import io.slackwater.journal.RepositoryStore.Trouble;
import io.slackwater.journal.SuspectedDamage;
import io.slackwater.journal.SuspectedDamageStore;
import io.slackwater.journal.VerdictStore;
import io.slackwater.journal.Verified;
import io.slackwater.repository.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Knows which verified snapshots were later found damaged. Such a snapshot is kept as long as an unverified one, and
 * until a newer snapshot is verified. Loss prevented: the intact files of the snapshot would be removed too early.
 */
public final class DamagedSnapshots {

    private final VerdictStore verdicts;
    private final SuspectedDamageStore suspected;
    private final DatasetStore datasets;
    private final RepositoryAlarms alarms;

    public DamagedSnapshots(
            VerdictStore verdicts, SuspectedDamageStore suspected, DatasetStore datasets, RepositoryAlarms alarms) {
        this.verdicts = verdicts;
        this.suspected = suspected;
        this.datasets = datasets;
        this.alarms = alarms;
    }

    /** Returns the damaged snapshots in the repository with this restic id. */
    public List<Damaged> in(String restic) {
        return verdicts.damaged().stream()
                .filter(one -> one.verdict().repository().equals(restic))
                .toList();
    }

    /** Whether a snapshot of the dataset is damaged. Its other snapshots may share the damaged data. */
    public boolean of(String dataset) {
        return verdicts.damaged().stream()
                .anyMatch(one -> one.verdict().dataset().equals(dataset));
    }

    /**
     * Whether data of the dataset in a repository may be damaged. A new snapshot is then read back completely. Loss
     * prevented: a new snapshot that shares damaged data would count as verified.
     */
    public boolean maybe(String restic, String dataset) {
        return of(dataset) || suspected.of(restic, dataset).isPresent();
    }

    /** Whether a snapshot is verified, and was not found damaged since. */
    public boolean verified(String restic, String snapshot) {
        return verdicts.find(restic, snapshot).isPresent();
    }

    /** Whether any data in a repository may be damaged. */
    public boolean anySuspected(String restic) {
        return !suspected.in(restic).isEmpty();
    }

    /**
     * Returns the damaged snapshots that can be removed: they were kept long enough, and a newer snapshot is verified.
     */
    public Set<String> expired(String restic, Instant now, Duration kept) {
        return in(restic).stream()
                .filter(one -> one.found().plus(kept).isBefore(now) && replaced(one.verdict()))
                .map(one -> one.verdict().snapshot())
                .collect(Collectors.toSet());
    }

    /**
     * Compares the journal with the present snapshots. A verified snapshot that another program rewrote counts as
     * damaged from now on. The alarm of a damaged snapshot ends when it was removed and a newer one is verified. Loss
     * prevented: a snapshot that {@code restic repair snapshots} rewrote lacks files and would still be offered.
     */
    void look(String name, String restic, Collection<Snapshot> there) {
        rewritten(name, restic, there);
        Set<String> ids = there.stream().map(Snapshot::stableId).collect(Collectors.toSet());
        Set<String> over = in(restic).stream()
                .map(Damaged::verdict)
                .filter(verdict -> !ids.contains(verdict.snapshot()) && replaced(verdict))
                .map(Verified::snapshot)
                .collect(Collectors.toSet());
        if (!over.isEmpty()) {
            verdicts.forgotten(restic, over);
        }
        if (in(restic).isEmpty()) {
            alarms.end(name, Trouble.SNAPSHOT);
        }
        suspected.in(restic).forEach(damage -> cleared(restic, damage));
    }

    /** Ends the suspicion of damage once the suspected snapshots were removed and a newer one is verified. */
    private void cleared(String restic, SuspectedDamage damage) {
        String dataset = damage.dataset();
        if (of(dataset)) {
            return;
        }
        List<Verified> left = verdicts.of(dataset).stream()
                .filter(verified -> verified.repository().equals(restic))
                .toList();
        if (!left.isEmpty() && left.stream().allMatch(damage::excludes)) {
            suspected.end(restic, dataset);
        }
    }

    private void rewritten(String name, String restic, Collection<Snapshot> there) {
        Map<String, String> verified = verdicts.trees(restic);
        Map<String, String> seen = new HashMap<>();
        for (Snapshot snapshot : there) {
            String tree = verified.get(snapshot.stableId());
            if (tree != null && tree.isEmpty() && snapshot.original().isEmpty()) {
                seen.put(snapshot.stableId(), snapshot.tree());
            } else if (tree != null && !tree.isEmpty() && !tree.equals(snapshot.tree())) {
                verdicts.find(restic, snapshot.stableId())
                        .ifPresent(verdict -> alarms.damaged(
                                name,
                                verdict,
                                "Another program rewrote a verified snapshot; a repair leaves damaged files out."));
            }
        }
        if (!seen.isEmpty()) {
            verdicts.seen(restic, seen);
        }
    }

    /**
     * Records that a check has read all data without an error. Snapshots that were marked as damaged count again, if
     * they still exist and no program rewrote them.
     */
    public void allDataGood(String name, String restic, Collection<Snapshot> there) {
        Map<String, String> verified = verdicts.trees(restic);
        Set<String> asItWas = there.stream()
                .filter(snapshot ->
                        snapshot.original().isEmpty() || snapshot.tree().equals(verified.get(snapshot.stableId())))
                .map(Snapshot::stableId)
                .collect(Collectors.toSet());
        verdicts.sound(
                restic,
                in(restic).stream()
                        .map(one -> one.verdict().snapshot())
                        .filter(asItWas::contains)
                        .collect(Collectors.toSet()));
        suspected.in(restic).forEach(damage -> suspected.end(restic, damage.dataset()));
        alarms.end(name, Trouble.DATA);
        if (in(restic).isEmpty()) {
            alarms.end(name, Trouble.SNAPSHOT);
        }
    }

    /** Whether a newer snapshot is verified, or a user acknowledged that the dataset is gone for good. */
    private boolean replaced(Verified damaged) {
        return verdicts.of(damaged.dataset()).stream()
                        .anyMatch(one -> one.time().isAfter(damaged.time()))
                || datasets.gone(damaged.dataset());
    }
}
