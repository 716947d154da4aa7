package io.slackwater.run;

import io.slackwater.discovery.Dataset;
import io.slackwater.journal.JournalException;
import io.slackwater.journal.RunRecord;
import io.slackwater.journal.RunState;
import io.slackwater.policy.PlanPolicy;
import io.slackwater.policy.Policy;
import io.slackwater.repository.RepositoryException;
import io.slackwater.trust.Losses;
import io.slackwater.trust.PoisonCleanup;
import io.slackwater.trust.ShrinkGuard;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Starts runs: one per dataset at a time, a bounded number at once, in the order in which they were asked for. Safe for use by
 * several threads.
 */
public final class Runs implements AutoCloseable {

    /** The trigger of a dataset's first run: it was just found. */
    public static final String DISCOVERED = "discovered";

    /** The trigger of a run because the one before failed for what may have passed. */
    public static final String RETRY = "retry";

    private static final Logger LOG = Logger.getLogger(Runs.class);
    private static final Duration FAREWELL = Duration.ofSeconds(20);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final RunEnvironment environment;
    private final Attempts attempts;
    private final PoisonCleanup cleanup;
    private final Closing closing;
    private final AdoptionRules rules;
    private final Slots slots;
    private final ConcurrentMap<String, Active> active = new ConcurrentHashMap<>();
    private final Set<String> lost = ConcurrentHashMap.newKeySet();
    private final Set<Thread> closers = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    private record Active(RunLog log, Thread thread) {}

    public Runs(RunEnvironment environment) {
        this.environment = environment;
        this.attempts = new Attempts(environment);
        this.cleanup = new PoisonCleanup(
                environment.journal(), environment.policy(), environment.repositories(), environment.engine());
        this.rules = new AdoptionRules(environment.journal(), environment.inventory());
        this.closing = new Closing(environment, cleanup);
        this.slots = new Slots(environment.policy().get().limits().concurrentRuns());
    }

    /**
     * Settles what an earlier process left open: its runs end as interrupted, and whatever they may have stored is poison. Call it
     * once, after leases were settled and before anything is submitted.
     *
     * @return the datasets whose runs were interrupted: they want another run at once
     */
    public Set<String> settle() {
        return Interrupted.settle(environment.journal(), environment.clock(), environment.freezer()::stood);
    }

    /** From now on so many runs may work at once; those that work already go on. */
    public void concurrentRuns(int most) {
        slots.resize(most);
    }

    /**
     * Queues a run for each dataset; one that has an open run already gets that run's id. When the last of them has ended, the
     * plans concerned are closed: leftovers and old snapshots are forgotten, the repository's structure is checked.
     *
     * @param trigger {@code schedule}, {@code catch-up}, {@code discovered}, {@code retry}, {@code backrest} or {@code api}
     * @return run ids in the order of the datasets
     */
    public List<String> submit(Collection<Dataset> datasets, String trigger) {
        settleLost();
        String batch = id(environment.clock());
        Map<String, Dataset> started = new LinkedHashMap<>();
        List<String> ids = new ArrayList<>();
        List<Runnable> starts = new ArrayList<>();
        AtomicInteger left = new AtomicInteger();
        synchronized (active) {
            if (closed) {
                throw new IllegalStateException("Slackwater is shutting down; ask again after its restart");
            }
            for (Dataset dataset : datasets) {
                Active open = active.get(dataset.id());
                if (open != null) {
                    ids.add(open.log().id());
                    continue;
                }
                String run = id(environment.clock());
                String set = batch + "-" + dataset.workload().value();
                RunLog log = RunLog.queued(environment.journal(), environment.clock(), run, dataset, set, trigger);
                left.incrementAndGet();
                started.put(run, dataset);
                ids.add(run);
                Thread thread = Thread.ofVirtual()
                        .name("run-" + run)
                        .unstarted(() -> work(dataset, log, Optional.empty(), unheard -> {}, () -> {
                            if (left.decrementAndGet() == 0) {
                                closing.close(started.values());
                            }
                        }));
                active.put(dataset.id(), new Active(log, thread));
                starts.add(thread::start);
            }
        }
        starts.forEach(Runnable::run);
        return ids;
    }

