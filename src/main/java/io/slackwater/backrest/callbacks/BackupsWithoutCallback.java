package io.slackwater.backrest.callbacks;

import io.slackwater.backrest.client.Operation;
import io.slackwater.discovery.Dataset;
import io.slackwater.discovery.Inventory;
import io.slackwater.journal.EndCause;
import io.slackwater.journal.EngineName;
import io.slackwater.journal.Poison;
import io.slackwater.journal.PoisonStore;
import io.slackwater.journal.RunRecord;
import io.slackwater.journal.RunState;
import io.slackwater.journal.RunStore;
import io.slackwater.journal.Trigger;
import io.slackwater.policy.PlanPolicy;
import io.slackwater.policy.Policy;
import io.slackwater.repository.PolicyRepositories;
import io.slackwater.run.OngoingRun;
import io.slackwater.run.Runs;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Records backups that Backrest made without calling Slackwater, as failed runs. Loss prevented: the next backup would
 * use their unverified snapshots as restic's parent.
 */
public record BackupsWithoutCallback(
        RunStore store,
        PoisonStore poisons,
        Supplier<Inventory> inventory,
        Supplier<Policy> policy,
        PolicyRepositories repositories,
        Clock clock) {

    private static final Logger LOG = Logger.getLogger(BackupsWithoutCallback.class);

    /** How many of a dataset's newest runs are searched; more than can begin before the backup is judged. */
    private static final int NEWEST = 100;

    /**
     * Records the backup, unless a run made it. Returns false while an open run may have made it. May be called again
     * for the same backup.
     *
     * @param backup an operation that has ended and stored a snapshot
     */
    public boolean settle(Operation backup) {
        Optional<Dataset> known = inventory.get().dataset(backup.plan());
        if (known.isEmpty()) {
            return true;
        }
        Dataset dataset = known.get();
        List<RunRecord> runs = store.newest(dataset.id(), NEWEST);
        if (runs.stream().anyMatch(one -> one.snapshot().equals(backup.snapshot()))) {
            return true;
        }
        if (runs.stream().anyMatch(one -> !one.state().ended())) {
            return false;
        }
        Instant ended = backup.ended().orElse(backup.started());
        if (runs.stream().noneMatch(one -> mayHaveMade(one, backup.started(), ended))) {
            String message = message(backup);
            String run = Runs.freshId(clock);
            RunRecord record = record(dataset, backup, run);
            store.queued(record);
            if (restic(dataset).filter(backup.repositoryGuid()::equals).isPresent()) {
                poisons.add(new Poison(backup.repositoryGuid(), dataset.id(), run, backup.snapshot()));
            }
            store.update(record.endedAt(ended, RunState.FAILED, EndCause.UNWATCHED, message));
            LOG.warnf(
                    "Backrest stored a snapshot without calling Slackwater run=%s dataset=%s reason=%s",
                    run, dataset.id(), message);
        }
        return true;
    }

    private Optional<String> restic(Dataset dataset) {
        return Optional.ofNullable(policy.get().plans().get(dataset.plan()))
                .map(PlanPolicy::repository)
                .flatMap(repositories::knownId);
    }

    /** Whether a failed attempt of the run may have made the backup. Its snapshot is removed in any case. */
    private static boolean mayHaveMade(RunRecord run, Instant started, Instant ended) {
        return (run.state() != RunState.SUCCEEDED || run.attempt() > 1)
                && run.queued().isBefore(ended)
                && run.ended().filter(end -> end.isAfter(started)).isPresent();
    }

    private static RunRecord record(Dataset dataset, Operation backup, String run) {
        String set = run + "-" + dataset.workload().value();
        return OngoingRun.record(run, dataset, set, Trigger.BACKREST, backup.started())
                .startedAt(backup.started())
                .by(EngineName.BACKREST)
                .stored(backup.repositoryGuid(), backup.snapshot().orElseThrow(), -1, -1, "");
    }

    private static String message(Operation backup) {
        return "Backrest (operation " + backup.id() + ") stored snapshot "
                + backup.snapshot().orElseThrow()
                + " without calling Slackwater, because its plan was edited and lacked Slackwater's hooks or stream. The"
                + " snapshot may be inconsistent: it is not offered, and is removed before the next run. Slackwater"
                + " reverts the edit; then start the backup again";
    }
}
