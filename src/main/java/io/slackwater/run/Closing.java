package io.slackwater.run;

import io.slackwater.discovery.Dataset;
import io.slackwater.journal.Journal;
import io.slackwater.journal.RepositoryStore.Trouble;
import io.slackwater.journal.RunRecord;
import io.slackwater.journal.RunState;
import io.slackwater.journal.Verified;
import io.slackwater.policy.PlanPolicy;
import io.slackwater.policy.Policy;
import io.slackwater.policy.RepositoryPolicy;
import io.slackwater.repository.Failure;
import io.slackwater.repository.Repository;
import io.slackwater.repository.RepositoryException;
import io.slackwater.repository.Snapshot;
import io.slackwater.trust.DamagedSnapshots;
import io.slackwater.trust.PoisonCleanup;
import io.slackwater.trust.Presence;
import io.slackwater.trust.RepositoryAlarms;
import io.slackwater.trust.Retention;
import io.slackwater.trust.Strays;
import io.slackwater.trust.Suspects;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Closes a batch of runs, once per repository and not per dataset, for it needs restic's exclusive lock: forget leftovers, apply
 * retention over verified snapshots, check the repository's structure.
 */
public final class Closing {

    private static final Logger LOG = Logger.getLogger(Closing.class);

    /** What is green must be there. */
    private static final Duration LOOK_EVERY = Duration.ofMinutes(15);

    /** For a repository behind a network: what is asked of it may cost money. */
    private static final Duration LOOK_AFAR = Duration.ofHours(1);

    /** Each holds up the repository for as long as restic waits for a lock. */
    private static final Duration AGAIN_EVERY = Duration.ofMinutes(10);

    /** Somebody is at work on one that cannot be used, and waits to see that it can. */
    private static final Duration LOOK_AGAIN = Duration.ofMinutes(2);

    private static final Set<Failure> NOT_OURS = EnumSet.of(
            Failure.NO_REPOSITORY, Failure.OTHER_REPOSITORY, Failure.WRONG_KEY, Failure.KEY_MISSING, Failure.DAMAGED);

    private final RunEnvironment environment;
    private final PoisonCleanup cleanup;
    private final Journal journal;
    private final RepositoryAlarms alarms;
    private final Strays strays;
    private final DamagedSnapshots damagedSnapshots;
    private final Presence presence;
    private final Suspects suspects;
    private final ConcurrentMap<String, Instant> looked = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, Instant> tried = new ConcurrentHashMap<>();

    /** Nobody looks at what is there while another closing forgets. */
    private final ConcurrentMap<String, ReentrantLock> locks = new ConcurrentHashMap<>();

    public Closing(RunEnvironment environment, PoisonCleanup cleanup) {
        this.environment = environment;
        this.suspects = new Suspects(environment.journal());
        this.cleanup = cleanup;
        this.journal = environment.journal();
        this.strays = new Strays(environment.journal());
        this.alarms = new RepositoryAlarms(environment.journal());
        this.damagedSnapshots = new DamagedSnapshots(environment.journal(), alarms);
        this.presence = new Presence(environment.journal(), damagedSnapshots, environment.clock());
    }

    /** What somebody else is said to have forgotten: looked for with the next {@link #look}. */
    Suspects suspects() {
        return suspects;
    }

    public void close(Collection<Dataset> datasets) {
        Policy policy = environment.policy().get();
        Map<String, Set<String>> plansByRepository = new LinkedHashMap<>();
        for (Dataset dataset : datasets) {
            PlanPolicy plan = policy.plans().get(dataset.plan());
            if (plan != null) {
                plansByRepository
                        .computeIfAbsent(plan.repository(), name -> new LinkedHashSet<>())
                        .add(plan.id());
            }
        }
        plansByRepository.forEach((name, plans) -> closeRepository(policy, name, plans));
    }

