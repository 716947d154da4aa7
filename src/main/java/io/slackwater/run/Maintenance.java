package io.slackwater.run;

import io.slackwater.journal.AuditLog;
import io.slackwater.journal.RepositoryStore.Trouble;
import io.slackwater.journal.Verified;
import io.slackwater.policy.PlanPolicy;
import io.slackwater.repository.Repository;
import io.slackwater.repository.RepositoryException;
import io.slackwater.run.MaintenanceJob.Result;
import io.slackwater.run.MaintenanceJob.State;
import io.slackwater.trust.BatchRetention;
import io.slackwater.trust.DamagedSnapshots;
import io.slackwater.trust.DeletionDecision;
import io.slackwater.trust.RepositoryAlarms;
import io.slackwater.trust.RepositoryWork;
import io.slackwater.trust.RepositoryWork.Operation;
import io.slackwater.trust.SnapshotDeletion;
import io.slackwater.trust.SnapshotTrust;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Prunes and checks repositories, applies the retention of plans, and deletes snapshots, in the background. A repository
 * has at most one prune and one check at a time. Safe for use by several threads.
 */
public final class Maintenance {

    private static final Logger LOG = Logger.getLogger(Maintenance.class);

    private static final String ALL_DATA = "100%";

    /** How many jobs are remembered until the stop of Slackwater. */
    private static final int REMEMBERED = 500;

    private final Function<String, Repository> repositories;
    private final RepositoryAlarms alarms;
    private final DamagedSnapshots damagedSnapshots;
    private final BatchRetention retention;
    private final SnapshotDeletion deletion;
    private final AuditLog audit;
    private final Clock clock;
    private final List<Consumer<RepositoryWork>> listeners = new CopyOnWriteArrayList<>();
    private final Map<String, MaintenanceJob> jobs = new LinkedHashMap<>();

    public enum Check {
        RUNNING,
        GOOD,
        /** The repository's alarm or the log gives the reason. */
        FAILED
    }

    public Maintenance(
            Function<String, Repository> repositories,
            SnapshotTrust trust,
            BatchRetention retention,
            SnapshotDeletion deletion,
            AuditLog audit,
            Clock clock) {
        this.repositories = repositories;
        this.alarms = trust.alarms();
        this.damagedSnapshots = trust.damaged();
        this.retention = retention;
        this.deletion = deletion;
        this.audit = audit;
        this.clock = clock;
    }

    /** Adds a receiver for each later job that ended. */
    public void listen(Consumer<RepositoryWork> receiver) {
        listeners.add(receiver);
    }

    /** Starts a prune, which removes data that no snapshot needs. Returns the open one if there is one. */
    public MaintenanceJob prune(String repository) {
        return once(Operation.PRUNE, repository, "", Trouble.STRUCTURE, (candidate, restic) -> {
            OptionalLong freed = candidate.prune();
            alarms.good(repository);
            return new Done(new Result(0, freed), "");
        });
    }

    /**
     * Starts a check of the structure and a part of the data. It reads all data while damage is suspected, because a
     * good part would prove nothing. Returns the open check if there is one.
     */
    public MaintenanceJob check(String repository, String readDataSubset) {
        return once(Operation.CHECK, repository, "", Trouble.DATA, (candidate, restic) -> {
            boolean damage = alarms.damaged(repository) || damagedSnapshots.anySuspected(restic);
            String subset = damage ? ALL_DATA : readDataSubset;
            candidate.check(subset);
            if (subset.equals(ALL_DATA)) {
                damagedSnapshots.allDataGood(repository, restic, candidate.snapshots());
            }
            alarms.good(repository);
            return new Done(Result.NONE, "");
        });
    }

    /** Starts to apply the retention of a plan. Returns the open job for this plan if there is one. */
    public MaintenanceJob forget(PlanPolicy plan) {
        String repository = plan.repository();
        return once(Operation.FORGET, repository, plan.id(), Trouble.STRUCTURE, (candidate, restic) -> {
            BatchRetention.Applied applied = retention.apply(plan);
            alarms.unlocked(repository);
            candidate.announce();
            return new Done(
                    new Result(applied.forgotten(), OptionalLong.empty()),
                    applied.suspended().isEmpty()
                            ? ""
                            : "Retention is suspended for " + String.join(", ", applied.suspended())
                                    + ": old snapshots may be the only intact ones.");
        });
    }

