package io.slackwater.run;

import io.slackwater.journal.EndCause;
import io.slackwater.journal.Poison;
import io.slackwater.journal.PoisonStore;
import io.slackwater.journal.RetryOutlook;
import io.slackwater.journal.RunRecord;
import io.slackwater.journal.RunState;
import io.slackwater.journal.RunStore;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jboss.logging.Logger;

/**
 * Ends the runs that are open in the journal although no thread works on them. Loss prevented: a late snapshot of such a run
 * counts.
 */
public record InterruptedRuns(RunStore runs, PoisonStore poisons, Clock clock) {

    private static final Logger LOG = Logger.getLogger(InterruptedRuns.class);

    /**
     * Ends the runs that an earlier process left open, and poisons what they may have stored. Call it once, after leases were settled
     * and before anything is submitted.
     *
     * @param frozen how long the workload of a run was frozen
     * @return the datasets of these runs: they want another run at once
     */
    public Set<String> settle(Function<String, Duration> frozen) {
        return settle(run -> true, frozen, "Slackwater was restarted", "the dataset is backed up again at once");
    }

    /** Ends runs that stayed open because the journal could not be written. */
    void settleLost(Set<String> lost) {
        settle(
                run -> lost.contains(run.id()),
                run -> Duration.ZERO,
                "the journal could not be written",
                "look at the disk it is on. It can be written now, and the dataset is backed up again at once");
    }

    private Set<String> settle(
            Predicate<RunRecord> which, Function<String, Duration> frozen, String why, String remedy) {
        Set<String> datasets = new LinkedHashSet<>();
        for (RunRecord run : runs.open().stream().filter(which).toList()) {
            String message = "interrupted: " + why + " while the run was " + run.state() + "; " + remedy;
            // A run that never stored anything knows no repository.
            run.repository()
                    .ifPresent(restic -> poisons.add(new Poison(restic, run.dataset(), run.id(), run.snapshot())));
            runs.update(run.frozenFor(frozen.apply(run.id()))
                    .endedAt(clock.instant(), RunState.FAILED, EndCause.INTERRUPTED, RetryOutlook.TRANSIENT, message));
            datasets.add(run.dataset());
            LOG.warnf("settled run=%s dataset=%s state=%s", run.id(), run.dataset(), run.state());
        }
        return datasets;
    }
}
