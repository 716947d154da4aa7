package io.slackwater.schedule;

import io.slackwater.discovery.Dataset;
import io.slackwater.discovery.InventoryBoard;
import io.slackwater.journal.RetryOutlook;
import io.slackwater.journal.Trigger;
import io.slackwater.policy.Policy;
import io.slackwater.run.Maintenance;
import io.slackwater.run.MaintenanceJob;
import io.slackwater.run.Runs;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Starts due plans, retries and maintenance tasks. {@link #nextRuns} may be called from any thread. */
public final class Scheduler {

    private final InventoryBoard board;
    private final Supplier<Policy> policy;
    private final Runs runs;
    private final Maintenance maintenance;
    private final KnownDatasets datasets;
    private final DueDecision decision;
    private final Set<String> interrupted = new HashSet<>();
    /**
     * Datasets to back up again, because a restore of new datasets into another server needs them. Example: the roles
     * of a new database's server. A run in progress may be older than the new dataset, so another run follows.
     */
    private final Set<String> needed = new HashSet<>();

    private volatile List<KnownDataset> known = List.of();

    public Scheduler(Maintenance maintenance, KnownDatasets datasets, DueDecision decision) {
        this.board = datasets.board();
        this.policy = datasets.policy();
        this.runs = datasets.runs();
        this.maintenance = maintenance;
        this.datasets = datasets;
        this.decision = decision;
    }

    /** Backs up these datasets once the inventory has them. A restart of Slackwater interrupted their runs. */
    public synchronized void catchUp(Set<String> datasets) {
        interrupted.addAll(datasets);
    }

    /**
     * Reads each dataset's last run again. Called after a change of journal, policy or inventory.
     *
     * @param frozen ids of containers that Slackwater may have paused while the inventory was made
     * @return ids of the containers whose last backup failed; their changes trigger a retry
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

    /** Starts everything that is due now. */
    public synchronized void tick() {
        Map<Trigger, List<Dataset>> single = new EnumMap<>(Trigger.class);
        try {
            decision.start(
                    policy.get(),
                    known.stream().filter(datasets.awaitsPlan().negate()).toList(),
                    due -> start(due, single));
        } finally {
            // Queued last, so that these dumps contain everything to which the dumps of the new datasets refer.
            List<Dataset> wanted = board.get().datasets().stream()
                    .filter(dataset -> needed.contains(dataset.id()) && !runs.running(dataset.id()))
                    .toList();
            wanted.forEach(dataset -> add(dataset, Trigger.DISCOVERED, single));
            // One submission for all of them, because each ends with work that needs the repository exclusively.
            single.forEach((trigger, datasets) -> runs.submit(datasets, trigger));
            wanted.forEach(dataset -> needed.remove(dataset.id()));
        }
    }

    private static void add(Dataset dataset, Trigger trigger, Map<Trigger, List<Dataset>> single) {
        single.computeIfAbsent(trigger, one -> new ArrayList<>()).add(dataset);
    }

    private void again() {
        List<Dataset> back = board.get().datasets().stream()
                .filter(dataset -> interrupted.contains(dataset.id()))
                .toList();
        runs.submit(back, Trigger.CATCH_UP);
        back.forEach(dataset -> interrupted.remove(dataset.id()));
    }

    /** The next starts, as of the last {@link #refresh}. */
    public List<NextRun> nextRuns() {
        return decision.nextRuns(policy.get(), known);
    }

    /** Starts a check that a user asked for. It makes up for the times of the schedule that passed. */
    public void check(String repository) {
        maintenance.check(repository, policy.get().maintenance().readDataSubset());
        decision.done(Task.CHECK, repository);
    }

    /** Starts a prune that a user asked for. It makes up for the times of the schedule that passed. */
    public MaintenanceJob prune(String repository) {
        MaintenanceJob job = maintenance.prune(repository);
        decision.done(Task.PRUNE, repository);
        return job;
    }

    private void start(Due due, Map<Trigger, List<Dataset>> single) {
        switch (due.task()) {
            case PLAN ->
                runs.submit(
                        board.get().datasets().stream()
                                .filter(dataset -> dataset.plan().equals(due.name()))
                                .toList(),
                        due.trigger());
            case RETRY ->
                board.get().dataset(due.name()).ifPresent(dataset -> {
                    add(dataset, due.trigger(), single);
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