    /**
     * Begins a run for a backup that somebody else has begun and that reads the dataset as soon as we let it. Waits for nothing: when
     * there is no slot or the dataset has an open run, it says so.
     *
     * @param attempted hears after each attempt how it ended
     */
    public Adoption adopt(Dataset dataset, Consumer<String> attempted) {
        Optional<String> hopeless = rules.hopeless(dataset);
        if (hopeless.isPresent() && !running(dataset.id())) {
            return new Adoption.Busy(hopeless.get());
        }
        Optional<String> instead = rules.instead(dataset);
        if (instead.isPresent() && !running(dataset.id())) {
            return new Adoption.Instead(
                    instead.get(), submit(List.of(dataset), "backrest").getFirst());
        }
        settleLost();
        Thread thread;
        String run = id(environment.clock());
        synchronized (active) {
            Active open = active.get(dataset.id());
            if (open != null) {
                return new Adoption.Busy("run " + open.log().id() + " of dataset " + dataset.id() + " is "
                        + open.log().record().state() + " already");
            }
            if (closed) {
                return new Adoption.Busy("Slackwater is shutting down");
            }
            Optional<Slots.Slot> slot = slots.tryAcquire();
            if (slot.isEmpty()) {
                return new Adoption.Busy("as many runs as limits.concurrentRuns allows are at work; try again soon");
            }
            try {
                String set = run + "-" + dataset.workload().value();
                RunLog log = RunLog.queued(environment.journal(), environment.clock(), run, dataset, set, "backrest");
                thread = Thread.ofVirtual()
                        .name("run-" + run)
                        .unstarted(() -> work(dataset, log, slot, attempted, () -> closing.close(List.of(dataset))));
                active.put(dataset.id(), new Active(log, thread));
            } catch (RuntimeException e) {
                slot.get().close();
                throw e;
            }
        }
        thread.start();
        return new Adoption.Begun(run);
    }

    /**
     * Notes what somebody else stored without asking, unless a run knows of it.
     *
     * @return false while a run is open that may be it: ask again
     */
    public boolean settle(Dataset dataset, Unwatched backup) {
        synchronized (active) {
            Optional<String> ours = Optional.ofNullable(
                            environment.policy().get().plans().get(dataset.plan()))
                    .flatMap(plan -> pinned(plan.repository()));
            return !active.containsKey(dataset.id())
                    && new UnwatchedRuns(environment.journal()).settle(dataset, backup, id(environment.clock()), ours);
        }
    }

    private Optional<String> pinned(String repository) {
        try {
            return environment.repositories().apply(repository).pinned();
        } catch (RepositoryException e) {
            LOG.warnf("its id is not known now repository=%s reason=%s", repository, e.getMessage());
            return Optional.empty();
        }
    }

    /** As soon as the journal takes it again: otherwise such a run would look open until our next start. */
    private void settleLost() {
        Set<String> now = Set.copyOf(lost);
        if (now.isEmpty()) {
            return;
        }
        try {
            Interrupted.settleLost(environment.journal(), environment.clock(), now);
            lost.removeAll(now);
        } catch (JournalException e) {
            LOG.warnf("runs cannot be settled yet count=%d reason=%s", now.size(), e.getMessage());
        }
    }

