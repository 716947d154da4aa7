package io.slackwater.restore;

import io.slackwater.discovery.Kinds;
import io.slackwater.discovery.Workload;
import io.slackwater.docker.DockerException;
import io.slackwater.journal.ReplacedData;
import io.slackwater.journal.ReplacedDataStore;
import io.slackwater.kind.Exchange;
import io.slackwater.kind.RestoreException;
import io.slackwater.kind.ServiceKind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Undoes restores in place, and removes the old data when their time is over. All steps are idempotent, so that a failed
 * one is repeated later. Safe for use by several threads.
 */
final class Exchanges {

    private static final Logger LOG = Logger.getLogger(Exchanges.class);

    private final ReplacedDataStore store;
    private final Supplier<TargetWorkload> workloads;
    private final Kinds<ServiceKind> kinds;

    Exchanges(ReplacedDataStore store, Supplier<TargetWorkload> workloads, Kinds<ServiceKind> kinds) {
        this.store = store;
        this.workloads = workloads;
        this.kinds = kinds;
    }

    /**
     * Returns the live and the restored data.
     *
     * @throws RestoreException the workload does not exist now
     */
    Exchange of(ReplacedData data) throws RestoreException {
        Workload server = workloads
                .get()
                .find(data.workload())
                .orElseThrow(() -> new RestoreException("workload " + data.workload()
                        + " does not exist now. Start it; until then do not use the data of " + data.words()));
        return kinds.of(server.kind()).exchange(server, data);
    }

    /**
     * Brings all old data of a restore back, in the opposite order, and removes the restored ones. Tries each dataset, also
     * when another one fails.
     *
     * @throws RestoreException some data could not be brought back; the caller tries again later
     */
    void undo(String restore) throws RestoreException, InterruptedException {
        RestoreException first = null;
        for (ReplacedData data : store.of(restore).reversed()) {
            try {
                Exchange exchange = of(data);
                exchange.rollBack();
                exchange.removeBeside();
                store.kept(data, Optional.empty());
            } catch (RestoreException | DockerException e) {
                RestoreException failed = RestoreException.failed("bringing back the old data of " + data.words(), e);
                if (first == null) {
                    first = failed;
                } else {
                    first.addSuppressed(failed);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }

    /** Removes old data whose time is over. What cannot be removed now stays until the next call. */
    void removeExpired(Instant now) throws InterruptedException {
        for (ReplacedData data : store.expired(now)) {
            try {
                of(data).removeBeside();
                store.kept(data, Optional.empty());
                LOG.infof(
                        "removed the old data restore=%s dataset=%s name=%s",
                        data.restore(), data.dataset(), data.beside());
            } catch (RestoreException | DockerException e) {
                LOG.debugf(
                        "the old data cannot be removed now restore=%s dataset=%s reason=%s",
                        data.restore(), data.dataset(), e.getMessage());
            }
        }
    }

    /** Keeps the data beside the live ones until that time. */
    void keep(List<ReplacedData> all, Instant until) {
        all.stream().filter(data -> !data.beside().isEmpty()).forEach(data -> store.kept(data, Optional.of(until)));
    }
}
