package io.slackwater.backrest.reconcile;

import io.slackwater.discovery.Dataset;
import io.slackwater.discovery.Inventory;
import io.slackwater.journal.Revert;
import io.slackwater.policy.PlanPolicy;
import io.slackwater.policy.Policy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
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
 * Brings Backrest's configuration to what policy and datasets want, on a thread of its own: a pass that adds a repository takes
 * minutes, and no backup waits for it. Safe for use by several threads.
 */
public final class ReconcileLoop implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(ReconcileLoop.class);

    /** The subjects that need no answer from Backrest. */
    private static final Set<BackrestSubject.Kind> PREREQUISITES =
            EnumSet.of(BackrestSubject.Kind.HOST_NAME, BackrestSubject.Kind.STREAM_TOKEN, BackrestSubject.Kind.BACKUPS);

    private final BackrestProvisioning backrest;
    private final ProvisioningMemory memory;
    private final ReleasedPlans released;
    private final LastReconcile last;
    private final List<Supplier<Optional<Conflict>>> prerequisites;
    private final Listener listener;
    private final AtomicReference<@Nullable Thread> pass = new AtomicReference<>();
    private final AtomicBoolean again = new AtomicBoolean();
    private volatile boolean closed;

    /** Receives the end of each pass that found nothing to write. The next pass waits for it. */
    @FunctionalInterface
    public interface Listener {
        void inSync(Inventory inventory) throws InterruptedException;
    }

    /**
     * @param restorable whether a dataset has a verified snapshot
     * @param prerequisites why Backrest may store nothing, or stores nothing, beyond what its configuration shows
     */
    public ReconcileLoop(
            BackrestProvisioning backrest,
            ProvisioningMemory memory,
            Predicate<String> restorable,
            LastReconcile last,
            List<Supplier<Optional<Conflict>>> prerequisites,
            Listener listener) {
        this.backrest = backrest;
        this.memory = memory;
        this.released = new ReleasedPlans(memory.store(), restorable);
        this.last = last;
        this.prerequisites = List.copyOf(prerequisites);
        this.listener = listener;
    }

    /** Starts a pass, unless one is running: the next beat comes soon. */
    public void beat(Policy policy, Inventory inventory) {
        Thread fresh = Thread.ofVirtual().name("backrest").unstarted(() -> run(policy, inventory));
        if (!closed && pass.compareAndSet(null, fresh)) {
            fresh.start();
        }
    }

    /** Starts a pass now, or after the running pass, which may have read Backrest's configuration before the change. */
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
                    backrest.pass(policy, inventory.datasets(), released.removable(datasets, last.get()));
            last.set(outcome);
            released.passed(outcome);
            if (outcome instanceof ReconcileOutcome.InSync) {
                listener.inSync(inventory);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            if (!closed) {
                LOG.error("Backrest's configuration could not be reconciled", e);
            }
        } finally {
            pass.set(null);
        }
        if (again.get()) {
            beat(policy, inventory);
        }
    }

    /** How the last pass ended; empty before the first. */
    public Optional<ReconcileOutcome> last() {
        return last.get();
    }

    /** The last edits in Backrest that were reverted, newest first. */
    public List<Revert> reverts() {
        return memory.store().reverts();
    }

    /** Plans that an admin released and that Backrest still has. */
    public SortedSet<String> released() {
        return released.byAdmin();
    }

    /**
     * Has an orphaned plan removed as soon as Backrest is idle; idempotent.
     *
     * @param datasets the ids of all datasets that exist now
     */
    public PlanRelease release(String plan, Set<String> datasets) {
        return released.release(plan, datasets, last());
    }

    /** Whether Backrest gets the plan of a new dataset soon, a minute at most, and can then make its first backup. */
    public boolean awaitsPlan(String dataset, String plan, Policy policy) {
        PlanPolicy known = policy.plans().get(plan);
        return known != null
                && known.engine() == PlanPolicy.Engine.BACKREST
                && prerequisites().isEmpty()
                && backrest.awaits(dataset);
    }

    /** Everything that keeps Backrest from its work. */
    public List<Conflict> conflicts() {
        List<Conflict> all =
                new ArrayList<>(last().map(ReconcileOutcome::conflicts).orElse(List.of()));
        all.addAll(prerequisites());
        return all;
    }

    /** The conflicts that are known without an answer from Backrest. */
    public List<Conflict> prerequisites() {
        return prerequisites.stream().flatMap(one -> one.get().stream()).toList();
    }

    /**
     * Whether a subject without a conflict has none. Only a pass that left nothing to write knows that. Loss prevented: an alarm would end
     * although its cause lasts.
     */
    public boolean judges(String subject) {
        return PREREQUISITES.stream()
                        .anyMatch(kind -> BackrestSubject.of(kind).toString().equals(subject))
                || last().filter(ReconcileOutcome::complete).isPresent();
    }

    @Override
    public void close() throws InterruptedException {
        closed = true;
        Thread running = pass.get();
        if (running != null) {
            running.interrupt();
            if (!running.join(Duration.ofSeconds(10))) {
                LOG.warn("the pass over Backrest's configuration does not stop within 10 s");
            }
        }
    }
}
