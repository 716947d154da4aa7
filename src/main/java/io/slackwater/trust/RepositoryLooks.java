package io.slackwater.trust;

import io.slackwater.journal.VerdictStore;
import io.slackwater.policy.Policy;
import io.slackwater.repository.RepositoryException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jboss.logging.Logger;

/**
 * Checks periodically, in the background, that all verified snapshots still exist. Loss prevented: a dataset would look
 * healthy although another program removed its snapshot. Safe for use by several threads.
 */
public final class RepositoryLooks {

    private static final Logger LOG = Logger.getLogger(RepositoryLooks.class);

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(20);

    private final RepositoryAlarms alarms;
    private final VerdictStore verdicts;
    private final Supplier<Policy> policy;
    private final BatchRetention retention;
    private final UnaryOperator<String> signs;
    private final BooleanSupplier idle;
    private final ConcurrentMap<String, String> seen = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("look-", 0).factory());
    private final ConcurrentMap<String, Future<?>> open = new ConcurrentHashMap<>();

    /**
     * Creates it.
     *
     * @param signs describes the identity of a repository without restic; another text means that it was replaced
     * @param idle whether no run is queued or running; the retention after a run removes what remains
     */
    public RepositoryLooks(
            RepositoryAlarms alarms,
            VerdictStore verdicts,
            Supplier<Policy> policy,
            BatchRetention retention,
            UnaryOperator<String> signs,
            BooleanSupplier idle) {
        this.alarms = alarms;
        this.verdicts = verdicts;
        this.policy = policy;
        this.retention = retention;
        this.signs = signs;
        this.idle = idle;
    }

    /**
     * Lists a repository at once, because another program removed snapshots from it. Nothing happens if none of them
     * was verified, as after Slackwater's own retention.
     *
     * @param snapshots the removed snapshots; empty when unknown
     */
    public void forgotten(String repository, String restic, Set<String> snapshots) {
        if (snapshots.isEmpty() || verdicts.in(restic).stream().anyMatch(one -> snapshots.contains(one.snapshot()))) {
            retention.makeDue(repository);
            start(repository);
        }
    }

    /** Lists the repositories that were not listed for a while, or were replaced since. */
    public void look() {
        policy.get().repositories().keySet().forEach(this::start);
    }

    private void start(String repository) {
        open.compute(
                repository, (name, last) -> last == null || last.isDone() ? threads.submit(() -> lookAt(name)) : last);
    }

    /**
     * Lists a repository that is due. If a stop, or the lock of another program, prevented the last retention or check,
     * repeats both. Loss prevented: damage that the skipped check finds would stay unknown, and copies made during a
     * backup would stay in the repository.
     */
    private void lookAt(String name) {
        try {
            String now = signs.apply(name);
            String before = seen.put(name, now);
            if (before != null && !before.equals(now)) {
                retention.makeDue(name);
            }
            if (!retention.due(name)) {
                return;
            }
            if (alarms.waiting(name).isPresent() || idle.getAsBoolean() && retention.interrupted(name)) {
                retention.closeRepository(name);
            } else {
                retention.compare(name);
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
        return open.values().stream().allMatch(Future::isDone);
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
