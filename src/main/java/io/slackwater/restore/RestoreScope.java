package io.slackwater.restore;

import io.slackwater.discovery.Dataset;
import io.slackwater.discovery.Inventory;
import io.slackwater.discovery.Workload;
import io.slackwater.kind.RestoreException;
import io.slackwater.kind.RestoreException.Reason;
import java.util.List;
import java.util.stream.Stream;

/** Which data a restore in place replaces. */
public sealed interface RestoreScope {

    /** The scope in words: {@code workload shop-db}. */
    String words();

    /**
     * Returns the ids of the datasets.
     *
     * @throws RestoreException the inventory has no such workload or plan
     */
    List<String> datasets(Inventory inventory) throws RestoreException;

    /** One dataset, also one that the service no longer has. */
    record OneDataset(String id) implements RestoreScope {

        @Override
        public String words() {
            return "dataset " + id;
        }

        @Override
        public List<String> datasets(Inventory inventory) {
            return List.of(id);
        }
    }

    /** All datasets of a workload. */
    record OneWorkload(String id) implements RestoreScope {

        @Override
        public String words() {
            return "workload " + id;
        }

        @Override
        public List<String> datasets(Inventory inventory) throws RestoreException {
            return needed(
                    inventory.workloads().stream()
                            .filter(workload -> workload.id().value().equals(id))
                            .flatMap(RestoreScope::of),
                    "there is no workload " + id + " with datasets; GET /api/v1/workloads lists them");
        }
    }

    /** All datasets of a plan of the policy. */
    record OnePlan(String id) implements RestoreScope {

        @Override
        public String words() {
            return "plan " + id;
        }

        @Override
        public List<String> datasets(Inventory inventory) throws RestoreException {
            return needed(
                    inventory.datasets().stream()
                            .filter(dataset -> dataset.plan().equals(id))
                            .map(Dataset::id),
                    "plan " + id + " has no datasets; GET /api/v1/datasets lists them with their plans");
        }
    }

    /** All datasets of the stack. */
    record WholeStack() implements RestoreScope {

        @Override
        public String words() {
            return "the whole stack";
        }

        @Override
        public List<String> datasets(Inventory inventory) throws RestoreException {
            return needed(inventory.workloads().stream().flatMap(RestoreScope::of), "Slackwater has found no datasets");
        }
    }

    private static Stream<String> of(Workload workload) {
        return workload.datasets().stream().map(Dataset::id);
    }

    private static List<String> needed(Stream<String> ids, String missing) throws RestoreException {
        List<String> all = ids.toList();
        if (all.isEmpty()) {
            throw new RestoreException(Reason.NOT_FOUND, missing);
        }
        return all;
    }
}
