package io.slackwater.restore;

import io.slackwater.discovery.KindProfile.DumpTrait;
import io.slackwater.discovery.Kinds;
import io.slackwater.discovery.Source;
import io.slackwater.discovery.Workload;
import io.slackwater.docker.DockerException;
import io.slackwater.journal.ReplacedData;
import io.slackwater.journal.ReplacedDataStore;
import io.slackwater.kind.Exchange;
import io.slackwater.kind.RestoreException;
import io.slackwater.kind.ServiceKind;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Undoes restores in place, and removes the old data when their time is over. All steps are idempotent, so that a failed
 * one is repeated later. Safe for use by several threads.
 */
final class Exchanges {

    private static final Logger LOG = Logger.getLogger(Exchanges.class);

    private final ReplacedDataStore store;
    private final Supplier<TargetWorkload> workloads;
    private final Kinds<ServiceKind> kinds;
    private final LiveFiles files;
    private final HeldContainers held;

    Exchanges(
            ReplacedDataStore store,
            Supplier<TargetWorkload> workloads,
            Kinds<ServiceKind> kinds,
            LiveFiles files,
            HeldContainers held) {
        this.store = store;
        this.workloads = workloads;
        this.kinds = kinds;
        this.files = files;
        this.held = held;
    }

    /**
     * Returns the live and the restored data.
     *
     * @throws RestoreException the workload does not exist now
     */
    Exchange of(ReplacedData data) throws RestoreException {
        if (ofFiles(data)) {
            return new TreeExchange(new LiveTree(files.volumes(), Path.of(data.name())), data.beside(), files.users());
        }
        Workload server = workloads
                .get()
                .find(data.workload())
                .orElseThrow(() -> new RestoreException("workload " + data.workload()
                        + " does not exist now. Start it; until then do not use the data of " + data.words()));
        return kinds.of(server.kind()).exchange(server, data);
    }

    /** Whether files are exchanged while the service is stopped. */
    private boolean ofFiles(ReplacedData data) {
        return data.format().equals(Source.Tree.FORMAT)
                || kinds.find(data.kind())
                        .filter(kind -> kind.profile().has(DumpTrait.FOR_SERVER, data.format()))
                        .isEmpty();
    }

    /** The containers that the restore stops. */
    HeldContainers held() {
        return held;
    }

    /**
     * Brings all old data of a restore back, in the opposite order, starts the stopped containers, and removes the restored
     * data. Tries each dataset, also when another one fails. While the files of a dataset are not back, the containers stay
     * stopped: they would write into a mixture.
     *
     * @throws RestoreException some data could not be brought back; the caller tries again later
     */
    void undo(String restore) throws RestoreException, InterruptedException {
        Failures failures = new Failures();
        List<ReplacedData> back = new ArrayList<>();
        boolean mixed = false;
        for (ReplacedData data : store.of(restore).reversed()) {
            try {
                Exchange exchange = of(data);
                held.hold(restore, exchange.stops());
                exchange.rollBack();
                back.add(data);
            } catch (RestoreException | DockerException e) {
                failures.add("bringing back the old data of " + data.words(), e);
                mixed |= ofFiles(data);
            }
        }
        if (!mixed) {
            try {
                held.release(restore);
            } catch (RestoreException e) {
                failures.add("starting the stopped containers", e);
            }
        }
        for (ReplacedData data : back) {
            try {
                of(data).removeBeside();
                store.kept(data, Optional.empty());
            } catch (RestoreException | DockerException e) {
                failures.add("removing the restored data of " + data.words(), e);
            }
        }
        failures.orThrow();
    }

    /** The failures of several steps, of which each is tried. */
    private static final class Failures {

        private @Nullable RestoreException first;

        void add(String what, Exception e) {
            RestoreException failed = RestoreException.failed(what, e);
            if (first == null) {
                first = failed;
            } else {
                first.addSuppressed(failed);
            }
        }

        void orThrow() throws RestoreException {
            if (first != null) {
                throw first;
            }
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
