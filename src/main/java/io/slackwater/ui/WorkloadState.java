package io.slackwater.ui;

import io.slackwater.discovery.Dataset;
import io.slackwater.discovery.Inventory;
import io.slackwater.discovery.Workload;
import io.slackwater.discovery.WorkloadId;
import io.slackwater.health.DatasetHealth;
import io.slackwater.journal.RunRecord;
import io.slackwater.journal.RunState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A workload with the health of its datasets. A workload that no longer exists is included while one of its datasets is
 * unhealthy. Immutable.
 *
 * @param present whether it can be backed up now
 * @param planOf the plan of each dataset
 * @param word the key of the text for its state
 */
record WorkloadState(
        String id,
        String name,
        boolean present,
        Map<String, String> planOf,
        List<DatasetHealth> health,
        Light light,
        String word) {

    /** Light and word of a dataset. */
    record Judged(Light light, String word) {}

    static List<WorkloadState> all(Inventory inventory, List<DatasetHealth> health, Set<String> running) {
        Map<String, DatasetHealth> byDataset = new LinkedHashMap<>();
        health.forEach(one -> byDataset.put(one.dataset(), one));
        List<WorkloadState> states = new ArrayList<>();
        for (Workload workload : inventory.workloads()) {
            Map<String, String> plans = new LinkedHashMap<>();
            List<DatasetHealth> own = new ArrayList<>();
            for (Dataset dataset : workload.datasets()) {
                plans.put(dataset.id(), dataset.plan());
                Optional.ofNullable(byDataset.remove(dataset.id())).ifPresent(own::add);
            }
            states.add(of(workload.id().value(), name(workload.id()), true, plans, own, running));
        }
        Map<String, List<DatasetHealth>> missing = new HashMap<>();
        byDataset.values().stream()
                .filter(one -> !one.up())
                .forEach(one -> missing.computeIfAbsent(workload(one), _ -> new ArrayList<>())
                        .add(one));
        missing.forEach((id, own) -> {
            Map<String, String> plans = new LinkedHashMap<>();
            own.forEach(one -> plans.put(one.dataset(), one.plan()));
            states.add(of(id, name(own.getFirst().dataset()), false, plans, own, running));
        });
        return states;
    }

    /** The name for people. */
    static String name(WorkloadId id) {
        return id.project().equals(id.service()) ? id.project() : id.project() + " / " + id.service();
    }

    /** The name for people of a workload that Docker no longer has, by the id of one of its datasets. */
    private static String name(String dataset) {
        String[] parts = dataset.split("\\.", 3);
        return parts.length < 3 || parts[0].equals(parts[1]) ? parts[0] : parts[0] + " / " + parts[1];
    }

    private static String workload(DatasetHealth health) {
        return health.lastRun().map(RunRecord::workload).orElse(health.dataset());
    }

    private static WorkloadState of(
            String id,
            String name,
            boolean present,
            Map<String, String> plans,
            List<DatasetHealth> own,
            Set<String> running) {
        Judged judged = own.stream()
                .map(WorkloadState::judge)
                .max(Comparator.comparing(Judged::light))
                .orElse(new Judged(plans.isEmpty() ? Light.WARN : Light.OFF, "stateUnknown"));
        if (judged.light().compareTo(Light.BUSY) < 0 && plans.keySet().stream().anyMatch(running::contains)) {
            judged = new Judged(Light.BUSY, "stateRunning");
        }
        return new WorkloadState(id, name, present, plans, own, judged.light(), judged.word());
    }

    /**
     * Judges a dataset.
     *
     * @param unknown the word for a dataset without a health
     */
    static Judged judge(Optional<DatasetHealth> health, boolean running, String unknown) {
        Judged judged = health.map(WorkloadState::judge).orElse(new Judged(Light.OFF, unknown));
        return running && judged.light().compareTo(Light.BUSY) < 0 ? new Judged(Light.BUSY, "stateRunning") : judged;
    }

    private static Judged judge(DatasetHealth health) {
        String word = "state" + TextKeys.capital(health.state());
        return switch (health.state()) {
            case FRESH -> fresh(health, word);
            case OVERDUE ->
                health.why().disabled() ? new Judged(Light.OFF, "stateDisabled") : new Judged(Light.BAD, word);
            case NEVER -> new Judged(Light.WARN, word);
            case FAILED, NOT_RESTORABLE -> new Judged(Light.BAD, word);
            case GONE -> new Judged(health.up() ? Light.OFF : Light.WARN, word);
        };
    }

    private static Judged fresh(DatasetHealth health, String word) {
        if (health.why().disabled()) {
            return new Judged(Light.OFF, "stateDisabled");
        }
        if (!health.up()) {
            return new Judged(Light.WARN, "stateMislabelled");
        }
        return lastFailed(health) ? new Judged(Light.WARN, "stateLastFailed") : new Judged(Light.OK, word);
    }

    private static boolean lastFailed(DatasetHealth health) {
        return health.lastRun().filter(run -> run.state() != RunState.SUCCEEDED).isPresent();
    }

    List<String> datasets() {
        return List.copyOf(planOf.keySet());
    }

    /** How many datasets have a verified snapshot that is recent enough. */
    long verified() {
        return health.stream()
                .filter(one -> one.state() == DatasetHealth.State.FRESH)
                .count();
    }

    /** The capture time of the newest verified snapshot of the dataset whose newest snapshot is oldest. */
    Optional<Instant> newest() {
        return health.stream().flatMap(one -> one.newest().stream()).min(Comparator.naturalOrder());
    }

    /** The captured bytes of the last successful runs. */
    long bytes() {
        return health.stream()
                .flatMap(one -> one.lastSuccess().stream())
                .mapToLong(run -> Math.max(0, run.bytes()))
                .sum();
    }
}
