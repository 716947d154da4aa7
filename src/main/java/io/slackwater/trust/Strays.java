package io.slackwater.trust;

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
 * Assigns a snapshot without a verdict to a run. A snapshot of Backrest names no run: plan and time decide. Loss prevented: a snapshot
 * without a run is never trusted.
 */
public final class Strays {

    /** More runs than can follow a snapshot before its verdict. */
    private static final int NEWEST = 500;

    private final RunStore runs;
    private final VerdictStore verdicts;

    Strays(RunStore runs, VerdictStore verdicts) {
        this.runs = runs;
        this.verdicts = verdicts;
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

    /**
     * Whether a snapshot of Slackwater without a verdict is forgotten: that of an unverified run or of no run after some days, that of a
     * failed run at once. Loss prevented: an unverified snapshot may be the only one with the data of its time.
     */
    boolean expired(Policy policy, Snapshot snapshot, Instant now) {
        Instant oldest = now.minus(Duration.ofDays(policy.limits().unverifiedDays()));
        boolean old = snapshot.time().toInstant().isBefore(oldest);
        Optional<String> run = snapshot.tag("slackwater.run");
        if (run.isPresent()) {
            return runs.find(run.get())
                    .filter(one -> one.state().ended() && (old || one.state() != RunState.UNVERIFIED))
                    .isPresent();
        }
        Optional<String> dataset = snapshot.tag("plan").filter(runs.datasets()::contains);
        return old
                && dataset.isPresent()
                && runs.open().stream().noneMatch(open -> open.dataset().equals(dataset.get()));
    }

    /** Whether another run may still verify the snapshot, or could not. Loss prevented: the snapshot of that run would be forgotten. */
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
