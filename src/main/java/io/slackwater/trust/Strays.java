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
 * Tells whose a snapshot of our datasets is. One that Backrest stored names no run: then plan and time tell, and what no run vouches
 * for is never trusted.
 */
public final class Strays {

    /** More runs than can lie between a snapshot and its judgement. */
    private static final int NEWEST = 500;

    private final RunStore runs;
    private final VerdictStore verdicts;

    public Strays(Journal journal) {
        this.runs = journal.runs();
        this.verdicts = journal.verdicts();
    }

    /**
     * Whether a run that ended badly stored a snapshot of its dataset: it says so itself, or it is not older than the run and nobody
     * else's.
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

    /** Whether it is of one of our datasets, has no run that may still say something about it, and is older than unverified ones are kept. */
    public boolean old(Policy policy, Snapshot snapshot, Instant now) {
        Optional<String> dataset = snapshot.tag("plan").filter(runs.datasets()::contains);
        return dataset.isPresent()
                && snapshot.time()
                        .toInstant()
                        .isBefore(now.minus(Duration.ofDays(policy.limits().unverifiedDays())))
                && runs.open().stream().noneMatch(run -> run.dataset().equals(dataset.get()));
    }

    /** Another run is about to judge it, or could not. */
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
