package io.slackwater.restore;

import io.slackwater.discovery.Dataset;
import io.slackwater.discovery.Inventory;
import io.slackwater.discovery.KindProfile.DumpTrait;
import io.slackwater.discovery.Kinds;
import io.slackwater.discovery.Workload;
import io.slackwater.journal.DatasetStore;
import io.slackwater.kind.Replacement;
import io.slackwater.kind.ReplacementTarget;
import io.slackwater.kind.RestoreException;
import io.slackwater.kind.RestoreException.Reason;
import io.slackwater.kind.ServiceKind;
import java.time.Instant;

/** Makes the replacement of one dataset's live data. Safe for use by several threads. */
record Replacements(Kinds<ServiceKind> kinds, DatasetStore datasets) {

    /**
     * Returns the replacement of the dataset's live data by the snapshot.
     *
     * @throws RestoreException the data cannot be restored in place
     */
    Replacement of(ChosenSnapshot snapshot, String restore, Instant began, Workload workload, Inventory inventory)
            throws RestoreException {
        String dataset = snapshot.verdict().dataset();
        ServiceKind kind = kinds.find(snapshot.verdict().kind())
                .filter(one -> !snapshot.isTree())
                .filter(one -> one.profile()
                        .has(DumpTrait.FOR_SERVER, snapshot.verdict().format()))
                .orElseThrow(
                        () -> new RestoreException(
                                Reason.INVALID,
                                "dataset " + dataset
                                        + " cannot be restored in place; restore it into a new volume or directory, or download it"));
        String name = inventory
                .dataset(dataset)
                .map(Dataset::name)
                .or(() -> datasets.name(dataset))
                .orElseThrow(() -> new RestoreException(
                        Reason.INVALID,
                        "the name of dataset " + dataset
                                + " in its service is unknown; restore it into a new database (--database)"));
        return kind.replacement(snapshot.dump(), new ReplacementTarget(restore, began, workload, name));
    }
}
