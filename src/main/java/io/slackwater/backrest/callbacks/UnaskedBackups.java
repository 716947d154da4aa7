package io.slackwater.backrest.callbacks;

import io.slackwater.backrest.client.Operation;
import io.slackwater.backrest.reconcile.UntrackedBackups;
import io.slackwater.discovery.Dataset;
import io.slackwater.discovery.Inventory;
import io.slackwater.discovery.Method;
import io.slackwater.discovery.Source;
import io.slackwater.journal.EndCause;
import io.slackwater.journal.Poison;
import io.slackwater.journal.PoisonStore;
import io.slackwater.journal.RetryOutlook;
import io.slackwater.journal.RunRecord;
import io.slackwater.journal.RunState;
import io.slackwater.journal.RunStore;
import io.slackwater.run.OngoingRun;
import io.slackwater.run.Runs;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Journals backups that Backrest made without asking Slackwater as failed runs. Prevents a snapshot that nobody verified from being the
 * parent of the next backup.
 */
public final class UnaskedBackups implements UntrackedBackups {

    private static final Logger LOG = Logger.getLogger(UnaskedBackups.class);

    /** More runs than a dataset has while one of its backups is looked at. */
    private static final int NEWEST = 100;

    private final RunStore store;
    private final PoisonStore poisons;
    private final Runs runs;
    private final Supplier<Inventory> inventory;
    private final Function<Dataset, Optional<String>> restic;

    /** @param restic the id of the repository of the dataset's plan, where that is known */
    public UnaskedBackups(
            RunStore store,
            PoisonStore poisons,
            Runs runs,
            Supplier<Inventory> inventory,
            Function<Dataset, Optional<String>> restic) {
        this.store = store;
        this.poisons = poisons;
        this.runs = runs;
        this.inventory = inventory;
        this.restic = restic;
    }

    @Override
    public boolean settle(Operation operation) {
        Optional<Dataset> dataset = inventory.get().dataset(operation.plan());
        if (dataset.isEmpty()) {
            return true;
        }
        Unasked backup = new Unasked(
                "Backrest (operation " + operation.id() + ")",
                operation.started(),
                operation.ended().orElse(operation.started()),
                operation.repositoryGuid(),
                operation.snapshot().orElseThrow());
        return !runs.running(operation.plan())
                && settle(store, poisons, dataset.get(), backup, runs.freshId(), restic.apply(dataset.get()));
    }

    /**
     * A backup that Backrest made.
     *
     * @param by the operation, for people
     * @param repository the restic id of its repository
     */
    record Unasked(String by, Instant started, Instant ended, String repository, String snapshot) {}

    /**
     * Whether it is known now where the backup came from: false while an open run may have made it.
     *
     * @param run the id for a run that is journaled for it
     * @param ours the restic id of the dataset's repository
     */
    static boolean settle(
            RunStore store, PoisonStore poisons, Dataset dataset, Unasked backup, String run, Optional<String> ours) {
        List<RunRecord> runs = store.newest(dataset.id(), NEWEST);
        if (runs.stream()
                .anyMatch(
                        one -> one.snapshot().filter(backup.snapshot()::equals).isPresent())) {
            return true;
        }
        if (runs.stream().anyMatch(one -> !one.state().ended())) {
            return false;
        }
        if (runs.stream().noneMatch(one -> mayHaveMade(one, backup))) {
            String message = message(dataset, backup);
            RunRecord record = queued(dataset, backup, run);
            store.queued(record);
            if (ours.filter(backup.repository()::equals).isPresent()) {
                poisons.add(
                        new Poison(backup.repository(), dataset.id(), run, Optional.of(backup.snapshot()), message));
            }
            store.update(record.endedAt(
                    backup.ended(), RunState.FAILED, EndCause.UNWATCHED, RetryOutlook.PERMANENT, message));
            LOG.warnf("made without Slackwater run=%s dataset=%s reason=%s", run, dataset.id(), message);
        }
        return true;
    }

    /** The leftovers of a failed attempt are forgotten anyway. */
    private static boolean mayHaveMade(RunRecord run, Unasked backup) {
        return (run.state() != RunState.SUCCEEDED || run.attempt() > 1)
                && run.queued().isBefore(backup.ended())
                && run.ended().filter(end -> end.isAfter(backup.started())).isPresent();
    }

    private static RunRecord queued(Dataset dataset, Unasked backup, String run) {
        String set = run + "-" + dataset.workload().value();
        return OngoingRun.record(run, dataset, set, "backrest", backup.started())
                .startedAt(backup.started())
                .by("backrest")
                .stored(backup.repository(), backup.snapshot(), -1, -1, "");
    }

    private static String message(Dataset dataset, Unasked backup) {
        return backup.by() + " stored snapshot " + backup.snapshot() + " without calling Slackwater, because its plan "
                + why(dataset)
                + "; the snapshot is not offered and is forgotten before the next run. The plan is put back by itself;"
                + " back the dataset up again then";
    }

    private static String why(Dataset dataset) {
        if (!(dataset.source() instanceof Source.Tree)) {
            return "had been edited and lacked Slackwater's stream, so it is not known what was stored";
        }
        return "had been edited and lacked Slackwater's hooks, so "
                + (dataset.method() == Method.FREEZE
                        ? "nothing was frozen while it was read"
                        : "the data were not checked");
    }
}
