package io.slackwater.freeze;

import io.slackwater.docker.Container;
import io.slackwater.docker.ContainerControl;
import io.slackwater.docker.DockerEvents;
import io.slackwater.docker.DockerException;
import io.slackwater.docker.DockerFailure;
import io.slackwater.journal.LeaseRecord;
import io.slackwater.journal.LeaseStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Pauses containers with {@code docker pause}. Docker's events show at once that another program changed a paused
 * container. Without events, the inspection at the end shows most changes.
 *
 * <p>Each freeze has a lease in the journal before a container is paused. The next start after a crash resumes every
 * container. The resume waits for nothing, not even for the journal.
 */
public final class LeaseFreezer implements Freezer, DockerEvents {

    private static final Logger LOG = Logger.getLogger(LeaseFreezer.class);
    /** The longest wait for a container that another freeze holds. Shorter than Backrest's timeout for a hook. */
    private static final Duration OTHERS = Duration.ofSeconds(45);

    /** How long a freeze still holds its containers after they were resumed: the confirmation takes a second. */
    private static final Duration CONFIRMATION = Duration.ofSeconds(2);

    private static final Duration SHUTDOWN = Duration.ofSeconds(5);

    /** How long resuming may take before it is reported. A busy daemon needs seconds. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final ContainerControl docker;
    private final LeaseStore leases;
    private final BootClock boot;
    private final Clock clock;
    private final Map<Long, Lease> open = new ConcurrentHashMap<>();
    private final Reservations reservations = new Reservations();
    private final ReentrantLock settling = new ReentrantLock();
    /** The newest freeze of each dataset, open or over. */
    private final Map<String, Lease> newest = new ConcurrentHashMap<>();

    private boolean ending;

    /**
     * Creates a freezer.
     *
     * @param clock the host's wall clock, for comparison with the times of Docker's events
     */
    public LeaseFreezer(ContainerControl docker, LeaseStore leases, BootClock boot, Clock clock) {
        this.docker = docker;
        this.leases = leases;
        this.boot = boot;
        this.clock = clock;
    }

    @Override
    public FreezeLease freeze(String run, String dataset, List<String> containerIds, Duration max)
            throws DockerException, InterruptedException {
        try {
            return begin(run, dataset, containerIds, max);
        } catch (DockerException | RuntimeException e) {
            if (Thread.interrupted()) {
                InterruptedException interrupted = new InterruptedException(
                        "interrupted while the containers of " + dataset + " were being paused");
                interrupted.initCause(e);
                throw interrupted;
            }
            throw e;
        }
    }

    private FreezeLease begin(String run, String dataset, List<String> ids, Duration max)
            throws DockerException, InterruptedException {
        // Loss prevented: the next attempt, whose container does not run, would report the end of this one's freeze.
        newest.remove(dataset);
        reservations.reserve(dataset, ids, (max.compareTo(OTHERS) < 0 ? max : OTHERS).plus(CONFIRMATION));
        Lease lease;
        try {
            List<Container> now = existing(dataset, ids);
            if (now.stream().allMatch(Container::stopped)) {
                return new StoppedContainers(docker, now, () -> reservations.release(ids));
            }
            checkFreezable(dataset, now);
            lease = intend(run, dataset, now, max);
        } catch (DockerException | RuntimeException e) {
            reservations.release(ids);
            throw e;
        }
        try {
            lease.pause();
            leases.frozen(lease.id());
        } catch (DockerException | RuntimeException e) {
            lease.end("not all containers could be paused: " + e.getMessage());
            if (e instanceof DockerException refused) {
                throw new DockerException(
                        "Cannot freeze for dataset " + dataset + ": " + e.getMessage(), refused.failure(), e);
            }
            throw e;
        }
        newest.put(dataset, lease);
        LOG.infof("freeze begun run=%s dataset=%s containers=%s max=%s", run, dataset, ids, max);
        return lease;
    }

    private List<Container> existing(String dataset, List<String> ids) throws DockerException {
        List<Container> containers = new ArrayList<>();
        for (String id : ids) {
            containers.add(docker.find(id)
                    .orElseThrow(() -> new DockerException(
                            cannot(dataset, id)
                                    + "the container does not exist. Compose may be recreating it; the next run looks for it again",
                            DockerFailure.NOT_READY)));
        }
        return containers;
    }

    private static String cannot(String dataset, String container) {
        return "Cannot freeze container " + container + " for dataset " + dataset + ": ";
    }

    private static void checkFreezable(String dataset, List<Container> containers) throws DockerException {
        for (Container container : containers) {
            String cannot = cannot(dataset, container.name());
            if (container.labels().containsKey(Container.ROLE_LABEL)) {
                throw new DockerException(
                        cannot
                                + "the container belongs to Slackwater and must never be paused. Exclude it from backups with "
                                + "slackwater.enable=false",
                        DockerFailure.REFUSED);
            }
            if (container.state() == Container.State.PAUSED) {
                throw new DockerException(
                        cannot + "another program paused the container. Unpause it, or wait until it runs again",
                        DockerFailure.NOT_READY);
            }
            if (!container.running()) {
                throw new DockerException(
                        cannot + "the container is not running but " + container.state() + ". Start it, or use"
                                + " slackwater.method=hot",
                        container.state() == Container.State.RESTARTING
                                ? DockerFailure.NOT_READY
                                : DockerFailure.REFUSED);
            }
        }
    }

