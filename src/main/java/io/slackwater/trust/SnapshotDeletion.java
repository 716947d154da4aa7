package io.slackwater.trust;

import io.slackwater.journal.Journal;
import io.slackwater.journal.PinStore;
import io.slackwater.journal.RepositoryStore;
import io.slackwater.journal.RestoreStore;
import io.slackwater.journal.SuspectedDamageStore;
import io.slackwater.journal.VerdictStore;
import io.slackwater.journal.Verified;
import io.slackwater.policy.Policy;
import io.slackwater.repository.RepositoryException;
import io.slackwater.repository.Snapshot;
import io.slackwater.trust.DeletionDecision.Kept;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Deletes verified snapshots that a user names. The newest verified snapshot of a dataset stays. Loss prevented: the
 * dataset would have no backup, or older data would look like the newest.
 */
public final class SnapshotDeletion {

    private final SnapshotTrust trust;
    private final VerdictStore verdicts;
    private final RepositoryStore repositories;
    private final PinStore pins;
    private final RestoreStore restores;
    private final SuspectedDamageStore suspected;
    private final Supplier<Policy> policy;
    private final BatchRetention retention;

    public SnapshotDeletion(SnapshotTrust trust, Journal journal, Supplier<Policy> policy, BatchRetention retention) {
        this.trust = trust;
        this.verdicts = journal.verdicts();
        this.repositories = journal.repositories();
        this.pins = journal.pins();
        this.restores = journal.restores();
        this.suspected = journal.suspectedDamage();
        this.policy = policy;
        this.retention = retention;
    }

    /** Decides about snapshots, without a change. */
    public List<DeletionDecision> decide(Collection<Verified> chosen) throws RepositoryException, InterruptedException {
        Map<String, List<Verified>> byRepository = chosen.stream()
                .collect(Collectors.groupingBy(
                        one -> repositories.name(one.repository()).orElse(one.repository()),
                        LinkedHashMap::new,
                        Collectors.toList()));
        List<DeletionDecision> decisions = new ArrayList<>();
        for (Map.Entry<String, List<Verified>> one : byRepository.entrySet()) {
            String name = one.getKey();
            if (policy.get().repositories().containsKey(name)) {
                // Without the lock, because retention can hold the lock as long as a backup takes.
                decisions.addAll(decide(retention.list(name), one.getValue()));
            } else {
                one.getValue()
                        .forEach(absent -> decisions.add(new DeletionDecision(absent, name, Optional.of(Kept.ABSENT))));
            }
        }
        return decisions;
    }

    /**
     * Decides again about snapshots of one repository, and forgets those that may be deleted.
     *
     * @param repository its name in the policy
     */
    public List<DeletionDecision> delete(String repository, Collection<Verified> chosen)
            throws RepositoryException, InterruptedException {
        return retention.exclusively(repository, listed -> {
            List<DeletionDecision> decisions = decide(listed, chosen);
            Set<String> deleted = decisions.stream()
                    .filter(decision -> decision.kept().isEmpty())
                    .map(decision -> decision.snapshot().snapshot())
                    .collect(Collectors.toSet());
            retention.forget(
                    listed,
                    listed.snapshots().stream()
                            .filter(snapshot -> deleted.contains(snapshot.stableId()))
                            .toList());
            return decisions;
        });
    }

    private List<DeletionDecision> decide(BatchRetention.Listed listed, Collection<Verified> chosen) {
        Set<String> pinned = pins.in(listed.restic());
        Set<String> restoring = restores.snapshotsInUse();
        return chosen.stream()
                .map(snapshot -> new DeletionDecision(
                        snapshot, listed.repository().id(), kept(listed, snapshot, pinned, restoring)))
                .toList();
    }

    private Optional<Kept> kept(
            BatchRetention.Listed listed, Verified snapshot, Set<String> pinned, Set<String> restoring) {
        Policy current = policy.get();
        String dataset = snapshot.dataset();
        if (current.hold()) {
            return Optional.of(Kept.HOLD);
        }
        // A rewritten snapshot can be there twice.
        List<Snapshot> there = listed.snapshots().stream()
                .filter(one -> one.stableId().equals(snapshot.snapshot()))
                .toList();
        List<Verified> newestFirst = verdicts.of(dataset).stream()
                .filter(one -> one.repository().equals(listed.restic()))
                .toList();
        if (!snapshot.repository().equals(listed.restic())
                || there.isEmpty()
                || newestFirst.stream().noneMatch(one -> one.snapshot().equals(snapshot.snapshot()))) {
            return Optional.of(Kept.GONE);
        }
        if (!there.stream().allMatch(one -> BatchRetention.madeBy(current.instance(), one))) {
            return Optional.of(Kept.OTHER_INSTANCE);
        }
        if (pinned.contains(snapshot.snapshot())) {
            return Optional.of(Kept.PINNED);
        }
        if (restoring.contains(snapshot.snapshot()) || there.stream().anyMatch(one -> restoring.contains(one.id()))) {
            return Optional.of(Kept.RESTORING);
        }
        Verified newest = newestFirst.getFirst();
        if (newest.snapshot().equals(snapshot.snapshot())) {
            return Optional.of(newestFirst.size() == 1 ? Kept.ONLY : Kept.NEWEST);
        }
        // Older snapshots may share the damage, so that none that is surely intact would be left.
        if (trust.alarms().unsure(listed.repository().id())
                || trust.damaged().of(dataset)
                || suspected.of(newest).isPresent()) {
            return Optional.of(Kept.DAMAGE);
        }
        return trust.shrink().held(dataset) ? Optional.of(Kept.SHRUNK) : Optional.empty();
    }
}
