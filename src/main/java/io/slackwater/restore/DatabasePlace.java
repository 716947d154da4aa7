package io.slackwater.restore;

import io.slackwater.discovery.Dataset;
import io.slackwater.discovery.Inventory;
import io.slackwater.discovery.Kind;
import io.slackwater.discovery.Workload;
import io.slackwater.journal.Journal;
import io.slackwater.journal.RunRecord;
import io.slackwater.journal.Verified;
import io.slackwater.restore.RestoreException.Reason;

/** Into which server a dump goes. */
final class DatabasePlace {

    private final Inventory now;
    private final Journal journal;

    DatabasePlace(Inventory now, Journal journal) {
        this.now = now;
        this.journal = journal;
    }

    /** The one that was asked for, or the one that the snapshot came from: also when that has lost the database. */
    Workload workload(Verified snapshot, RestoreTarget.Database target) throws RestoreException {
        String dataset = snapshot.dataset();
        String wanted = target.workload()
                .or(() -> now.dataset(dataset).map(Dataset::workload).map(Object::toString))
                .or(() -> journal.runs().newest(dataset, 1).stream().findFirst().map(RunRecord::workload))
                .orElseThrow(() -> new RestoreException(
                        Reason.INVALID,
                        "nothing says any more in which workload dataset " + dataset + " was; " + sayWhich()));
        Workload workload = now.workloads().stream()
                .filter(candidate -> candidate.id().value().equals(wanted))
                .findFirst()
                .orElseThrow(() -> target.workload().isPresent()
                        ? new RestoreException(
                                Reason.NOT_FOUND,
                                "there is no workload " + wanted + "; GET /api/v1/workloads lists them")
                        : new RestoreException(
                                Reason.INVALID,
                                "workload " + wanted + ", in which dataset " + dataset
                                        + " was, is not there or not protected now: start it, or " + sayWhich()));
        if (!workload.kind().equals(new Kind("postgres"))) {
            throw new RestoreException(
                    Reason.INVALID, "workload " + wanted + " is no PostgreSQL server but " + workload.kind());
        }
        return workload;
    }

    private static String sayWhich() {
        return "say into which one: --workload of backrest-management.sh, target.workload of the API";
    }
}
