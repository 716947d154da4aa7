package io.slackwater.freeze;

import io.slackwater.docker.DockerException;
import io.slackwater.docker.DockerFailure;
import io.slackwater.journal.EndCause;
import io.slackwater.journal.LeaseRecord;
import io.slackwater.journal.LeaseStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One freeze: containers that Slackwater has paused, until a deadline. Its states are {@code PAUSING → FROZEN → THAWING
 * → THAWED → CONFIRMED → OVER}; the first two may change to {@code THAWING} at any time.
 *
 * <p>A guard thread watches the deadline, resumes the containers, confirms that a moment later, and records the end. It
 * never gives up. It is a platform thread, because native calls can starve virtual threads.
 */
final class Lease implements FreezeLease {

    private static final Logger LOG = Logger.getLogger(Lease.class);
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long FIRST_RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long LOOK_AGAIN_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long LAST_RETRY_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final Set<String> BREAKING = Set.of("unpause", "die", "start", "restart", "stop", "destroy");

    private enum State {
        PAUSING,
        FROZEN,
        THAWING,
        THAWED,
        CONFIRMED,
        OVER
    }

    private final long id;
    private final LeaseRecord record;
    private final FrozenContainers containers;
    private final Instant begin;
    private final LeaseStore leases;
    private final BootClock clock;
    private final Runnable whenOver;
    private final ReentrantLock lock = new ReentrantLock();
    private final CountDownLatch over = new CountDownLatch(1);
    private final AtomicReference<@Nullable BrokenFreeze> broken = new AtomicReference<>();
    private final Duration firstPause;
    private volatile State state;
    /** How many nanoseconds Docker took to pause all containers; negative until then. Guarded by the lock. */
    private long pausing = -1;

    private volatile @Nullable Duration lastThaw;
    /** Valid in the state {@code THAWING} ({@link System#nanoTime}). */
    private volatile long thawingSince;

    /**
     * Creates the lease of one freeze.
     *
     * @param begin earlier events of Docker are ignored
     * @param whenOver called after the end was recorded
     */
    Lease(
            long id,
            LeaseRecord record,
            List<FrozenContainer> frozen,
            Instant begin,
            LeaseStore leases,
            BootClock clock,
            Runnable whenOver) {
        this.id = id;
        this.record = record;
        this.containers = new FrozenContainers(record.dataset(), frozen);
        this.begin = begin;
        this.leases = leases;
        this.clock = clock;
        this.whenOver = whenOver;
        this.firstPause = clock.uptime();
        this.state = State.PAUSING;
    }

    long id() {
        return id;
    }

    void guard() {
        Thread.ofPlatform().daemon().name("freeze-" + record.dataset()).start(this::watch);
    }

    /** Pauses all containers, or throws. After an exception, the caller calls {@link #end}. */
    void pause() throws DockerException {
        long begun = System.nanoTime();
        for (FrozenContainer container : containers.all()) {
            inPausing(container::pause);
        }
        inPausing(() -> {
            pausing = System.nanoTime() - begun;
            state = State.FROZEN;
        });
    }