    private void closeRepository(Policy policy, String name, Set<String> plans) {
        Repository repository = environment.repositories().apply(name);
        ReentrantLock lock = locks.computeIfAbsent(name, one -> new ReentrantLock());
        try {
            String restic = alarms.open(repository);
            cleanup.sweep(repository);
            lock.lockInterruptibly();
            try {
                forgetOld(policy, repository, restic, plans);
            } finally {
                lock.unlock();
            }
            checkStructure(repository, restic);
            repository.announce();
            alarms.good(name);
        } catch (RepositoryException e) {
            if (e.failure() == Failure.LOCKED) {
                alarms.waits(name, String.valueOf(e.getMessage()));
            } else {
                alarms.troubled(name, e, String.valueOf(e.getMessage()));
            }
            LOG.errorf("closing failed repository=%s reason=%s", name, e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            LOG.warnf("closing interrupted repository=%s", name);
        } catch (RuntimeException e) {
            LOG.errorf(e, "closing broke repository=%s", name);
        }
    }

    private void checkStructure(Repository repository, String restic) throws RepositoryException, InterruptedException {
        try {
            repository.check("");
        } catch (RepositoryException e) {
            if (e.failure() == Failure.DAMAGED) {
                alarms.badStructure(
                        repository.id(), restic, environment.clock().instant(), String.valueOf(e.getMessage()));
            }
            throw e;
        }
    }

    /**
     * Looks whether what was verified is still in the repository, unless that was done a moment ago or somebody is at it. A near one is
     * looked at more often than one behind a network, one that could not be used soon again, and one in which somebody forgot what was
     * verified at once. Nothing is changed there, unless the last closing had to wait for somebody's lock: that is tried again.
     *
     * @return whether there was something to look at
     */
    boolean look(String name) {
        Instant now = environment.clock().instant();
        if (alarms.waiting(name).isPresent()) {
            return again(name, now);
        }
        boolean suspected = suspects.any(name);
        Instant before = looked.get(name);
        if (!suspected && ((before != null && before.plus(every(name)).isAfter(now)) || !hasVerdicts(name))) {
            return false;
        }
        ReentrantLock lock = locks.computeIfAbsent(name, one -> new ReentrantLock());
        if (!lock.tryLock()) {
            return false;
        }
        try {
            looked.put(name, now);
            suspects.looked(name);
            Repository repository = environment.repositories().apply(name);
            String restic = alarms.open(repository);
            List<Verified> expected = presence.expected(restic);
            presence.compare(name, restic, expected, repository.snapshots());
        } catch (RepositoryException e) {
            if (NOT_OURS.contains(e.failure())) {
                alarms.troubled(name, e, String.valueOf(e.getMessage()));
            }
            LOG.warnf("looking at a repository failed repository=%s reason=%s", name, e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.errorf(e, "looking at a repository broke repository=%s", name);
        } finally {
            lock.unlock();
        }
        return true;
    }

    private Duration every(String name) {
        if (journal.repositories().trouble(name, Trouble.UNUSABLE).isPresent()) {
            return LOOK_AGAIN;
        }
        return Optional.ofNullable(environment.policy().get().repositories().get(name))
                        .flatMap(RepositoryPolicy::localPath)
                        .isPresent()
                ? LOOK_EVERY
                : LOOK_AFAR;
    }

    /** What waited for somebody's lock, soon after that may have gone. */
    private boolean again(String name, Instant now) {
        Instant before = tried.get(name);
        if (before != null && before.plus(AGAIN_EVERY).isAfter(now)) {
            return false;
        }
        tried.put(name, now);
        Policy policy = environment.policy().get();
        closeRepository(
                policy,
                name,
                policy.plans().values().stream()
                        .filter(plan -> plan.repository().equals(name))
                        .map(PlanPolicy::id)
                        .collect(Collectors.toSet()));
        return true;
    }

    private boolean hasVerdicts(String name) {
        Policy policy = environment.policy().get();
        return environment.inventory().get().datasets().stream()
                .filter(dataset -> Optional.ofNullable(policy.plans().get(dataset.plan()))
                        .filter(plan -> plan.repository().equals(name))
                        .isPresent())
                .anyMatch(dataset -> !journal.verdicts().of(dataset.id()).isEmpty());
    }

    private void forgetOld(Policy policy, Repository repository, String restic, Set<String> plans)
            throws RepositoryException, InterruptedException {
        Map<String, List<Snapshot>> verified = new LinkedHashMap<>();
        Set<String> forget = new LinkedHashSet<>();
        List<Verified> expected = presence.expected(restic);
        List<Snapshot> there = repository.snapshots();
        presence.compare(repository.id(), restic, expected, there);
        looked.put(repository.id(), environment.clock().instant());
        Set<String> damaged = damagedSnapshots.in(restic).stream()
                .map(one -> one.verdict().snapshot())
                .collect(Collectors.toSet());
        Duration keptDays = Duration.ofDays(policy.limits().unverifiedDays());
        Set<String> verdictsEnd = new HashSet<>(
                damagedSnapshots.expired(restic, environment.clock().instant(), keptDays));
        for (Snapshot snapshot : there) {
            if (damaged.contains(snapshot.stableId())) {
                if (verdictsEnd.contains(snapshot.stableId())) {
                    forget.add(snapshot.id());
                }
                continue;
            }
            if (snapshot.tag("created-by").filter(policy.instance()::equals).isEmpty()) {
                continue;
            }
            Optional<Verified> verdict = journal.verdicts().find(restic, snapshot.stableId());
            if (verdict.isPresent()) {
                verified.computeIfAbsent(verdict.get().dataset(), dataset -> new ArrayList<>())
                        .add(snapshot);
            } else if (stray(policy, snapshot)) {
                forget.add(snapshot.id());
            }
        }
        for (Dataset dataset : environment.inventory().get().datasets()) {
            PlanPolicy plan = policy.plans().get(dataset.plan());
            if (plan != null && plans.contains(plan.id()) && !held(repository.id(), dataset.id())) {
                List<Snapshot> mine = verified.getOrDefault(dataset.id(), List.of());
                Retention retention = new Retention(policy.retentionOf(plan), policy.timezone());
                List<String> expired = retention.apply(mine, Set.of()).forget();
                forget.addAll(expired);
                mine.stream()
                        .filter(snapshot -> expired.contains(snapshot.id()))
                        .forEach(snapshot -> verdictsEnd.add(snapshot.stableId()));
            }
        }
        if (!forget.isEmpty()) {
            repository.forget(forget);
            journal.verdicts().forgotten(restic, verdictsEnd);
            LOG.infof("forgot repository=%s snapshots=%d", repository.id(), forget.size());
        }
    }

    /** While data may be damaged, what is old may be all that is good. */
    private boolean held(String repository, String dataset) {
        return alarms.unsure(repository)
                || damagedSnapshots.of(dataset)
                || journal.datasets().hold(dataset).isPresent();
    }

    /** Ours, and without a verdict: unverified ones go after some days, those of failed runs at once. */
    private boolean stray(Policy policy, Snapshot snapshot) {
        if (snapshot.tag("slackwater.run").isEmpty()) {
            return strays.old(policy, snapshot, environment.clock().instant());
        }
        Optional<RunRecord> run = snapshot.tag("slackwater.run").flatMap(journal.runs()::find);
        if (run.isEmpty() || !run.get().state().ended()) {
            return false;
        }
        Instant oldest = environment
                .clock()
                .instant()
                .minus(Duration.ofDays(policy.limits().unverifiedDays()));
        return run.get().state() != RunState.UNVERIFIED
                || snapshot.time().toInstant().isBefore(oldest);
    }
}
