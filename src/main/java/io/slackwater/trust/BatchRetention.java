package io.slackwater.trust;

import io.slackwater.discovery.Dataset;
import io.slackwater.discovery.Inventory;
import io.slackwater.journal.Journal;
import io.slackwater.journal.PinStore;
import io.slackwater.journal.RepositoryStore.Trouble;
import io.slackwater.journal.RestoreStore;
import io.slackwater.journal.SafetySnapshotStore;
import io.slackwater.journal.VerdictStore;
import io.slackwater.journal.Verified;
import io.slackwater.policy.PlanPolicy;
import io.slackwater.policy.Policy;
import io.slackwater.repository.Repository;
import io.slackwater.repository.RepositoryException;
import io.slackwater.repository.Snapshot;
import io.slackwater.trust.RepositoryWork.Operation;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Does the work that follows the last run of a batch, a group of runs that were submitted together. For each repository
 * it removes snapshots of failed runs, applies retention to verified snapshots, and checks the structure. This happens
 * once per repository, because it needs restic's exclusive lock.
 */
public final class BatchRetention {

    private static final Logger LOG = Logger.getLogger(BatchRetention.class);

    private static final Duration EVERY = Duration.ofMinutes(15);

    private final SnapshotTrust trust;
    private final VerdictStore verdicts;
    private final RestoreStore restores;
    private final PinStore pins;
    private final SafetySnapshotStore safety;
    private final PoisonCleanup cleanup;
    private final Supplier<Policy> policy;
    private final Supplier<Inventory> inventory;
    private final Function<String, Repository> repositories;
    private final Clock clock;
    private final List<Consumer<RepositoryWork>> listeners = new CopyOnWriteArrayList<>();
    private final ConcurrentMap<String, Instant> tried = new ConcurrentHashMap<>();
    /**
     * One lock per repository. Loss prevented: a comparison during a removal would report Slackwater's own removals as
     * lost snapshots.
     */
    private final ConcurrentMap<String, ReentrantLock> locks = new ConcurrentHashMap<>();

    /** @param repositories returns the repository with a name of the policy */
    public BatchRetention(
            SnapshotTrust trust,
            Journal journal,
            PoisonCleanup cleanup,
            Supplier<Policy> policy,
            Supplier<Inventory> inventory,
            Function<String, Repository> repositories,
            Clock clock) {
        this.trust = trust;
        this.verdicts = journal.verdicts();
        this.restores = journal.restores();
        this.pins = journal.pins();
        this.safety = journal.safetySnapshots();
        this.cleanup = cleanup;
        this.policy = policy;
        this.inventory = inventory;
        this.repositories = repositories;
        this.clock = clock;
    }

    /** Adds a receiver for each later retention that ended. */
    public void listen(Consumer<RepositoryWork> receiver) {
        listeners.add(receiver);
    }

    /** Processes the repositories of the datasets' plans. */
    public void close(Collection<Dataset> datasets) {
        Policy current = policy.get();
        datasets.stream()
                .flatMap(dataset -> Optional.ofNullable(current.plans().get(dataset.plan())).stream())
                .map(PlanPolicy::repository)
                .distinct()
                .forEach(this::closeRepository);
    }

    /** Returns whether the repository was neither processed nor compared with the journal for a while. */
    boolean due(String name) {
        return !tried.getOrDefault(name, Instant.MIN).plus(EVERY).isAfter(clock.instant());
    }

    /** Whether a stop of Slackwater interrupted the last retention, so that snapshots of ended runs remain. */
    boolean interrupted(String name) throws RepositoryException, InterruptedException {
        return cleanup.pending(repositories.apply(name));
    }

    /** Makes the next look at the repository list it. */
    void makeDue(String name) {
        tried.remove(name);
    }

