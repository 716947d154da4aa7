package io.slackwater.run;

import io.slackwater.discovery.FreezeLimit;
import io.slackwater.discovery.Workload;
import io.slackwater.docker.DockerException;
import io.slackwater.docker.DockerFailure;
import io.slackwater.freeze.BrokenFreeze;
import io.slackwater.freeze.FreezeLease;
import io.slackwater.freeze.Freezer;
import io.slackwater.journal.EndCause;
import io.slackwater.trust.RunFailure.Failed;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Pauses the container during one attempt: from the moment at which restic is about to read, until restic has read. */
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
            EndCause cause = e.failure() == DockerFailure.REFUSED ? EndCause.FREEZE_REFUSED : EndCause.FREEZE;
            throw new Failed(e.getMessage(), cause, e);
        }
    }

    /** Resumes the container. */
    @Override
    public void close() {
        lease.ifPresent(FreezeLease::close);
    }

    /** Returns how long the container was paused; zero if it was not. */
    Duration time() {
        return lease.map(FreezeLease::frozen).orElse(Duration.ZERO);
    }

    /**
     * Returns why the pause ended too early; empty if it lasted until restic had read, or if nothing was paused.
     *
     * @param elsewhere whether Backrest's restic read the data
     */
    Optional<Failed> broken(boolean elsewhere) {
        return lease.flatMap(FreezeLease::broken).map(broken -> failed(broken, target.workload(), elsewhere));
    }

    /**
     * Makes the failure of a pause that ended too early. If it reached its limit, a retry by the same restic would
     * reach the limit again. If Backrest's restic was reading, a retry by Slackwater's own restic can be faster.
     */
    static Failed failed(BrokenFreeze broken, Workload workload, boolean elsewhere) {
        FreezeLimit limit = FreezeLimit.of(workload);
        if (broken.cause() == EndCause.FREEZE) {
            String reason =
                    "container " + workload.container().name() + " did not stay paused while restic read its files: "
                            + broken.reason() + "; the snapshot is discarded";
            return new Failed(reason, broken.cause());
        }
        return elsewhere
                ? new Failed(limit.reachedElsewhere(), EndCause.ENGINE)
                : new Failed(limit.reached(), broken.cause());
    }

    /**
     * Returns the duration that the next pause needs, as far as is known. After a pause that reached its limit, that is
     * at least the limit.
     */
    Optional<Duration> needed() {
        Duration limit = target.workload().freezeMax();
        return lease.map(held -> {
            boolean reached = held.broken().map(BrokenFreeze::cause).equals(Optional.of(EndCause.FREEZE_LIMIT));
            return reached && held.frozen().compareTo(limit) < 0 ? limit : held.frozen();
        });
    }
}
