package io.slackwater.backrest.reconcile;

import io.slackwater.discovery.Dataset;
import io.slackwater.discovery.Inventory;
import io.slackwater.journal.Journal;
import io.slackwater.journal.Revert;
import io.slackwater.policy.PlanPolicy;
import io.slackwater.policy.Policy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps Backrest's configuration as policy and datasets require. Each comparison (a pass) runs on its own thread.
 * Adding a repository takes minutes, and no backup should wait for it. Safe for use by several threads.
 */
public final class ReconcileLoop implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(ReconcileLoop.class);

    private final BackrestProvisioning backrest;
    private final Journal journal;
    private final ReleasedPlans released;
    private final List<Supplier<Optional<Conflict>>> prerequisites;
    private final Listener listener;
    private final AtomicReference<@Nullable Thread> pass = new AtomicReference<>();
    private final AtomicBoolean again = new AtomicBoolean();
    private volatile boolean closed;

    /** Called at the end of each pass that found nothing to write. The next pass begins when the call returns. */
    @FunctionalInterface
    public interface Listener {
        void inSync(Inventory inventory) throws InterruptedException;
    }

    /**
     * @param restorable whether a dataset has a verified snapshot
     * @param prerequisites return problems that Backrest's configuration does not show
     */
    public ReconcileLoop(
            BackrestProvisioning backrest,
            Journal journal,
            Predicate<String> restorable,
            List<Supplier<Optional<Conflict>>> prerequisites,
            Listener listener) {
        this.backrest = backrest;
        this.journal = journal;
        this.released = new ReleasedPlans(journal.backrest(), restorable);
        this.prerequisites = List.copyOf(prerequisites);
        this.listener = listener;
    }

    /** Starts a pass, unless one is running. The caller repeats this regularly. */
    public void beat(Policy policy, Inventory inventory) {
        Thread fresh = Thread.ofVirtual().name("backrest").unstarted(() -> run(policy, inventory));
        if (!closed && pass.compareAndSet(null, fresh)) {
            fresh.start();
        }
    }

    /** Starts a pass now, or after the running pass, which may have read Backrest's configuration before it changed. */
    public void soon(Policy policy, Inventory inventory) {
        again.set(true);
        beat(policy, inventory);
    }

    private void run(Policy policy, Inventory inventory) {
        again.set(false);
        try {
            Set<String> datasets =
                    inventory.datasets().stream().map(Dataset::id).collect(Collectors.toUnmodifiableSet());
            ReconcileOutcome outcome =
                    backrest.pass(policy, inventory.datasets(), released.removable(datasets, last()));
            released.passed(outcome);
            if (outcome instanceof ReconcileOutcome.InSync) {
                listener.inSync(inventory);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            if (!closed) {
                LOG.error("Backrest's configuration could not be compared with the policy; Slackwater tries again", e);
            }
        } finally {
            pass.set(null);
        }
        if (again.get()) {
            beat(policy, inventory);
        }
    }

    /** Returns how the last pass ended; empty before the first. */
    public Optional<ReconcileOutcome> last() {
        return backrest.last();
    }

    /** Returns the last edits in Backrest that Slackwater undid, newest first. */
    public List<Revert> reverts() {
        return journal.backrest().reverts();
    }

    /** Returns the plans that an admin asked to remove and that Backrest still has. */
    public SortedSet<String> released() {
        return released.byAdmin();
    }

    /**
     * Lets a plan without a dataset be removed when Backrest is idle. May be called again for the same plan.
     *
     * @param datasets the ids of all datasets that exist now
     */
    public PlanRelease release(String plan, Set<String> datasets) {
        return released.release(plan, datasets, last());
    }

    /** Whether Backrest will have the plan of a new dataset within a minute, and can then make its first backup. */
    public boolean awaitsPlan(String dataset, String plan, Policy policy) {
        PlanPolicy known = policy.plans().get(plan);
        return known != null
                && known.engine() == PlanPolicy.EngineChoice.BACKREST
                && prerequisites().isEmpty()
                && backrest.awaits(dataset);
    }

    /** Returns all known problems in Backrest. */
    public List<Conflict> conflicts() {
        List<Conflict> all =
                new ArrayList<>(last().map(ReconcileOutcome::conflicts).orElse(List.of()));
        all.addAll(prerequisites());
        return all;
    }

    /** Returns the problems that are found without asking Backrest. */
    public List<Conflict> prerequisites() {
        return prerequisites.stream().flatMap(one -> one.get().stream()).toList();
    }

    @Override
    public void close() throws InterruptedException {
        closed = true;
        Thread running = pass.get();
        if (running != null) {
            running.interrupt();
            if (!running.join(Duration.ofSeconds(10))) {
                LOG.warn(
                        "the comparison with Backrest's configuration did not end within 10 s; Slackwater stops anyway");
            }
        }
    }
}
