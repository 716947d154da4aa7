package io.slackwater.run;

import io.slackwater.discovery.Dataset;
import io.slackwater.journal.JournalException;
import io.slackwater.journal.RunIdentity;
import io.slackwater.journal.RunRecord;
import io.slackwater.journal.RunStore;
import io.slackwater.journal.Trigger;
import io.slackwater.journal.VerdictStore;
import io.slackwater.trust.BatchRetention;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/**
 * Starts runs in the order of submission: one per dataset at a time, and a limited number in total. Safe for use by
 * several threads.
 */
public final class Runs implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Runs.class);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(20);
    /** A dataset without a backup waits at most this long for other backups, and then starts beyond the limit. */
    private static final Duration NEWCOMER = Duration.ofMinutes(5);

    private static final SecureRandom RANDOM = new SecureRandom();

    private final BackupRuns backups;
    private final BatchRetention retention;
    private final RunStore store;
    private final InterruptedRuns interrupted;
    private final Clock clock;
    private final Slots slots;
    private final RunListeners events;
    private final ConcurrentMap<String, Active> active = new ConcurrentHashMap<>();
    private final Set<String> leftOpen = ConcurrentHashMap.newKeySet();
    private final Set<Thread> closers = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    private record Active(OngoingRun progress, BackupRun run, Thread thread) {}

    /** @param most how many runs may work at the same time */
    public Runs(
            BackupRuns backups,
            BatchRetention retention,
            RunStore store,
            VerdictStore verdicts,
            InterruptedRuns interrupted,
            Clock clock,
            int most) {
        this.backups = backups;
        this.retention = retention;
        this.store = store;
        this.interrupted = interrupted;
        this.clock = clock;
        this.slots = new Slots(most);
        this.events = new RunListeners(new JournalListener(store, verdicts), new RunLog());
    }

    /** Adds a receiver for the later events of all runs. */
    public void listen(RunEvents receiver) {
        events.add(receiver);
    }

    /** Changes how many runs may work at the same time. Runs that work already continue. */
    public void concurrentRuns(int most) {
        slots.resize(most);
    }

    /**
     * Queues a run for each dataset. A dataset whose run is open already gets the id of that run. After the last of
     * these runs, old snapshots and those of failed runs are removed. Then the repositories' structure is checked.
     *
     * @return the ids of the runs in the order of the datasets
     */
    public List<String> submit(Collection<Dataset> datasets, Trigger trigger) {
        settleLeftOpen();
        String name = freshId(clock);
        Batch batch = new Batch(retention);
        List<String> ids = new ArrayList<>();
        synchronized (active) {
            if (closed) {
                throw new IllegalStateException("Slackwater is shutting down; ask again after its restart");
            }
            for (Dataset dataset : datasets) {
                Active open = openRun(dataset);
                if (open == null) {
                    Optional<Duration> patience =
                            trigger == Trigger.DISCOVERED ? Optional.of(NEWCOMER) : Optional.empty();
                    Slots.Turn turn = queued -> slots.acquire(queued, patience);
                    open = queue(freshId(clock), dataset, name, trigger, turn, batch, events);
                }
                ids.add(open.progress().id());
            }
        }
        return ids;
    }

    /**
     * Starts a run at once, for a caller that must not wait. Refuses if too many runs are working or the dataset has an
     * open run.
     *
     * @param own receives the events of this run
     */
    public Start startNow(Dataset dataset, Trigger trigger, RunEvents own) {
        settleLeftOpen();
        String id = freshId(clock);
        synchronized (active) {
            Active open = openRun(dataset);
            if (open != null) {
                RunRecord run = open.progress().record();
                return new Start.Busy(
                        "run " + run.id() + " of dataset " + dataset.id() + " is " + run.state() + " already");
            }
            if (closed) {
                return new Start.Busy("Slackwater is shutting down");
            }
            Optional<String> waits =
                    backups.restores().reason(dataset.workload().value(), trigger);
            if (waits.isPresent()) {
                return new Start.Busy("a backup of dataset " + dataset.id() + " " + waits.get());
            }
            Optional<Slots.Slot> slot = slots.tryAcquire();
            if (slot.isEmpty()) {
                return new Start.Busy("limits.concurrentRuns of the policy allows no further run now; try again soon");
            }
            AtomicReference<Slots.@Nullable Slot> first = new AtomicReference<>(slot.get());
            Slots.Turn turn = queued -> {
                Slots.Slot held = first.getAndSet(null);
                return held == null ? slots.acquire(queued, Optional.empty()) : held;
            };
            try {
                queue(id, dataset, id, trigger, turn, new Batch(retention), new RunListeners(events, own));
            } catch (RuntimeException e) {
                slot.get().close();
                throw e;
            }
        }
        return new Start.Begun(id);
    }

    /**
     * Returns the dataset's open run, if any. A run that reports its end does not count, because its data may be older
     * than a new request.
     */
    private @Nullable Active openRun(Dataset dataset) {
        Active run = active.get(dataset.id());
        return run == null || run.progress().over() ? null : run;
    }

    /**
     * Journals the run and starts its thread. No run leaves its batch before the caller's lock is free. Loss prevented:
     * a later dataset that cannot be journaled would leave this run without a thread.
     */
    private Active queue(
            String id,
            Dataset dataset,
            String set,
            Trigger trigger,
            Slots.Turn turn,
            Batch batch,
            RunEvents receivers) {
        OngoingRun progress = OngoingRun.begin(
                receivers, clock, id, dataset, set + "-" + dataset.workload().value(), trigger);
        BackupRun run = new BackupRun(progress, turn, backups, () -> leave(progress, batch));
        Thread thread = Thread.ofVirtual().name("run-" + id).unstarted(() -> work(progress, run));
        Active queued = new Active(progress, run, thread);
        batch.join(dataset);
        active.put(dataset.id(), queued);
        thread.start();
        return queued;
    }

    private void work(OngoingRun progress, BackupRun run) {
        // Fields of the JSON log. The threads that the run starts inherit them.
        RunIdentity identity = progress.record().identity();
        MDC.put("run", identity.id());
        MDC.put("dataset", identity.dataset());
        MDC.put("workload", identity.workload());
        try {
            run.run();
        } catch (RuntimeException | Error e) {
            LOG.errorf(e, "run or its retention ended by an unexpected error run=%s", progress.id());
        }
    }

    /**
     * Ends the membership of a run in its batch, so that its dataset may have another run. After the last run of the
     * batch, applies retention.
     */
    private void leave(OngoingRun progress, Batch batch) {
        RunRecord record = progress.record();
        if (!record.state().ended()) {
            leftOpen.add(record.id());
        }
        closers.add(Thread.currentThread());
        synchronized (active) {
            active.computeIfPresent(record.dataset(), (dataset, open) -> open.progress() == progress ? null : open);
        }
        // The retention is the work of the whole batch.
        MDC.clear();
        // A cancelled run must not cancel it.
        Thread.interrupted();
        try {
            if (!closed) {
                batch.leave();
            }
        } finally {
            closers.remove(Thread.currentThread());
        }
    }

    /**
     * Ends runs that stayed open because the journal could not be written. Does nothing while it still cannot be
     * written.
     */
    private void settleLeftOpen() {
        Set<String> now = Set.copyOf(leftOpen);
        if (now.isEmpty()) {
            return;
        }
        try {
            interrupted.settleLost(now);
            leftOpen.removeAll(now);
        } catch (JournalException e) {
            LOG.warnf("runs that were left open cannot be ended yet count=%d reason=%s", now.size(), e.getMessage());
        }
    }

    /**
     * Cancels an open run. The run ends as {@code CANCELLED} a moment later. Returns false for an unknown or ended run.
     */
    public boolean cancel(String run) {
        Optional<Active> open = open(run);
        open.ifPresent(found -> found.thread().interrupt());
        return open.isPresent();
    }

    /** Returns how many bytes restic has read for an open run; empty for other runs. */
    public Optional<Long> bytesDone(String run) {
        return open(run).map(found -> found.progress().bytes());
    }

    /** Returns a run. It counts as open until all receivers know its end. */
    public Optional<RunRecord> find(String run) {
        return open(run).map(found -> found.progress().record()).or(() -> store.find(run));
    }

    private Optional<Active> open(String run) {
        return active.values().stream()
                .filter(candidate -> candidate.progress().id().equals(run))
                .findFirst();
    }

    public List<RunRecord> open() {
        return active.values().stream().map(run -> run.progress().record()).toList();
    }

    /** Whether no run is open, and the work after the last run is complete. */
    public boolean idle() {
        return active.isEmpty() && closers.isEmpty();
    }

    public boolean running(String dataset) {
        return active.containsKey(dataset);
    }

    /**
     * Interrupts all runs and the work after them, and waits for their end, at most 20 seconds in total. The journal
     * may be closed afterwards. Skipped retention is done after the next runs.
     */
    @Override
    public void close() throws InterruptedException {
        Set<Thread> open = new LinkedHashSet<>();
        synchronized (active) {
            closed = true;
            active.values().forEach(run -> {
                run.run().leaveOpen();
                open.add(run.thread());
            });
            open.addAll(closers);
        }
        open.forEach(Thread::interrupt);
        long end = System.nanoTime() + CLOSE_TIMEOUT.toNanos();
        for (Thread thread : open) {
            if (!thread.join(Duration.ofNanos(Math.max(1, end - System.nanoTime())))) {
                LOG.errorf(
                        "a run did not end within %d s: %s; the next start of Slackwater ends it",
                        CLOSE_TIMEOUT.toSeconds(), thread.getName());
            }
        }
    }

    /** Makes a unique id. Ids sort by time; a random part distinguishes runs of the same millisecond. */
    public static String freshId(Clock clock) {
        byte[] random = new byte[5];
        RANDOM.nextBytes(random);
        return String.format("%012x", clock.millis()) + HexFormat.of().formatHex(random);
    }
}
