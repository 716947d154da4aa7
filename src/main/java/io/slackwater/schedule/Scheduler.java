package io.slackwater.schedule;

import io.slackwater.discovery.Dataset;
import io.slackwater.discovery.InventoryBoard;
import io.slackwater.journal.RetryOutlook;
import io.slackwater.journal.Trigger;
import io.slackwater.policy.Policy;
import io.slackwater.run.Maintenance;
import io.slackwater.run.Runs;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Starts what is due. The next runs may be read from any thread. */
public final class Scheduler {

    private final InventoryBoard board;
    private final Supplier<Policy> policy;
    private final Runs runs;
    private final Maintenance maintenance;
    private final KnownDatasets datasets;
    private final DueDecision decision;
    private final Set<String> interrupted = new HashSet<>();
    private final Map<Trigger, List<Dataset>> single = new EnumMap<>(Trigger.class);
    /** What new datasets need for a restore elsewhere. An open run may be older than the new dataset, so another one follows it. */
    private final Set<String> needed = new HashSet<>();

    private volatile List<KnownDataset> known = List.of();

    public Scheduler(
            InventoryBoard board,
            Supplier<Policy> policy,
            Runs runs,
            Maintenance maintenance,
            KnownDatasets datasets,
            DueDecision decision) {
        this.board = board;
        this.policy = policy;
        this.runs = runs;
        this.maintenance = maintenance;
        this.datasets = datasets;
        this.decision = decision;
    }

    /** Starts another run of each dataset whose run a restart of Slackwater interrupted, as soon as the dataset is found. */
    public synchronized void catchUp(Set<String> datasets) {
        interrupted.addAll(datasets);
    }

    /**
     * Reads the last run of each dataset again. Called after a change of journal, policy or inventory.
     *
     * @param frozen the containers that a freeze of Slackwater may have held while the inventory was made
     * @return the containers whose last backup failed: a change of such a container retries its backup at once
     */
    public synchronized Set<String> refresh(Set<String> frozen) {
        again();
        known = datasets.now(frozen);
        return known.stream()
                .filter(one -> one.last()
                        .filter(last -> last.end() != RetryOutlook.NOT_NEEDED)
                        .isPresent())
                .flatMap(one -> datasets.container(one.id()).stream())
                .collect(Collectors.toSet());
    }

    /** Starts what is due now. */
    public synchronized void tick() {
        try {
            decision.start(
                    policy.get(), known.stream().filter(datasets::mayStart).toList(), this::start);
        } finally {
            // At the end of the batch, so that these dumps have all that the dumps of the new datasets name.
            board.get().datasets().stream()
                    .filter(dataset -> needed.contains(dataset.id()) && !runs.running(dataset.id()))
                    .forEach(dataset -> {
                        needed.remove(dataset.id());
                        found(Trigger.DISCOVERED).add(dataset);
                    });
            // One batch for all of them: a batch ends with work that needs the repository alone.
            Map<Trigger, List<Dataset>> found = new EnumMap<>(single);
            single.clear();
            found.forEach((trigger, datasets) -> runs.submit(datasets, trigger));
        }
    }

    private List<Dataset> found(Trigger trigger) {
        return single.computeIfAbsent(trigger, one -> new ArrayList<>());
    }

    private void again() {
        List<Dataset> back = board.get().datasets().stream()
                .filter(dataset -> interrupted.contains(dataset.id()))
                .toList();
        runs.submit(back, Trigger.CATCH_UP);
        back.forEach(dataset -> interrupted.remove(dataset.id()));
    }

    /** What is due and what comes, as of the last refresh. */
    public List<NextRun> nextRuns() {
        return decision.nextRuns(policy.get(), known);
    }

    private void start(Due due) {
        switch (due.task()) {
            case PLAN ->
                runs.submit(
                        board.get().datasets().stream()
                                .filter(dataset -> dataset.plan().equals(due.name()))
                                .toList(),
                        due.trigger());
            case RETRY ->
                board.get().dataset(due.name()).ifPresent(dataset -> {
                    found(due.trigger()).add(dataset);
                    if (due.trigger() == Trigger.DISCOVERED) {
                        needed.addAll(datasets.neededBy(dataset));
                    }
                });
            case PRUNE -> maintenance.prune(due.name());
            case CHECK ->
                maintenance.check(due.name(), policy.get().maintenance().readDataSubset());
        }
    }
}