    private void work(
            Dataset dataset, RunLog log, Optional<Slots.Slot> slot, Consumer<String> attempted, Runnable last) {
        try {
            new BackupRun(
                            dataset,
                            log,
                            slots,
                            attempts,
                            cleanup,
                            () -> environment.policy().get().limits().attempts(),
                            environment.backoff(),
                            environment.engine()::queues,
                            slot,
                            () -> closed,
                            attempted)
                    .run();
            if (!log.record().state().ended()) {
                lost.add(log.id());
                return;
            }
            ShrinkGuard.after(environment.journal(), environment.policy().get().limits(), log.record());
        } catch (RuntimeException e) {
            LOG.errorf(e, "reporting a run failed run=%s dataset=%s", log.id(), dataset.id());
        } finally {
            closers.add(Thread.currentThread());
            synchronized (active) {
                active.remove(dataset.id());
            }
            // A cancelled run must not take the closing of its batch with it.
            boolean interrupted = Thread.interrupted();
            try {
                if (!closed) {
                    last.run();
                }
            } finally {
                closers.remove(Thread.currentThread());
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Cancels an open run; false when there is none with this id. It ends as {@code CANCELLED} a moment later. */
    public boolean cancel(String run) {
        Optional<Active> open = active.values().stream()
                .filter(candidate -> candidate.log().id().equals(run))
                .findFirst();
        open.ifPresent(found -> found.thread().interrupt());
        return open.isPresent();
    }

    /** How many bytes an open run has stored so far. */
    public OptionalLong bytesDone(String run) {
        return active.values().stream()
                .filter(candidate -> candidate.log().id().equals(run))
                .mapToLong(candidate -> candidate.log().bytesDone())
                .findFirst();
    }

    /**
     * Somebody forgot snapshots in a repository, perhaps we ourselves. Those that were verified, and of which we do not know, are looked
     * for at once.
     *
     * @param snapshots empty when it is not known which
     */
    public void forgotten(String repository, Set<String> snapshots) {
        synchronized (active) {
            if (!closed && closing.suspects().add(repository, snapshots)) {
                lookAt(repository);
            }
        }
    }

    /**
     * Looks in the background, now and then, whether what was verified is still in its repositories; not into those that a backup works
     * with, for the end of its batch looks, unless something is known to be forgotten there.
     */
    public void lookAtRepositories() {
        synchronized (active) {
            if (closed) {
                return;
            }
            Policy policy = environment.policy().get();
            Set<String> busy = busy(
                    policy,
                    active.values().stream().map(run -> run.log().record()).toList());
            policy.repositories().keySet().stream()
                    .filter(name -> !busy.contains(name) || closing.suspects().any(name))
                    .forEach(this::lookAt);
        }
    }

    /** The repositories that open runs work with. One that waits for its turn, perhaps for hours, works with none. */
    static Set<String> busy(Policy policy, Collection<RunRecord> open) {
        return open.stream()
                .filter(run -> run.state() != RunState.QUEUED)
                .flatMap(run -> Optional.ofNullable(policy.plans().get(run.plan())).stream())
                .map(PlanPolicy::repository)
                .collect(Collectors.toSet());
    }

    private void lookAt(String repository) {
        Thread look = Thread.ofVirtual().name("look-" + repository).unstarted(() -> {
            try {
                closing.look(repository);
            } finally {
                closers.remove(Thread.currentThread());
            }
        });
        closers.add(look);
        look.start();
    }

    /** Whether nothing is running, and no batch is being closed. */
    public boolean idle() {
        return active.isEmpty() && closers.isEmpty();
    }

    /** Whether the dataset has an open run. */
    public boolean running(String dataset) {
        return active.containsKey(dataset);
    }

    /**
     * Cancels all runs and the closing of batches, and waits until they have ended, at most 20 seconds for all of them: whoever
     * closes the journal after that takes it away from nobody. What was not closed is closed with the next batch.
     */
    @Override
    public void close() throws InterruptedException {
        Set<Thread> open = new LinkedHashSet<>();
        synchronized (active) {
            closed = true;
            active.values().forEach(run -> open.add(run.thread()));
            open.addAll(closers);
        }
        open.forEach(Thread::interrupt);
        long end = System.nanoTime() + FAREWELL.toNanos();
        for (Thread thread : open) {
            if (!thread.join(Duration.ofNanos(Math.max(1, end - System.nanoTime())))) {
                LOG.errorf(
                        "does not end within %d s: %s; the next start settles it",
                        FAREWELL.toSeconds(), thread.getName());
            }
        }
    }

    /** Sorts by time, and is unique: two runs of one millisecond differ in their random part. */
    private static String id(Clock clock) {
        byte[] random = new byte[5];
        RANDOM.nextBytes(random);
        return String.format("%012x", clock.millis()) + HexFormat.of().formatHex(random);
    }

    /**
     * A person says that a dataset's shrinking, emptiness or disappearance is meant, or knows what it lost: forgetting goes on, the next run
     * takes it as it is.
     */
    public void acknowledge(String dataset) {
        environment.journal().datasets().hold(dataset, Optional.empty());
        environment.journal().datasets().files(dataset, 0);
        new Losses(environment.journal())
                .acknowledge(environment.policy().get().repositories().keySet(), dataset);
        boolean gone = environment.inventory().get().dataset(dataset).isEmpty();
        environment.journal().datasets().gone(dataset, gone);
    }

    /** Whether a person said that this dataset is gone for good. */
    public boolean goneForGood(String dataset) {
        return environment.journal().datasets().gone(dataset);
    }

    /** A dataset was found again: were it missing once more, nobody said that this is meant. */
    public void isBack(String dataset) {
        environment.journal().datasets().gone(dataset, false);
    }

    /** Why nothing of a dataset is forgotten until it is acknowledged. */
    public Optional<String> held(String dataset) {
        return environment.journal().datasets().hold(dataset);
    }
}