    private void inPausing(Step step) throws DockerException {
        lock.lock();
        try {
            if (state != State.PAUSING) {
                throw new DockerException(
                        "The freeze ended before all containers were paused: " + outcome(), DockerFailure.NOT_READY);
            }
            step.run();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Optional<BrokenFreeze> broken() {
        return Optional.ofNullable(broken.get());
    }

    private String outcome() {
        return broken().map(BrokenFreeze::reason).orElse("thawed");
    }

    @Override
    public Duration frozen() {
        Duration end = lastThaw;
        return (end == null ? clock.uptime() : end).minus(firstPause);
    }

    String dataset() {
        return record.dataset();
    }

    String run() {
        return record.run();
    }

    /** Breaks the freeze and resumes the containers. */
    void end(String reason) {
        breakUp(reason);
        close();
    }

    /** Resumes the containers. If that fails, the guard thread retries. The guard thread also records the end. */
    @Override
    public void close() {
        boolean interrupted = Thread.interrupted();
        lock.lock();
        try {
            if (!thaw()) {
                breakUp(
                        "Docker did not answer at the end of the freeze, so it is unknown whether the containers stayed paused");
            }
        } finally {
            lock.unlock();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Handles Docker's event about a container. Does not block. */
    void event(String action, String id, Instant at) {
        for (FrozenContainer container : containers.all()) {
            if (container.id().equals(id) && !at.isBefore(begin)) {
                container.event(action, at);
                if (holding() && BREAKING.contains(action)) {
                    breakUp("another program changed container " + container.name()
                            + " while Slackwater had it paused (" + action + ")");
                }
            }
        }
    }

    private void breakUp(String reason) {
        breakUp(new BrokenFreeze(reason, EndCause.FREEZE));
    }

    private void breakUp(BrokenFreeze breach) {
        if (broken.compareAndSet(null, breach)) {
            LOG.warnf("freeze broken run=%s dataset=%s reason=\"%s\"", record.run(), record.dataset(), breach.reason());
        }
    }

    /**
     * Describes the containers that are still paused after this time of retries; empty if there are none. Does not
     * block.
     */
    Optional<StuckFreeze> stuck(Duration after) {
        if (state != State.THAWING) {
            return Optional.empty();
        }
        Duration tried = Duration.ofNanos(System.nanoTime() - thawingSince);
        return tried.compareTo(after) < 0
                ? Optional.empty()
                : Optional.of(
                        new StuckFreeze(record.dataset(), containers.notThawed(), tried, containers.lastFailure()));
    }

    /** Waits until all containers run and the end is recorded, or until the timeout. */
    void awaitOver(Duration most) throws InterruptedException {
        // Without the lock, because a thawing thread holds the lock while Docker hangs.
        if (!over.await(most.toNanos(), TimeUnit.NANOSECONDS)) {
            LOG.warnf(
                    "a freeze has not ended yet; its containers are resumed in the background run=%s dataset=%s",
                    record.run(), record.dataset());
        }
    }

    private void watch() {
        long retry = FIRST_RETRY_NANOS;
        long allowed = record.deadlineUptime().minus(firstPause).toNanos();
        long give = System.nanoTime() + allowed;
        lock.lock();
        try {
            while (state != State.OVER) {
                if (holding()) {
                    if (late(give)) {
                        breakUp(BrokenFreeze.late(pausing, allowed));
                    }
                    if (broken.get() == null) {
                        rest(Math.clamp(give - System.nanoTime(), 1, TICK_NANOS));
                        continue;
                    }
                }
                State before = state;
                proceed();
                if (state == before) {
                    rest(retry);
                    retry = Math.min(2 * retry, LAST_RETRY_NANOS);
                } else {
                    retry = FIRST_RETRY_NANOS;
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean holding() {
        return state == State.PAUSING || state == State.FROZEN;
    }

    /**
     * Takes the guard thread's next step towards the end. The state stays the same when the step failed. The caller
     * holds the lock.
     */
    private void proceed() {
        switch (state) {
            case PAUSING, FROZEN, THAWING -> thaw();
            case THAWED -> {
                rest(LOOK_AGAIN_NANOS);
                if (containers.confirmThaw()) {
                    state = State.CONFIRMED;
                } else {
                    measure();
                }
            }
            case CONFIRMED -> {
                if (recorded()) {
                    state = State.OVER;
                    whenOver.run();
                    over.countDown();
                }
            }
            case OVER -> {}
        }
    }

    /**
     * Whether the deadline has passed. Compares the uptime, or the process's own clock if the uptime cannot be read.
     */
    private boolean late(long give) {
        if (System.nanoTime() - give >= 0) {
            return true;
        }
        try {
            return clock.uptime().compareTo(record.deadlineUptime()) >= 0;
        } catch (RuntimeException e) {
            LOG.errorf(
                    e,
                    "cannot read the uptime; the process's clock alone ends this freeze run=%s dataset=%s",
                    record.run(),
                    record.dataset());
            return false;
        }
    }

    /** Waits without the lock. */
    private void rest(long nanos) {
        lock.unlock();
        try {
            long end = System.nanoTime() + nanos;
            for (long left = nanos; left > 0; left = end - System.nanoTime()) {
                // Loss prevented: while the flag is set, no wait lasts and no call to Docker succeeds, so a busy loop
                // leaves the container paused.
                Thread.interrupted();
                LockSupport.parkNanos(left);
            }
        } finally {
            lock.lock();
        }
    }

    /** Resumes the containers that are still paused. Returns whether all were resumed. The caller holds the lock. */
    private boolean thaw() {
        if (holding()) {
            thawingSince = System.nanoTime();
            state = State.THAWING;
        }
        if (state == State.THAWING && containers.thaw(this::breakUp)) {
            state = State.THAWED;
            measure();
        }
        return state != State.THAWING;
    }

    private boolean recorded() {
        try {
            leases.thawed(id, outcome());
            return true;
        } catch (RuntimeException e) {
            LOG.errorf(
                    "the journal could not record the end of a freeze yet; Slackwater tries again run=%s dataset=%s reason=\"%s\"",
                    record.run(), record.dataset(), e.getMessage());
            LOG.debug("a thaw could not be recorded", e);
            return false;
        }
    }

    private void measure() {
        try {
            lastThaw = clock.uptime();
            // Only Docker knows the duration of a freeze that an earlier process began.
            if (begin.equals(record.intended())) {
                LOG.infof("freeze over run=%s dataset=%s ms=%d", record.run(), record.dataset(), frozen().toMillis());
            }
        } catch (RuntimeException e) {
            LOG.errorf(
                    e,
                    "cannot read the uptime; the duration of this freeze is unknown run=%s dataset=%s",
                    record.run(),
                    record.dataset());
        }
    }

    private interface Step {
        void run() throws DockerException;
    }
}
