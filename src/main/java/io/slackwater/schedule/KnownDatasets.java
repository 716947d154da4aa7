package io.slackwater.schedule;

import io.slackwater.discovery.Dataset;
import io.slackwater.discovery.InventoryBoard;
import io.slackwater.discovery.Workload;
import io.slackwater.docker.Container;
import io.slackwater.journal.Journal;
import io.slackwater.journal.RetryOutlook;
import io.slackwater.journal.RunRecord;
import io.slackwater.journal.RunState;
import io.slackwater.policy.Policy;
import io.slackwater.run.Runs;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Derives what is known of each dataset that was found from journal, policy and inventory. Safe for use by several threads. */
public final class KnownDatasets {

    private static final Set<String> AGAIN = Set.of(Trigger.DISCOVERED.word(), Trigger.RETRY.word());

    /** More retries do not wait longer. */
    private static final int MOST_TRIES = 5;

    private final InventoryBoard board;
    private final Supplier<Policy> policy;
    private final Runs runs;
    private final Journal journal;
    private final FailedRuns failures;
    private final World world;
    private final Predicate<KnownDataset> awaitsPlan;
    private final Predicate<Dataset> shared;

    /**
     * @param stores what is known of a repository, by its name
     * @param awaitsPlan whether the first backup of a dataset waits for the dataset's plan in Backrest
     * @param shared whether the other datasets of its server need a dataset when they are restored into another server
     */
    public KnownDatasets(
            InventoryBoard board,
            Supplier<Policy> policy,
            Runs runs,
            Journal journal,
            Function<String, World.Store> stores,
            Predicate<KnownDataset> awaitsPlan,
            Predicate<Dataset> shared) {
        this.board = board;
        this.policy = policy;
        this.runs = runs;
        this.journal = journal;
        this.failures = new FailedRuns(journal.schedule());
        this.world = new World(stores);
        this.awaitsPlan = awaitsPlan;
        this.shared = shared;
    }

    /** The containers of freezes that are not over. */
    public Set<String> frozen() {
        return journal.leases().open().stream()
                .flatMap(lease -> lease.containers().keySet().stream())
                .collect(Collectors.toSet());
    }

    /** @param frozen the containers that a freeze of ours held while the inventory was made */
    List<KnownDataset> now(Set<String> frozen) {
        Policy current = policy.get();
        return board.get().datasets().stream()
                .map(dataset -> known(dataset, current, frozen))
                .toList();
    }

    boolean mayStart(KnownDataset dataset) {
        return !awaitsPlan.test(dataset);
    }

    /** The datasets that a restore of this dataset into another server needs. A dataset without a run is due by itself. */
    Set<String> neededBy(Dataset dataset) {
        return board.get().datasets().stream()
                .filter(one -> one.workload().equals(dataset.workload()) && shared.test(one))
                .map(Dataset::id)
                .filter(id -> !journal.runs().newest(id, 1).isEmpty())
                .collect(Collectors.toSet());
    }

    /** The container of a dataset. */
    Optional<String> container(String dataset) {
        return board.get()
                .dataset(dataset)
                .flatMap(one -> board.get().workload(one.workload()))
                .map(Workload::container)
                .map(Container::id);
    }

    private KnownDataset known(Dataset dataset, Policy current, Set<String> frozen) {
        boolean open = runs.running(dataset.id());
        Optional<RunRecord> newest = journal.runs().newest(dataset.id(), 1).stream()
                .filter(run -> run.state().ended())
                .findFirst();
        boolean backedUp = KnownDataset.backedUp(
                journal.verdicts(),
                journal.repositories(),
                dataset.id(),
                current.repositories().keySet());
        return new KnownDataset(
                dataset.id(),
                dataset.plan(),
                backedUp,
                open,
                newest.map(run -> last(dataset, run, backedUp, current, frozen)));
    }

    private LastRun last(Dataset dataset, RunRecord run, boolean backedUp, Policy current, Set<String> frozen) {
        RetryOutlook end = run.result().outlook();
        boolean failed = end != RetryOutlook.NOT_NEEDED && end != RetryOutlook.CANCELLED;
        return new LastRun(
                run.ended().orElse(run.queued()),
                end,
                failed && failures.changed(run, end, world.now(dataset, board.get(), current, frozen)),
                failed ? tries(dataset.id()) : end == RetryOutlook.NOT_NEEDED && !backedUp ? inVain(dataset.id()) : 0);
    }

    /** How many of its newest runs were made because there was no backup, and each lost what it had stored. */
    private int inVain(String dataset) {
        return (int) journal.runs().newest(dataset, MOST_TRIES).stream()
                .takeWhile(run ->
                        run.state() == RunState.SUCCEEDED && run.trigger().equals(Trigger.DISCOVERED.word()))
                .count();
    }

    /** A dataset's very first run is none: nothing failed before it. */
    private int tries(String dataset) {
        int tries = 0;
        for (RunRecord run : journal.runs().newest(dataset, MOST_TRIES + 1)) {
            if (run.state() == RunState.SUCCEEDED || !AGAIN.contains(run.trigger())) {
                return tries;
            }
            tries++;
        }
        return Math.max(0, tries - 1);
    }
}
