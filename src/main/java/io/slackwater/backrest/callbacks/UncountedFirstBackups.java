package io.slackwater.backrest.callbacks;

import io.slackwater.backrest.client.BackrestClient;
import io.slackwater.backrest.client.BackrestException;
import io.slackwater.backrest.reconcile.ReconcileLoop;
import io.slackwater.discovery.Dataset;
import io.slackwater.discovery.Inventory;
import io.slackwater.journal.BackrestStore;
import io.slackwater.journal.BackrestStore.Owned;
import io.slackwater.journal.EngineName;
import io.slackwater.journal.RunRecord;
import io.slackwater.journal.RunState;
import io.slackwater.journal.RunStore;
import io.slackwater.journal.Trigger;
import io.slackwater.policy.Policy;
import io.slackwater.run.Runs;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Repeats the backup of a new dataset through Backrest if only Slackwater's own restic has backed it up. Loss
 * prevented: Backrest's dashboard counts only Backrest's backups, and would say "No backups recorded yet" about a
 * restorable dataset. The number of repetitions is limited, because Backrest may fail each time.
 *
 * @param takes whether Backrest makes the backups of a dataset
 */
public record UncountedFirstBackups(
        RunStore store,
        BackrestStore owned,
        Supplier<Policy> policy,
        Predicate<String> takes,
        Runs runs,
        BackrestClient client)
        implements ReconcileLoop.Listener {

    private static final Logger LOG = Logger.getLogger(UncountedFirstBackups.class);

    /** A dataset with more successful backups than this is no longer new; its next scheduled backup is soon enough. */
    private static final int NEW = 10;

    private static final int REPETITIONS = 2;
    private static final int RECENT = 50;

    /** Repeats one backup if Backrest and Slackwater are idle, so that it does not wait in Backrest's queue. */
    @Override
    public void inSync(Inventory inventory) throws InterruptedException {
        Optional<Dataset> next = runs.idle() ? next(inventory) : Optional.empty();
        try {
            if (next.isPresent() && client.running().isEmpty()) {
                String run = runs.submit(List.of(next.get()), Trigger.BACKREST).getFirst();
                LOG.infof(
                        "the first backup was made without Backrest, so its dashboard does not count it; it is repeated through Backrest dataset=%s run=%s",
                        next.get().id(), run);
            }
        } catch (BackrestException e) {
            LOG.debugf("Backrest's operations cannot be read reason=%s", e.getMessage());
        }
    }

    private Optional<Dataset> next(Inventory inventory) {
        Map<String, Map<RunState, Long>> outcomes = store.outcomes();
        Set<String> planned = owned.prints(Owned.PLAN).keySet();
        return inventory.datasets().stream()
                .filter(dataset -> planned.contains(dataset.id()))
                .filter(dataset -> isNew(outcomes.getOrDefault(dataset.id(), Map.of())))
                .filter(dataset -> uncounted(store.newest(dataset.id(), RECENT)))
                .filter(dataset -> policy.get().enabledPlan(dataset.plan()).isPresent() && runs(inventory, dataset))
                .filter(dataset -> takes.test(dataset.id()))
                .findFirst();
    }

    private static boolean isNew(Map<RunState, Long> outcomes) {
        long successes = outcomes.getOrDefault(RunState.SUCCEEDED, 0L);
        return successes > 0 && successes <= NEW;
    }

    /**
     * Whether the newest run succeeded in one pass, no run through Backrest succeeded, and the limit of repetitions is
     * not reached. Backrest cannot make a backup of two passes, so a repetition would only pause the container again.
     */
    private static boolean uncounted(List<RunRecord> newestFirst) {
        List<RunRecord> good = newestFirst.stream()
                .filter(run -> run.state() == RunState.SUCCEEDED)
                .toList();
        return !good.isEmpty()
                && good.getFirst().equals(newestFirst.getFirst())
                && good.getFirst().pause().hotBytes() == 0
                && good.stream().allMatch(run -> run.progress().engine().equals(Optional.of(EngineName.EMBEDDED)))
                && newestFirst.stream()
                                .filter(run -> run.trigger() == Trigger.BACKREST)
                                .count()
                        < REPETITIONS;
    }

    /** Whether the dataset's container runs. Otherwise the repetition would fail although a good backup exists. */
    private static boolean runs(Inventory inventory, Dataset dataset) {
        return inventory
                .workload(dataset.workload())
                .map(workload -> workload.container().running())
                .orElse(true);
    }
}
