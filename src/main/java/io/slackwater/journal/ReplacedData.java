package io.slackwater.journal;

import java.time.Instant;
import java.util.Optional;

/**
 * Live data that a restore replaces, recorded before the restore writes beside them. Immutable.
 *
 * @param restore the restore's id
 * @param position the place in the order of the restore, from 0
 * @param kind the kind of service that restores the data
 * @param format the format of the snapshot's data
 * @param workload the id of the workload that has the data
 * @param name the name of the live data in the service: a database's name, or a tree's path on the host
 * @param beside the name of the data beside them: the restored ones before the exchange, the old ones after it
 * @param identity the server's own identifier of the restored data; empty until they exist
 * @param until when the data beside are removed; empty while the restore runs, and when they were removed
 */
public record ReplacedData(
        String restore,
        int position,
        String dataset,
        String snapshot,
        String kind,
        String format,
        String workload,
        String name,
        String beside,
        String identity,
        Optional<Instant> until) {

    /** A copy with the identifier of the restored data. */
    public ReplacedData identified(String found) {
        return new ReplacedData(
                restore, position, dataset, snapshot, kind, format, workload, name, beside, found, until);
    }

    /** The data in words, for messages: {@code dataset shop.db.app}. */
    public String words() {
        return "dataset " + dataset;
    }
}
