package io.slackwater.restore;

import io.slackwater.discovery.Dataset;
import io.slackwater.discovery.Inventory;
import io.slackwater.discovery.Workload;
import io.slackwater.journal.RunRecord;
import io.slackwater.journal.RunStore;
import io.slackwater.kind.RestoreException;
import io.slackwater.kind.RestoreException.Reason;
import java.util.Optional;

/** Finds the workload (a container of a Compose service) whose server receives a restored dump. */
record TargetWorkload(Inventory inventory, RunStore runStore) {

    private static final String NAME_ONE =
            "name the workload: --workload of backrest-management.sh, target.workload of the API";

    /**
     * Returns the requested workload. Without a request, returns the dataset's own workload, even if its server no
     * longer has the database.
     */
    Workload of(String dataset, Optional<String> wanted) throws RestoreException {
        String id = wanted.or(
                        () -> inventory.dataset(dataset).map(Dataset::workload).map(Object::toString))
                .or(() -> runStore.newest(dataset, 1).stream().findFirst().map(RunRecord::workload))
                .orElseThrow(() -> new RestoreException(
                        Reason.INVALID, "the workload of dataset " + dataset + " is unknown; " + NAME_ONE));
        return find(id).orElseThrow(() -> wanted.isPresent()
                ? new RestoreException(
                        Reason.NOT_FOUND, "there is no workload " + id + "; GET /api/v1/workloads lists them")
                : new RestoreException(
                        Reason.INVALID,
                        "workload " + id + ", which contained dataset " + dataset
                                + ", does not run or is not protected now: start it, or " + NAME_ONE));
    }

    Optional<Workload> find(String id) {
        return inventory.workloads().stream()
                .filter(workload -> workload.id().value().equals(id))
                .findFirst();
    }
}
