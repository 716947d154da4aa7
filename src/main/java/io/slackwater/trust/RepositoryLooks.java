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
 * Checks periodically, in the background, that all verified snapshots still exist. Loss prevented: a dataset would look
 * healthy although another program removed its snapshot. Safe for use by several threads.
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
    /** Repositories from which another program removed snapshots, and which were not listed since. */
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
     * Lists a repository at once, because another program removed snapshots from it. Nothing happens if none of them
     * was verified, as after Slackwater's own retention.
     *
     * @param snapshots the removed snapshots; empty when unknown
     */
    public void forgotten(String repository, String restic, Set<String> snapshots) {
        if (snapshots.isEmpty() || verdicts.in(restic).stream().anyMatch(one -> snapshots.contains(one.snapshot()))) {
            changed.add(repository);
            start(repository);
        }
    }

    /**
     * Lists the repositories that were not listed for a while.
     *
     * @param busy repositories that open runs use; they are listed after the last run, unless a removal is known
     */
    public void look(Set<String> busy) {
        policy.get().repositories().keySet().stream()
                .filter(name -> !busy.contains(name) || changed.contains(name))
                .forEach(this::start);
    }

    /** Returns the repositories that open runs use. A queued run does not count, because it may wait for hours. */
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
            LOG.debugf("Slackwater stops, so a repository was not listed repository=%s", repository);
            looking.decrementAndGet();
        }
    }

    /**
     * Lists a repository if it is due. If the lock of another program prevented the last check, repeats retention and
     * check. Loss prevented: damage that the skipped check would find.
     */
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
            LOG.warnf("the snapshots of a repository cannot be listed repository=%s reason=%s", name, e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.errorf(e, "the list of a repository's snapshots cannot be processed repository=%s", name);
        }
    }

    /** Whether no repository is being listed now. */
    public boolean idle() {
        return looking.get() == 0;
    }

    /** Interrupts the running work and waits for its end. The journal may be closed afterwards. */
    public void close() throws InterruptedException {
        threads.shutdownNow();
        if (!threads.awaitTermination(CLOSE_TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
            LOG.errorf(
                    "the listing of a repository did not end within %d s; Slackwater stops anyway",
                    CLOSE_TIMEOUT.toSeconds());
        }
    }
}
