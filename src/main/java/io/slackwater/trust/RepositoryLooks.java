package io.slackwater.trust;

import io.slackwater.journal.RunRecord;
import io.slackwater.journal.RunState;
import io.slackwater.journal.VerdictStore;
import io.slackwater.policy.PlanPolicy;
import io.slackwater.policy.Policy;
import io.slackwater.repository.RepositoryException;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Checks in the background that verified snapshots still exist. Loss prevented: a dataset whose snapshot another program removed stays
 * green. A repository with a removed snapshot is checked at once. Safe for use by several threads.
 */
public final class RepositoryLooks {

    private static final Logger LOG = Logger.getLogger(RepositoryLooks.class);

    private static final Duration EVERY = Duration.ofMinutes(15);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(20);

    private final RepositoryAlarms alarms;
    private final VerdictStore verdicts;
    private final Supplier<Policy> policy;
    private final Clock clock;
    private final BatchRetention retention;
    /** Repositories from which another program removed snapshots, until they are listed. */
    private final Set<String> changed = ConcurrentHashMap.newKeySet();

    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("look-", 0).factory());
    private final AtomicInteger looking = new AtomicInteger();

    public RepositoryLooks(
            RepositoryAlarms alarms,
            VerdictStore verdicts,
            Supplier<Policy> policy,
            Clock clock,
            BatchRetention retention) {
        this.alarms = alarms;
        this.verdicts = verdicts;
        this.policy = policy;
        this.clock = clock;
        this.retention = retention;
    }

    /**
     * Looks at once for verified snapshots that another program forgot. Slackwater's own retention leaves no verdicts behind.
     *
     * @param snapshots empty when unknown
     */
    public void forgotten(String repository, String restic, Set<String> snapshots) {
        if (snapshots.isEmpty() || verdicts.in(restic).stream().anyMatch(one -> snapshots.contains(one.snapshot()))) {
            changed.add(repository);
            start(repository);
        }
    }

    /**
     * Checks the repositories that are due.
     *
     * @param busy repositories in use by open runs; the end of the batch checks them, unless a removal is already known
     */
    public void look(Set<String> busy) {
        policy.get().repositories().keySet().stream()
                .filter(name -> !busy.contains(name) || changed.contains(name))
                .forEach(this::start);
    }

    /** The repositories that open runs work with. A queued run works with none, perhaps for hours. */
    public static Set<String> busy(Policy policy, Collection<RunRecord> open) {
        return open.stream()
                .filter(run -> run.state() != RunState.QUEUED)
                .flatMap(run -> Optional.ofNullable(policy.plans().get(run.plan())).stream())
                .map(PlanPolicy::repository)
                .collect(Collectors.toSet());
    }

    private void start(String repository) {
        looking.incrementAndGet();
        try {
            threads.execute(() -> {
                try {
                    lookAt(repository);
                } finally {
                    looking.decrementAndGet();
                }
            });
        } catch (RejectedExecutionException e) {
            LOG.debugf("no look at a repository after the close repository=%s", repository);
            looking.decrementAndGet();
        }
    }

    /** Changes nothing, unless a foreign lock stopped the last closing. Loss prevented: damage that the skipped check would find. */
    void lookAt(String name) {
        boolean due = !retention.tried(name).plus(EVERY).isAfter(clock.instant());
        if (alarms.waiting(name).isPresent()) {
            if (due) {
                retention.closeRepository(name);
            }
            return;
        }
        // Removed before the listing: a later report needs another look.
        boolean reported = changed.remove(name);
        if (!reported && !due) {
            return;
        }
        try {
            if (!retention.compare(name) && reported) {
                changed.add(name);
            }
        } catch (RepositoryException e) {
            if (RepositoryAlarms.needsPerson(e)) {
                alarms.troubled(name, e, String.valueOf(e.getMessage()));
            }
            LOG.warnf("looking at a repository failed repository=%s reason=%s", name, e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.errorf(e, "looking at a repository broke repository=%s", name);
        }
    }

    /** Whether no look is under way. */
    public boolean idle() {
        return looking.get() == 0;
    }

    /** Interrupts the looks that are under way and waits for their end: the journal may be closed after that. */
    public void close() throws InterruptedException {
        threads.shutdownNow();
        if (!threads.awaitTermination(CLOSE_TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
            LOG.errorf("a look at a repository does not end within %d s", CLOSE_TIMEOUT.toSeconds());
        }
    }
}
