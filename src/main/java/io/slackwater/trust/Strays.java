package io.slackwater.trust;

import io.slackwater.journal.Journal;
import io.slackwater.journal.Poison;
import io.slackwater.journal.RunState;
import io.slackwater.journal.RunStore;
import io.slackwater.journal.VerdictStore;
import io.slackwater.policy.Policy;
import io.slackwater.repository.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Assigns a snapshot to a run. A snapshot of Backrest names no run: plan and time decide. Loss prevented: a snapshot without a run is
 * never trusted.
 */
final class Strays {

    /** More runs than can follow a snapshot before its verdict. */
    private static final int NEWEST = 500;

    private final RunStore runs;
    private final VerdictStore verdicts;

    public Strays(Journal journal) {
        this.runs = journal.runs();
        this.verdicts = journal.verdicts();
    }

    /**
     * Whether a failed run stored the snapshot: by the snapshot's tag, or because it is newer than the run and no other run claims it.
     */
    boolean of(Poison poison, Snapshot snapshot) {
        Optional<String> run = snapshot.tag("slackwater.run");
        if (run.isPresent()) {
            return run.get().equals(poison.run());
        }
        return runs.find(poison.run())
                        .filter(record -> !snapshot.time().toInstant().isBefore(record.queued()))
                        .isPresent()
                && verdicts.find(poison.repository(), snapshot.stableId()).isEmpty()
                && !claimed(poison.dataset(), snapshot, poison.run());
    }

    /** Whether the snapshot of a known dataset has no open run, and is older than unverified snapshots are kept. */
    public boolean old(Policy policy, Snapshot snapshot, Instant now) {
        Optional<String> dataset = snapshot.tag("plan").filter(runs.datasets()::contains);
        return dataset.isPresent()
                && snapshot.time()
                        .toInstant()
                        .isBefore(now.minus(Duration.ofDays(policy.limits().unverifiedDays())))
                && runs.open().stream().noneMatch(run -> run.dataset().equals(dataset.get()));
    }

    /** Whether another run may still verify the snapshot, or could not. */
    private boolean claimed(String dataset, Snapshot snapshot, String not) {
        return runs.newest(dataset, NEWEST).stream()
                .filter(run -> !run.id().equals(not))
                .anyMatch(run -> run.state() == RunState.UNVERIFIED
                                && run.snapshot()
                                        .filter(snapshot.stableId()::equals)
                                        .isPresent()
                        || !run.state().ended() && !snapshot.time().toInstant().isBefore(run.queued()));
    }
}
