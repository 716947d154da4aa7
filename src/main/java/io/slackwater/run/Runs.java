package io.slackwater.run;

import io.slackwater.discovery.Dataset;
import io.slackwater.journal.JournalException;
import io.slackwater.journal.RunRecord;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Starts runs: one per dataset at a time, a bounded number at once, in the order in which they were asked for. Safe for use by
 * several threads.
 */
public final class Runs implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Runs.class);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final RunEnvironment environment;
    private final Attempts attempts;
    private final Cure cure;
    private final Closing closing;
    private final Consumer<RunRecord> ended;
    private final Semaphore slots;
    private final ConcurrentMap<String, Active> active = new ConcurrentHashMap<>();
    private final Set<String> lost = ConcurrentHashMap.newKeySet();
    private final AtomicInteger closings = new AtomicInteger();
    private volatile boolean closed;

    private record Active(RunLog log, Thread thread) {}

    /** @param ended hears of every run that ended, on the run's thread; must not block */
    public Runs(RunEnvironment environment, Consumer<RunRecord> ended) {
        this.environment = environment;
        this.attempts = new Attempts(environment);
        this.cure = new Cure(environment.journal(), environment.policy(), environment.repositories());
        this.closing = new Closing(environment, cure);
        this.ended = ended;
        this.slots = new Semaphore(environment.policy().get().limits().concurrentRuns(), true);
    }

    /**
     * Settles what an earlier process left open: its runs end as interrupted, and whatever they may have stored is poison. Call it
     * once, after leases were settled and before anything is submitted.
     *
     * @return the datasets whose runs were interrupted: they want another run at once
     */
    public Set<String> settle() {
        return Interrupted.settle(environment.journal(), environment.clock());
    }

    /**
     * Queues a run for each dataset; one that has an open run already gets that run's id. When the last of them has ended, the
     * plans concerned are closed: leftovers and old snapshots are forgotten, the repository's structure is checked.
     *
     * @param trigger {@code schedule}, {@code catch-up}, {@code discovered} or {@code api}
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
                        .unstarted(() -> work(dataset, log, () -> {
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

    private void work(Dataset dataset, RunLog log, Runnable last) {
        try {
            new BackupRun(
                            dataset,
                            log,
                            slots,
                            attempts,
                            cure,
                            () -> environment.policy().get().limits().attempts(),
                            environment.backoff())
                    .run();
            if (!log.record().state().ended()) {
                lost.add(log.id());
                return;
            }
            ShrinkGuard.after(environment.journal(), environment.policy().get().limits(), log.record());
            ended.accept(log.record());
        } catch (RuntimeException e) {
            LOG.errorf(e, "reporting a run failed run=%s dataset=%s", log.id(), dataset.id());
        } finally {
            closings.incrementAndGet();
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
                closings.decrementAndGet();
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

    /** Whether nothing is running, and no batch is being closed. */
    public boolean idle() {
        return active.isEmpty() && closings.get() == 0;
    }

    /** Whether the dataset has an open run. */
    public boolean running(String dataset) {
        return active.containsKey(dataset);
    }

    /** Cancels all runs and waits until they have ended, at most some seconds each. */
    @Override
    public void close() throws InterruptedException {
        List<Active> open;
        synchronized (active) {
            closed = true;
            open = List.copyOf(active.values());
        }
        open.forEach(run -> run.thread().interrupt());
        for (Active run : open) {
            if (!run.thread().join(java.time.Duration.ofSeconds(20))) {
                LOG.errorf(
                        "run does not end run=%s; the next start settles it",
                        run.log().id());
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
     * A person says that a dataset's shrinking, emptiness or disappearance is meant: forgetting goes on, the next run takes it as it
     * is.
     */
    public void acknowledge(String dataset) {
        environment.journal().note(DatasetNotes.hold(dataset), "");
        environment.journal().note(DatasetNotes.files(dataset), "0");
        boolean gone = environment.inventory().get().dataset(dataset).isEmpty();
        environment.journal().note(DatasetNotes.gone(dataset), gone ? "meant" : "");
    }

    /** Whether a person said that this dataset is gone for good. */
    public boolean goneForGood(String dataset) {
        return environment
                .journal()
                .note(DatasetNotes.gone(dataset))
                .filter(note -> !note.isEmpty())
                .isPresent();
    }

    /** Why nothing of a dataset is forgotten until it is acknowledged. */
    public Optional<String> held(String dataset) {
        return environment.journal().note(DatasetNotes.hold(dataset)).filter(reason -> !reason.isEmpty());
    }
}