    /**
     * Starts to delete snapshots, with one job for each repository. A snapshot stays when a new reason appeared since
     * the decision.
     *
     * @param decisions of {@link SnapshotDeletion}; snapshots with a reason to stay are left out
     */
    public List<MaintenanceJob> delete(Collection<DeletionDecision> decisions) {
        Map<String, List<Verified>> chosen = decisions.stream()
                .filter(decision -> decision.kept().isEmpty())
                .collect(Collectors.groupingBy(
                        DeletionDecision::repository,
                        TreeMap::new,
                        Collectors.mapping(DeletionDecision::snapshot, Collectors.toList())));
        return chosen.entrySet().stream()
                .map(one -> start(Operation.DELETE, one.getKey(), "", Trouble.STRUCTURE, (candidate, restic) -> {
                    List<DeletionDecision> ended = deletion.delete(one.getKey(), one.getValue());
                    alarms.unlocked(one.getKey());
                    candidate.announce();
                    List<String> stayed = ended.stream()
                            .flatMap(decision -> decision.kept().stream()
                                    .map(kept -> "Snapshot "
                                            + decision.snapshot().shortId() + " stays: " + kept.reason() + "."))
                            .toList();
                    return new Done(
                            new Result(ended.size() - stayed.size(), OptionalLong.empty()), String.join(" ", stayed));
                }))
                .toList();
    }

    /** Returns the jobs since Slackwater started, newest first. */
    public List<MaintenanceJob> jobs() {
        synchronized (jobs) {
            return List.copyOf(jobs.values()).reversed();
        }
    }

    /** Returns the state of the last check since Slackwater started; empty without a check. */
    public Optional<Check> checked(String repository) {
        return jobs().stream()
                .filter(job ->
                        job.operation() == Operation.CHECK && job.repository().equals(repository))
                .findFirst()
                .map(job -> switch (job.state()) {
                    case RUNNING -> Check.RUNNING;
                    case SUCCEEDED -> Check.GOOD;
                    case FAILED -> Check.FAILED;
                });
    }

    /** @param remark which snapshots stayed and why; else empty */
    private record Done(Result result, String remark) {}

    @FunctionalInterface
    private interface Work {
        Done on(Repository repository, String restic) throws RepositoryException, InterruptedException;
    }

    private MaintenanceJob once(Operation operation, String repository, String plan, Trouble damage, Work work) {
        synchronized (jobs) {
            return jobs.values().stream()
                    .filter(job -> job.state() == State.RUNNING)
                    .filter(job ->
                            job.operation() == operation && job.repository().equals(repository))
                    .filter(job -> job.plan().equals(plan))
                    .findFirst()
                    .orElseGet(() -> start(operation, repository, plan, damage, work));
        }
    }

    private MaintenanceJob start(Operation operation, String repository, String plan, Trouble damage, Work work) {
        MaintenanceJob job = new MaintenanceJob(
                UUID.randomUUID().toString(),
                operation,
                repository,
                plan,
                State.RUNNING,
                clock.instant(),
                Optional.empty(),
                Result.NONE,
                "");
        remember(job);
        Thread.ofVirtual().name(word(job) + ":" + repository).start(() -> {
            MaintenanceJob ended = run(job, damage, work);
            remember(ended);
            RepositoryWork reported = new RepositoryWork(
                    operation,
                    repository,
                    ended.state() == State.SUCCEEDED,
                    Duration.between(job.started(), clock.instant()));
            listeners.forEach(listener -> listener.accept(reported));
        });
        return job;
    }

    private void remember(MaintenanceJob job) {
        synchronized (jobs) {
            jobs.put(job.id(), job);
            if (jobs.size() > REMEMBERED) {
                jobs.remove(jobs.keySet().iterator().next());
            }
        }
    }

    private static String word(MaintenanceJob job) {
        return job.operation().name().toLowerCase(Locale.ROOT);
    }

    /**
     * Runs the work; returns the ended job.
     *
     * @param damage the problem to record when the operation finds damage
     */
    private MaintenanceJob run(MaintenanceJob job, Trouble damage, Work work) {
        String word = word(job);
        String name = job.repository();
        Optional<String> checked = Optional.empty();
        try {
            Repository repository = repositories.apply(name);
            String opened = alarms.open(repository);
            if (job.operation() == Operation.CHECK || job.operation() == Operation.PRUNE) {
                checked = Optional.of(opened);
            }
            Done done = work.on(repository, opened);
            MaintenanceJob ended = job.succeeded(clock.instant(), done.result(), done.remark());
            audit.append("slackwater", word, name, ended.done());
            LOG.infof("%s done repository=%s", word, name);
            return ended;
        } catch (RepositoryException e) {
            alarms.failed(name, checked, damage, e, word + " failed: " + e.getMessage());
            LOG.errorf("%s failed repository=%s reason=%s", word, name, e.getMessage());
            return job.failed(clock.instant(), String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return job.failed(clock.instant(), "interrupted");
        } catch (RuntimeException e) {
            LOG.errorf(e, "%s ended by an unexpected error repository=%s", word, name);
            return job.failed(clock.instant(), "an error inside Slackwater; its log at this time shows the cause");
        }
    }
}