    /** Writes a lease to the journal and starts its guard thread, before a container is paused. */
    private Lease intend(String run, String dataset, List<Container> containers, Duration max) throws DockerException {
        Instant begin = clock.instant();
        Map<String, Instant> starts = new LinkedHashMap<>();
        containers.forEach(container -> starts.put(container.id(), container.startedAt()));
        LeaseRecord intent = new LeaseRecord(
                0, run, dataset, starts, begin, boot.bootId(), boot.uptime().plus(max), false);
        List<FrozenContainer> running = containers.stream()
                .map(one -> new FrozenContainer(docker, one.id(), one.name(), one.startedAt()))
                .toList();
        Lease lease = lease(leases.intended(intent), intent, running, begin, () -> {});
        if (admit(lease)) {
            lease.guard();
            return lease;
        }
        // Nothing was paused yet; this only records the end.
        lease.end("Slackwater is shutting down");
        lease.guard();
        throw new DockerException(
                "Cannot freeze for dataset " + dataset + ": Slackwater is shutting down", DockerFailure.NOT_READY);
    }

    private Lease lease(
            long id, LeaseRecord record, List<FrozenContainer> containers, Instant begin, Runnable whenOver) {
        return new Lease(id, record, containers, begin, leases, boot, () -> {
            open.remove(id);
            reservations.release(record.containers().keySet());
            whenOver.run();
        });
    }

    /** Registers the lease for {@link #thawAll()}. Returns false after a shutdown began. */
    private synchronized boolean admit(Lease lease) {
        open.put(lease.id(), lease);
        return !ending;
    }

    @Override
    public Optional<String> broken(String run) {
        return newest.values().stream()
                .filter(lease -> lease.run().equals(run))
                .flatMap(lease -> lease.broken().stream())
                .map(BrokenFreeze::reason)
                .findFirst();
    }

    @Override
    public void settle() {
        settling.lock();
        try {
            leases.open().stream()
                    .filter(record -> !open.containsKey(record.id()))
                    .forEach(this::thaw);
        } finally {
            settling.unlock();
        }
    }

    private void thaw(LeaseRecord record) {
        List<FrozenContainer> containers = record.containers().entrySet().stream()
                .map(start -> FrozenContainer.found(docker, start.getKey(), start.getValue()))
                .toList();
        LOG.warnf(
                "containers were found paused at the start; resuming them run=%s dataset=%s",
                record.run(), record.dataset());
        Lease lease = lease(
                record.id(),
                record,
                containers,
                clock.instant(),
                () -> LOG.infof(
                        "freeze over run=%s dataset=%s ms=%s",
                        record.run(),
                        record.dataset(),
                        stood(record)
                                .map(time -> String.valueOf(time.toMillis()))
                                .orElse("unknown")));
        reservations.hold(record.containers().keySet());
        open.put(lease.id(), lease);
        newest.put(record.dataset(), lease);
        lease.end("Slackwater found the container paused at its start, because a crash interrupted the run");
        lease.guard();
    }

    @Override
    public Optional<Duration> stood(String run) {
        return longest(leases.of(run).stream().map(this::stood));
    }

    private Optional<Duration> stood(LeaseRecord lease) {
        return longest(lease.containers().keySet().stream().map(container -> paused(container, lease.intended())));
    }

    /** Empty if one of the durations is unknown. */
    private static Optional<Duration> longest(Stream<Optional<Duration>> durations) {
        return durations.reduce(
                Optional.of(Duration.ZERO),
                (longest, next) -> longest.flatMap(one -> next.map(other -> one.compareTo(other) < 0 ? other : one)));
    }

    private Optional<Duration> paused(String container, Instant since) {
        try {
            return docker.paused(container, since);
        } catch (DockerException e) {
            LOG.warnf(
                    "it is unknown how long a container was paused container=%s reason=\"%s\"",
                    container, e.getMessage());
            return Optional.empty();
        }
    }

    @Override
    public void thawAll() {
        synchronized (this) {
            ending = true;
        }
        List<Lease> last = List.copyOf(open.values());
        // Each in its own thread. Loss prevented: a hanging container keeps the others frozen.
        last.forEach(lease -> Thread.ofPlatform()
                .daemon()
                .name("thaw-" + lease.id())
                .start(() -> lease.end("Slackwater is shutting down")));
        long end = System.nanoTime() + SHUTDOWN.toNanos();
        try {
            for (Lease lease : last) {
                lease.awaitOver(Duration.ofNanos(end - System.nanoTime()));
            }
        } catch (InterruptedException e) {
            // The resumes have begun. The next start handles the leases whose end is not recorded.
            Thread.currentThread().interrupt();
        }
    }

    /** The freezes whose containers Docker does not resume. Does not block. */
    public List<StuckFreeze> stuck() {
        return open.values().stream()
                .flatMap(lease -> lease.stuck(PATIENCE).stream())
                .toList();
    }

    /** The ids of datasets whose containers are paused now, also by an earlier process. Does not block. */
    public Set<String> frozen() {
        return open.values().stream().map(Lease::dataset).collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public void container(String action, String containerId, Instant at) {
        for (Lease lease : open.values()) {
            lease.event(action, containerId, at);
        }
    }
}
