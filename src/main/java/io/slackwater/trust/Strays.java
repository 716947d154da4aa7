package io.slackwater.trust;

import io.slackwater.journal.Poison;
import io.slackwater.journal.RunRecord;
import io.slackwater.journal.RunStore;
import io.slackwater.journal.VerdictStore;
import io.slackwater.policy.Policy;
import io.slackwater.repository.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Finds the run to which a snapshot without verification belongs. Snapshots made by Backrest name no run, so plan and
 * time decide. Loss prevented: restic would use the snapshot of a failed run as parent.
 */
public final class Strays {

    /** How many of a dataset's newest runs are searched; more than can follow a snapshot before its verification. */
    private static final int NEWEST = 500;

    private final RunStore runs;
    private final VerdictStore verdicts;

    Strays(RunStore runs, VerdictStore verdicts) {
        this.runs = runs;
        this.verdicts = verdicts;
    }

    /**
     * Whether a failed attempt of a run stored the snapshot. The snapshot has the run's tag, or it is newer and no other
     * run can have made it. Loss prevented: a snapshot of another attempt, verified or unchecked, would be removed.
     */
    boolean of(Poison poison, Snapshot snapshot) {
        Optional<RunRecord> failed = runs.find(poison.run());
        if (verdicts.find(poison.repository(), snapshot.stableId()).isPresent()
                || failed.filter(run -> run.keeps(snapshot.stableId())).isPresent()) {
            return false;
        }
        Optional<String> run = snapshot.tag("slackwater.run");
        if (run.isPresent()) {
            return run.get().equals(poison.run());
        }
        return failed.filter(record -> !snapshot.time().toInstant().isBefore(record.queued()))
                        .isPresent()
                && !claimed(poison.dataset(), snapshot, poison.run());
    }

    /**
     * Whether an unverified snapshot of Slackwater is removed now. The snapshot of a failed run is removed at once. One
     * of an unverified run, or of no known run, is kept for some days. Loss prevented: the only snapshot with the data
     * of its time would be removed at once.
     */
    boolean expired(Policy policy, Snapshot snapshot, Instant now) {
        Instant oldest = now.minus(Duration.ofDays(policy.limits().unverifiedDays()));
        boolean old = snapshot.time().toInstant().isBefore(oldest);
        Optional<String> run = snapshot.tag("slackwater.run");
        if (run.isPresent()) {
            return runs.find(run.get())
                    .filter(one -> one.state().ended() && (old || !one.keeps(snapshot.stableId())))
                    .isPresent();
        }
        Optional<String> dataset = snapshot.tag("plan").filter(runs.datasets()::contains);
        return old
                && dataset.isPresent()
                && runs.open().stream().noneMatch(open -> open.dataset().equals(dataset.get()));
    }

    /**
     * Whether the snapshot may belong to another run, which is still open or could not verify it. Loss prevented: that
     * run's snapshot would be removed.
     */
    private boolean claimed(String dataset, Snapshot snapshot, String not) {
        return runs.newest(dataset, NEWEST).stream()
                .filter(run -> !run.id().equals(not))
                .anyMatch(run -> run.keeps(snapshot.stableId())
                        || !run.state().ended() && !snapshot.time().toInstant().isBefore(run.queued()));
    }
}