    /**
     * Marks snapshots in the journal that are no longer in the repository, and raises their alarm. Does not create a
     * repository that was never used. Does nothing while another thread uses the repository. Loss prevented: a dataset
     * would stay fresh although another program removed its snapshot.
     */
    void compare(String name) throws RepositoryException, InterruptedException {
        ReentrantLock lock = lock(name);
        if (!lock.tryLock()) {
            return;
        }
        try {
            tried.put(name, clock.instant());
            Repository repository = repositories.apply(name);
            if (repository.pinned().isPresent()) {
                snapshots(repository, trust.alarms().open(repository));
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Returns the repository's snapshots. Verified snapshots that are missing or were rewritten no longer count
     * afterwards.
     */
    private List<Snapshot> snapshots(Repository repository, String restic)
            throws RepositoryException, InterruptedException {
        List<Verified> expected = verdicts.in(restic);
        List<Snapshot> there = repository.snapshots();
        trust.damaged().look(repository.id(), restic, there);
        trust.lost().compare(repository.id(), restic, expected, there);
        return there;
    }

    private ReentrantLock lock(String name) {
        return locks.computeIfAbsent(name, one -> new ReentrantLock());
    }

    void closeRepository(String name) {
        Instant began = clock.instant();
        boolean succeeded = process(name);
        RepositoryWork work =
                new RepositoryWork(Operation.RETENTION, name, succeeded, Duration.between(began, clock.instant()));
        listeners.forEach(listener -> listener.accept(work));
    }

    /** Returns whether retention and check succeeded. */
    private boolean process(String name) {
        Repository repository = repositories.apply(name);
        tried.put(name, clock.instant());
        Optional<String> checked = Optional.empty();
        try {
            String restic = trust.alarms().open(repository);
            cleanup.sweep(repository);
            exclusively(name, listed -> {
                forgetOld(policy.get(), listed);
                return listed;
            });
            checked = Optional.of(restic);
            repository.check("");
            repository.announce();
            trust.alarms().good(name);
            return true;
        } catch (RepositoryException e) {
            trust.alarms().failed(name, checked, Trouble.STRUCTURE, e, String.valueOf(e.getMessage()));
            LOG.errorf("retention after a batch of runs failed repository=%s reason=%s", name, e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            LOG.warnf("retention after a batch of runs was interrupted repository=%s", name);
        } catch (RuntimeException e) {
            LOG.errorf(e, "retention after a batch of runs failed repository=%s", name);
        }
        return false;
    }

    /**
     * A repository with its snapshots.
     *
     * @param snapshots all that it has
     */
    record Listed(Repository repository, String restic, List<Snapshot> snapshots) {}

    @FunctionalInterface
    interface Work<T> {
        T on(Listed listed) throws RepositoryException, InterruptedException;
    }

    /** Lists a repository. Another thread may remove snapshots from it meanwhile. */
    Listed list(String name) throws RepositoryException, InterruptedException {
        Repository repository = repositories.apply(name);
        return new Listed(repository, trust.alarms().open(repository), repository.snapshots());
    }

    /** Lists a repository, compares the list with the journal, and does work before any other removal of snapshots. */
    <T> T exclusively(String name, Work<T> work) throws RepositoryException, InterruptedException {
        Repository repository = repositories.apply(name);
        String restic = trust.alarms().open(repository);
        ReentrantLock lock = lock(name);
        lock.lockInterruptibly();
        try {
            return work.on(new Listed(repository, restic, snapshots(repository, restic)));
        } finally {
            lock.unlock();
        }
    }

    /** Whether this instance made the snapshot. */
    static boolean madeBy(String instance, Snapshot snapshot) {
        return snapshot.tag("created-by").filter(instance::equals).isPresent();
    }

    private void forgetOld(Policy policy, Listed listed) throws RepositoryException, InterruptedException {
        if (policy.hold()) {
            return;
        }
        String restic = listed.restic();
        String repository = listed.repository().id();
        Set<String> damaged = trust.damaged().in(restic).stream()
                .map(one -> one.verdict().snapshot())
                .collect(Collectors.toSet());
        Duration keptDays = Duration.ofDays(policy.limits().unverifiedDays());
        Set<String> saved = safety.in(restic);
        Set<String> outdated = safety.expired(restic, clock.instant());
        Set<String> replaced = trust.damaged().expired(restic, clock.instant(), keptDays);
        Map<String, List<Snapshot>> verified = verified(policy, listed);
        Set<Snapshot> counted =
                verified.values().stream().flatMap(Collection::stream).collect(Collectors.toSet());
        Set<Snapshot> forget = new LinkedHashSet<>();
        for (Snapshot snapshot : listed.snapshots()) {
            if (damaged.contains(snapshot.stableId())) {
                if (replaced.contains(snapshot.stableId())) {
                    forget.add(snapshot);
                }
            } else if (saved.contains(snapshot.stableId())) {
                if (outdated.contains(snapshot.stableId())) {
                    forget.add(snapshot);
                }
            } else if (!counted.contains(snapshot)
                    && madeBy(policy.instance(), snapshot)
                    && trust.strays().expired(policy, snapshot, clock.instant())) {
                forget.add(snapshot);
            }
        }
        for (Dataset dataset : inventory.get().datasets()) {
            PlanPolicy plan = policy.plans().get(dataset.plan());
            if (plan != null && plan.repository().equals(repository) && !held(repository, dataset.id())) {
                forget.addAll(expired(policy, plan, dataset, verified));
            }
        }
        forgetUnused(listed, forget);
    }

    /**
     * The retention of a plan that was applied.
     *
     * @param forgotten the number of snapshots that restic forgot
     * @param suspended the datasets whose retention is suspended, because old snapshots may be the only intact ones
     */
    public record Applied(int forgotten, List<String> suspended) {}

    /** Forgets the verified snapshots that the retention of a plan no longer keeps. */
    public Applied apply(PlanPolicy plan) throws RepositoryException, InterruptedException {
        return exclusively(plan.repository(), listed -> {
            Policy current = policy.get();
            Map<String, List<Snapshot>> verified = verified(current, listed);
            Set<Snapshot> forget = new LinkedHashSet<>();
            List<String> suspended = new ArrayList<>();
            for (Dataset dataset : inventory.get().datasets()) {
                if (!dataset.plan().equals(plan.id())) {
                    continue;
                }
                if (current.hold() || held(plan.repository(), dataset.id())) {
                    suspended.add(dataset.id());
                } else {
                    forget.addAll(expired(current, plan, dataset, verified));
                }
            }
            return new Applied(forgetUnused(listed, forget), suspended);
        });
    }

    /** Returns this instance's verified snapshots by dataset. */
    private Map<String, List<Snapshot>> verified(Policy policy, Listed listed) {
        Map<String, List<Snapshot>> verified = new LinkedHashMap<>();
        // Loss prevented: a safety snapshot of damaged data would replace the good snapshot of its day.
        Set<String> saved = safety.in(listed.restic());
        listed.snapshots().stream()
                .filter(snapshot -> madeBy(policy.instance(), snapshot) && !saved.contains(snapshot.stableId()))
                .forEach(snapshot -> verdicts.find(listed.restic(), snapshot.stableId())
                        .ifPresent(verdict -> verified.computeIfAbsent(verdict.dataset(), _ -> new ArrayList<>())
                                .add(snapshot)));
        return verified;
    }

    private static List<Snapshot> expired(
            Policy policy, PlanPolicy plan, Dataset dataset, Map<String, List<Snapshot>> verified) {
        return new Retention(policy.retentionOf(plan), policy.timezone())
                .expired(verified.getOrDefault(dataset.id(), List.of()));
    }

    /** Forgets the snapshots that no pin and no restore needs. Returns their number. */
    private int forgetUnused(Listed listed, Set<Snapshot> forget) throws RepositoryException, InterruptedException {
        Set<String> kept = new HashSet<>(pins.in(listed.restic()));
        // Loss prevented: the restore would fail. The next retention removes these snapshots.
        kept.addAll(restores.snapshotsInUse());
        forget.removeIf(snapshot -> kept.contains(snapshot.id()) || kept.contains(snapshot.stableId()));
        forget(listed, forget);
        return forget.size();
    }

    /** Forgets snapshots. Their verdicts end only after restic forgot them. */
    void forget(Listed listed, Collection<Snapshot> snapshots) throws RepositoryException, InterruptedException {
        if (!snapshots.isEmpty()) {
            listed.repository().forget(snapshots.stream().map(Snapshot::id).toList());
            verdicts.forgotten(
                    listed.restic(), snapshots.stream().map(Snapshot::stableId).collect(Collectors.toSet()));
            LOG.infof("forgot repository=%s snapshots=%d", listed.repository().id(), snapshots.size());
        }
    }

    /** Whether retention is suspended, because old snapshots may be the only intact ones. */
    private boolean held(String repository, String dataset) {
        return trust.alarms().unsure(repository)
                || trust.damaged().of(dataset)
                || trust.shrink().held(dataset);
    }
}
