package io.slackwater.run;

import io.slackwater.journal.AuditLog;
import io.slackwater.repository.Failure;
import io.slackwater.repository.Repository;
import io.slackwater.repository.RepositoryException;
import io.slackwater.trust.DamagedSnapshots;
import io.slackwater.trust.RepositoryAlarms;
import io.slackwater.trust.SnapshotTrust;
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Prunes and checks repositories in the background. A repository has at most one prune and one check at a time. Safe
 * for use by several threads.
 */
public final class Maintenance {

    private static final Logger LOG = Logger.getLogger(Maintenance.class);

    private static final String ALL_DATA = "100%";

    private final Function<String, Repository> repositories;
    private final RepositoryAlarms alarms;
    private final DamagedSnapshots damagedSnapshots;
    private final AuditLog audit;
    private final Clock clock;
    private final ConcurrentMap<Job, Check> states = new ConcurrentHashMap<>();

    public enum Check {
        RUNNING,
        GOOD,
        /** The repository's alarm or the log gives the reason. */
        FAILED
    }

    private enum Operation {
        PRUNE,
        CHECK;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private record Job(Operation operation, String repository) {}

    public Maintenance(Function<String, Repository> repositories, SnapshotTrust trust, AuditLog audit, Clock clock) {
        this.repositories = repositories;
        this.alarms = trust.alarms();
        this.damagedSnapshots = trust.damaged();
        this.audit = audit;
        this.clock = clock;
    }

    /** Starts a prune, which removes data that no snapshot needs. */
    public void prune(String repository) {
        start(new Job(Operation.PRUNE, repository), Repository::prune);
    }

    /**
     * Starts a check of the structure and a part of the data. It reads all data while damage is suspected, because a
     * good part would prove nothing.
     */
    public void check(String repository, String readDataSubset) {
        start(new Job(Operation.CHECK, repository), candidate -> {
            String restic = candidate.open();
            boolean damage = alarms.damaged(repository) || damagedSnapshots.anySuspected(restic);
            String subset = damage ? ALL_DATA : readDataSubset;
            candidate.check(subset);
            if (subset.equals(ALL_DATA)) {
                damagedSnapshots.allDataGood(repository, restic, candidate.snapshots());
            }
        });
    }

    /** Returns the state of the last check since Slackwater started; empty without a check. */
    public Optional<Check> checked(String repository) {
        return Optional.ofNullable(states.get(new Job(Operation.CHECK, repository)));
    }

    @FunctionalInterface
    private interface Work {
        void on(Repository repository) throws RepositoryException, InterruptedException;
    }

    private void start(Job job, Work work) {
        if (states.put(job, Check.RUNNING) != Check.RUNNING) {
            Thread.ofVirtual()
                    .name(job.operation() + ":" + job.repository())
                    .start(() -> states.put(job, run(job, work) ? Check.GOOD : Check.FAILED));
        }
    }

    /** Runs the operation; returns whether it succeeded. */
    private boolean run(Job job, Work work) {
        String name = job.repository();
        Optional<String> restic = Optional.empty();
        try {
            Repository repository = repositories.apply(name);
            restic = Optional.of(alarms.open(repository));
            work.on(repository);
            alarms.good(name);
            audit.append("slackwater", job.operation().toString(), name, "done");
            LOG.infof("%s done repository=%s", job.operation(), name);
            return true;
        } catch (RepositoryException e) {
            raise(job, restic, e);
            LOG.errorf("%s failed repository=%s reason=%s", job.operation(), name, e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.errorf(e, "%s ended by an unexpected error repository=%s", job.operation(), name);
        }
        return false;
    }

    /**
     * Raises the alarm about a failed operation.
     *
     * @param restic the repository's restic id; empty when the repository could not be opened
     */
    private void raise(Job job, Optional<String> restic, RepositoryException e) {
        String name = job.repository();
        String reason = job.operation() + " failed: " + e.getMessage();
        if (restic.isEmpty() || e.failure() != Failure.DAMAGED) {
            alarms.troubled(name, e, reason);
        } else if (job.operation() == Operation.CHECK) {
            alarms.badData(name, restic.get(), clock.instant(), reason);
        } else {
            alarms.badStructure(name, restic.get(), clock.instant(), reason);
        }
    }
}
