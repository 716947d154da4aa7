package io.slackwater.schedule;

import io.slackwater.discovery.Dataset;
import io.slackwater.discovery.InventoryBoard;
import io.slackwater.discovery.Workload;
import io.slackwater.docker.Container;
import io.slackwater.journal.RetryOutlook;
import io.slackwater.journal.RunRecord;
import io.slackwater.policy.Policy;
import io.slackwater.run.Runs;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Derives each dataset's state from journal, policy and inventory. Safe for use by several threads.
 *
 * @param stores the state of a repository, by its name
 * @param awaitsPlan whether a first backup waits until Backrest has the dataset's plan
 * @param shared whether other dumps of the same server need this dataset for a restore into another server
 */
public record KnownDatasets(
        InventoryBoard board,
        Supplier<Policy> policy,
        Runs runs,
        BackupHistory history,
        Function<String, Circumstances.StorageState> stores,
        Predicate<KnownDataset> awaitsPlan,
        Predicate<Dataset> shared) {

    /**
     * The state of all datasets.
     *
     * @param frozen ids of containers that Slackwater may have paused while the inventory was made
     */
    List<KnownDataset> now(Set<String> frozen) {
        Policy current = policy.get();
        return board.get().datasets().stream()
                .map(dataset -> known(dataset, current, frozen))
                .toList();
    }

    /**
     * The ids of datasets that a restore into another server needs too, such as the roles of a PostgreSQL server.
     * Leaves out those that never ran, because they start by themselves.
     */
    Set<String> neededBy(Dataset dataset) {
        return board.get().datasets().stream()
                .filter(one -> one.workload().equals(dataset.workload()) && shared.test(one))
                .map(Dataset::id)
                .filter(id -> !history.runs().newest(id, 1).isEmpty())
                .collect(Collectors.toSet());
    }

    /** The id of a dataset's container. */
    Optional<String> container(String dataset) {
        return board.get()
                .dataset(dataset)
                .flatMap(one -> board.get().workload(one.workload()))
                .map(Workload::container)
                .map(Container::id);
    }

    private KnownDataset known(Dataset dataset, Policy current, Set<String> frozen) {
        String id = dataset.id();
        boolean backedUp = history.backedUp(id, current.repositories().keySet());
        return new KnownDataset(
                id,
                dataset.plan(),
                backedUp,
                runs.running(id),
                history.newest(id).map(run -> last(dataset, run, backedUp, current, frozen)));
    }

    private LastRun last(Dataset dataset, RunRecord run, boolean backedUp, Policy current, Set<String> frozen) {
        RetryOutlook end = run.cause().outlook();
        boolean failed = end.canPass() || end == RetryOutlook.PERMANENT;
        return new LastRun(
                run.ended().orElse(run.queued()),
                end,
                failed && history.changed(run, Circumstances.of(dataset, board.get(), current, frozen, stores)),
                failed
                        ? history.retries(dataset.id())
                        : end == RetryOutlook.NOT_NEEDED && !backedUp ? history.lost(dataset.id()) : 0);
    }
}
