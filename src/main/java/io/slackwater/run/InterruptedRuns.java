package io.slackwater.run;

import io.slackwater.journal.EndCause;
import io.slackwater.journal.Poison;
import io.slackwater.journal.PoisonStore;
import io.slackwater.journal.RunRecord;
import io.slackwater.journal.RunState;
import io.slackwater.journal.RunStore;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jboss.logging.Logger;

/**
 * Ends runs that are open in the journal although no thread works on them. Loss prevented: a snapshot that restic
 * stores late for such a run would count.
 */
public record InterruptedRuns(RunStore runs, PoisonStore poisons, Clock clock) {

    private static final Logger LOG = Logger.getLogger(InterruptedRuns.class);

    /**
     * Ends the runs that the last process left open, and marks their snapshots for removal. Call it once at the start,
     * after all containers were resumed and before any run is submitted.
     *
     * @param frozen returns how long the container was paused for a run; empty when unknown
     * @return the datasets of these runs, which must be backed up again at once
     */
    public Set<String> settle(Function<String, Optional<Duration>> frozen) {
        return settle(run -> true, frozen, "Slackwater was restarted", "the dataset is backed up again at once");
    }

    /** Ends runs that stayed open because the journal could not be written. */
    void settleLost(Set<String> lost) {
        settle(
                run -> lost.contains(run.id()),
                run -> Optional.empty(),
                "the journal could not be written",
                "check the journal's disk. The journal can be written again, and the dataset is backed up again at once");
    }

    private Set<String> settle(
            Predicate<RunRecord> which, Function<String, Optional<Duration>> frozen, String why, String remedy) {
        Set<String> datasets = new LinkedHashSet<>();
        for (RunRecord run : runs.open().stream().filter(which).toList()) {
            String message = "interrupted: " + why + " while the run was " + run.state() + "; " + remedy;
            // A run that never stored anything knows no repository. Until an attempt stores, the run has the snapshot
            // of the attempt before. Loss prevented: an unchecked snapshot, which may be intact, would be removed.
            Optional<String> snapshot = run.snapshot().filter(id -> !run.keeps(id));
            run.repository().ifPresent(restic -> poisons.add(new Poison(restic, run.dataset(), run.id(), snapshot)));
            RunRecord paused = frozen.apply(run.id()).map(run::frozenFor).orElseGet(run::frozenUnknown);
            runs.update(paused.endedAt(clock.instant(), RunState.FAILED, EndCause.INTERRUPTED, message));
            datasets.add(run.dataset());
            LOG.warnf(
                    "ended a run that was left open run=%s dataset=%s state=%s", run.id(), run.dataset(), run.state());
        }
        return datasets;
    }
}
