package io.slackwater.run;

import io.slackwater.journal.AuditLog;
import io.slackwater.journal.RepositoryStore.Trouble;
import io.slackwater.repository.Repository;
import io.slackwater.repository.RepositoryException;
import io.slackwater.trust.DamagedSnapshots;
import io.slackwater.trust.RepositoryAlarms;
import io.slackwater.trust.SnapshotTrust;
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
    private final ConcurrentMap<String, Check> states = new ConcurrentHashMap<>();

    public enum Check {
        RUNNING,
        GOOD,
        /** The repository's alarm or the log gives the reason. */
        FAILED
    }

    public Maintenance(Function<String, Repository> repositories, SnapshotTrust trust, AuditLog audit) {
        this.repositories = repositories;
        this.alarms = trust.alarms();
        this.damagedSnapshots = trust.damaged();
        this.audit = audit;
    }

    /** Starts a prune, which removes data that no snapshot needs. */
    public void prune(String repository) {
        start("prune", repository, Trouble.STRUCTURE, (candidate, restic) -> candidate.prune());
    }

    /**
     * Starts a check of the structure and a part of the data. It reads all data while damage is suspected, because a
     * good part would prove nothing.
     */
    public void check(String repository, String readDataSubset) {
        start("check", repository, Trouble.DATA, (candidate, restic) -> {
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
        return Optional.ofNullable(states.get("check:" + repository));
    }

    @FunctionalInterface
    private interface Work {
        void on(Repository repository, String restic) throws RepositoryException, InterruptedException;
    }

    private void start(String operation, String repository, Trouble damage, Work work) {
        String job = operation + ":" + repository;
        if (states.put(job, Check.RUNNING) != Check.RUNNING) {
            Thread.ofVirtual()
                    .name(job)
                    .start(() -> states.put(job, run(operation, repository, damage, work) ? Check.GOOD : Check.FAILED));
        }
    }

    /**
     * Runs the operation; returns whether it succeeded.
     *
     * @param damage the problem to record when the operation finds damage
     */
    private boolean run(String operation, String name, Trouble damage, Work work) {
        Optional<String> restic = Optional.empty();
        try {
            Repository repository = repositories.apply(name);
            String opened = alarms.open(repository);
            restic = Optional.of(opened);
            work.on(repository, opened);
            alarms.good(name);
            audit.append("slackwater", operation, name, "done");
            LOG.infof("%s done repository=%s", operation, name);
            return true;
        } catch (RepositoryException e) {
            alarms.failed(name, restic, damage, e, operation + " failed: " + e.getMessage());
            LOG.errorf("%s failed repository=%s reason=%s", operation, name, e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.errorf(e, "%s ended by an unexpected error repository=%s", operation, name);
        }
        return false;
    }
}
