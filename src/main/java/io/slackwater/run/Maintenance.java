package io.slackwater.run;

import io.slackwater.journal.AuditLog;
import io.slackwater.journal.RepositoryStore.Trouble;
import io.slackwater.repository.Repository;
import io.slackwater.repository.RepositoryException;
import io.slackwater.trust.DamagedSnapshots;
import io.slackwater.trust.RepositoryAlarms;
import io.slackwater.trust.RepositoryWork;
import io.slackwater.trust.RepositoryWork.Operation;
import io.slackwater.trust.SnapshotTrust;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
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
    private final List<Consumer<RepositoryWork>> listeners = new CopyOnWriteArrayList<>();
    private final ConcurrentMap<String, Check> states = new ConcurrentHashMap<>();

    public enum Check {
        RUNNING,
        GOOD,
        /** The repository's alarm or the log gives the reason. */
        FAILED
    }

    public Maintenance(Function<String, Repository> repositories, SnapshotTrust trust, AuditLog audit, Clock clock) {
        this.repositories = repositories;
        this.alarms = trust.alarms();
        this.damagedSnapshots = trust.damaged();
        this.audit = audit;
        this.clock = clock;
    }

    /** Adds a receiver for each later prune and check that ended. */
    public void listen(Consumer<RepositoryWork> receiver) {
        listeners.add(receiver);
    }

    /** Starts a prune, which removes data that no snapshot needs. */
    public void prune(String repository) {
        start(Operation.PRUNE, repository, Trouble.STRUCTURE, (candidate, restic) -> candidate.prune());
    }

    /**
     * Starts a check of the structure and a part of the data. It reads all data while damage is suspected, because a
     * good part would prove nothing.
     */
    public void check(String repository, String readDataSubset) {
        start(Operation.CHECK, repository, Trouble.DATA, (candidate, restic) -> {
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
        return Optional.ofNullable(states.get(job(Operation.CHECK, repository)));
    }

    @FunctionalInterface
    private interface Work {
        void on(Repository repository, String restic) throws RepositoryException, InterruptedException;
    }

    private static String job(Operation operation, String repository) {
        return word(operation) + ":" + repository;
    }

    private static String word(Operation operation) {
        return operation.name().toLowerCase(Locale.ROOT);
    }

    private void start(Operation operation, String repository, Trouble damage, Work work) {
        String job = job(operation, repository);
        if (states.put(job, Check.RUNNING) != Check.RUNNING) {
            Thread.ofVirtual().name(job).start(() -> {
                Instant began = clock.instant();
                boolean good = run(operation, repository, damage, work);
                states.put(job, good ? Check.GOOD : Check.FAILED);
                Duration taken = Duration.between(began, clock.instant());
                listeners.forEach(listener -> listener.accept(new RepositoryWork(operation, repository, good, taken)));
            });
        }
    }

    /**
     * Runs the operation; returns whether it succeeded.
     *
     * @param damage the problem to record when the operation finds damage
     */
    private boolean run(Operation operation, String name, Trouble damage, Work work) {
        String word = word(operation);
        Optional<String> restic = Optional.empty();
        try {
            Repository repository = repositories.apply(name);
            String opened = alarms.open(repository);
            restic = Optional.of(opened);
            work.on(repository, opened);
            alarms.good(name);
            audit.append("slackwater", word, name, "done");
            LOG.infof("%s done repository=%s", word, name);
            return true;
        } catch (RepositoryException e) {
            alarms.failed(name, restic, damage, e, word + " failed: " + e.getMessage());
            LOG.errorf("%s failed repository=%s reason=%s", word, name, e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.errorf(e, "%s ended by an unexpected error repository=%s", word, name);
        }
        return false;
    }
}
