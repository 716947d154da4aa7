package io.slackwater.run;

import io.slackwater.discovery.FreezeLimit;
import io.slackwater.discovery.Workload;
import io.slackwater.docker.DockerException;
import io.slackwater.freeze.FreezeLease;
import io.slackwater.freeze.Freezer;
import io.slackwater.journal.EndCause;
import io.slackwater.trust.RunFailure.Failed;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The freeze of one attempt: begins when restic is about to read, and ends as soon as restic has read. */
final class Freeze implements AutoCloseable {

    private final Freezer freezer;
    private final BackupTarget target;
    private final String run;
    private Optional<FreezeLease> lease = Optional.empty();

    Freeze(Freezer freezer, BackupTarget target, String run) {
        this.freezer = freezer;
        this.target = target;
        this.run = run;
    }

    void begin() throws Failed, InterruptedException {
        Workload workload = target.workload();
        try {
            lease = Optional.of(freezer.freeze(
                    run, target.dataset().id(), List.of(workload.container().id()), workload.freezeMax()));
        } catch (DockerException e) {
            throw new Failed(e.getMessage(), e.transientFailure(), EndCause.FREEZE, e);
        }
    }

    /** Thaws. */
    @Override
    public void close() {
        lease.ifPresent(FreezeLease::close);
    }

    /** Zero when nothing was frozen. */
    Duration time() {
        return lease.map(FreezeLease::frozen).orElse(Duration.ZERO);
    }

    /**
     * Why the freeze did not hold, known once it has ended; empty when it held, or when nothing was frozen.
     *
     * @param elsewhere whether another program's restic read
     */
    Optional<Failed> broken(boolean elsewhere) {
        return lease.filter(FreezeLease::broken).map(held -> broken(held, target.workload(), elsewhere));
    }

    /**
     * A retry meets the same limit and pauses the workload again. A retry after another cause can succeed, and so can a retry by
     * Slackwater's own restic: the other program may have been slow.
     */
    static Failed broken(FreezeLease lease, Workload workload, boolean elsewhere) {
        FreezeLimit limit = FreezeLimit.of(workload);
        if (!lease.reachedLimit()) {
            String reason = "the freeze of " + workload.container().name() + " did not hold while it was read: "
                    + lease.reason() + "; the snapshot is discarded";
            return new Failed(reason, true, EndCause.FREEZE);
        }
        return elsewhere
                ? new Failed(limit.reachedElsewhere(), true, EndCause.ENGINE)
                : new Failed(limit.reached(), false, EndCause.FREEZE_LIMIT);
    }

    /** The duration that the next freeze needs, as far as is known: a freeze that reached its limit needs more than the limit. */
    Optional<Duration> needed() {
        Duration limit = target.workload().freezeMax();
        return lease.map(held -> held.reachedLimit() && held.frozen().compareTo(limit) < 0 ? limit : held.frozen());
    }
}
