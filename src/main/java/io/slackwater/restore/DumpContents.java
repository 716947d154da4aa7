package io.slackwater.restore;

import io.slackwater.discovery.Inventory;
import io.slackwater.discovery.KindProfile.DumpTrait;
import io.slackwater.discovery.Kinds;
import io.slackwater.journal.RunStore;
import io.slackwater.journal.Verified;
import io.slackwater.kind.DumpedTable;
import io.slackwater.kind.RestoreException;
import io.slackwater.kind.RestoreException.Reason;
import io.slackwater.kind.ServiceKind;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Looks into verified dumps. Safe for use by several threads. */
public record DumpContents(
        RestorableSnapshots snapshots, Supplier<Inventory> inventory, RunStore runs, Kinds<ServiceKind> kinds) {

    /** Whether the tables of a snapshot can be listed. */
    public boolean hasTables(Verified snapshot) {
        return kind(snapshot).isPresent();
    }

    private Optional<ServiceKind> kind(Verified snapshot) {
        return kinds.find(snapshot.kind()).filter(kind -> kind.profile().has(DumpTrait.TABLES, snapshot.format()));
    }

    /**
     * Lists the tables of a dump in the order of the dump.
     *
     * @param requester only an admin may look into a snapshot that contains passwords
     * @throws RestoreException the snapshot is no dump with tables, or the workload that it was made of does not run
     */
    public List<DumpedTable> tables(Requester requester, String dataset, String snapshot)
            throws RestoreException, InterruptedException {
        Verified verdict = snapshots.verdict(requester, dataset, snapshot);
        ServiceKind kind = kind(verdict)
                .orElseThrow(() -> new RestoreException(
                        Reason.INVALID, "dataset " + dataset + " is no dump whose tables can be listed"));
        ChosenSnapshot chosen = snapshots.opened(verdict);
        try {
            return kind.tables(chosen.dump(), new TargetWorkload(inventory.get(), runs).of(dataset, Optional.empty()));
        } catch (RestoreException e) {
            snapshots.failed(chosen, e.failure(), String.valueOf(e.getMessage()));
            throw e;
        }
    }
}
