package io.slackwater.app;

import io.slackwater.alert.Alarm;
import io.slackwater.alert.AlarmSource;
import io.slackwater.alert.Findings;
import io.slackwater.api.BackrestLink;
import io.slackwater.backrest.callbacks.StreamHeader;
import io.slackwater.backrest.engine.Unheard;
import io.slackwater.backrest.reconcile.BackrestProvisioning;
import io.slackwater.backrest.reconcile.Conflict;
import io.slackwater.backrest.reconcile.HostNames;
import io.slackwater.backrest.reconcile.ProvisioningMemory;
import io.slackwater.backrest.reconcile.ReconcileOutcome;
import io.slackwater.backrest.reconcile.Revert;
import io.slackwater.discovery.Dataset;
import io.slackwater.discovery.Inventory;
import io.slackwater.journal.Journal;
import io.slackwater.policy.PlanPolicy;
import io.slackwater.policy.Policy;
import io.slackwater.schedule.KnownDataset;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiPredicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps Backrest's configuration as policy and datasets want it, after each look at Docker, on a thread of its own: a pass that adds
 * a repository takes its time, and no backup waits for it.
 */
public final class Provisioning implements BackrestLink, AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Provisioning.class);

    /** An update of Backrest, or of the host, takes minutes. */
    private static final Duration AWAY = Duration.ofMinutes(5);

    /** Of these no answer of Backrest's is needed to tell. */
    private static final Set<String> EVERYWHERE = Set.of(HostNames.SUBJECT, StreamHeader.SUBJECT, Unheard.SUBJECT);

    private final BackrestProvisioning backrest;
    private final ReleasedPlans released;
    private final Supplier<List<Conflict>> everywhere;
    private final AtomicReference<@Nullable Thread> pass = new AtomicReference<>();
    private final AtomicBoolean again = new AtomicBoolean();
    private volatile boolean closed;

    /**
     * @param everywhere why Backrest may store nothing, or does not, beyond what its configuration shows
     */
    Provisioning(BackrestProvisioning backrest, Journal journal, Supplier<List<Conflict>> everywhere) {
        this.backrest = backrest;
        this.released = new ReleasedPlans(journal);
        this.everywhere = everywhere;
    }

    /** Starts a pass, unless one is under way: the next beat comes soon. */
    void beat(Policy policy, Inventory inventory) {
        Thread fresh = Thread.ofVirtual().name("backrest").unstarted(() -> run(policy, inventory));
        if (!closed && pass.compareAndSet(null, fresh)) {
            fresh.start();
        }
    }

    /** The same, and once more after one that is under way: it may have read before something was changed. */
    void soon(Policy policy, Inventory inventory) {
        again.set(true);
        beat(policy, inventory);
    }

    private void run(Policy policy, Inventory inventory) {
        again.set(false);
        try {
            Set<String> mayGo = released.mayGo(ids(inventory), last());
            released.passed(backrest.pass(policy, BackrestPlans.of(policy, inventory.datasets()), mayGo));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            if (!closed) {
                LOG.error("Backrest could not be looked at", e);
            }
        } finally {
            pass.set(null);
        }
        if (again.get()) {
            beat(policy, inventory);
        }
    }

    @Override
    public Optional<ReconcileOutcome> last() {
        return backrest.last();
    }

    @Override
    public List<Revert> reverts() {
        return backrest.reverts();
    }

    @Override
    public SortedSet<String> released() {
        return released.byAdmin();
    }

    @Override
    public void release(String plan, Set<String> datasets) {
        released.release(plan, datasets, last());
    }

    public static Set<String> ids(Inventory inventory) {
        return inventory.datasets().stream().map(Dataset::id).collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public List<Conflict> conflicts() {
        List<Conflict> all =
                new ArrayList<>(last().map(ReconcileOutcome::conflicts).orElse(List.of()));
        all.addAll(everywhere.get());
        return all;
    }

    /** Whether the first backup of a dataset waits, a minute at most: Backrest makes it once Backrest has the plan. */
    boolean awaitsPlan(KnownDataset dataset, Policy policy) {
        PlanPolicy plan = policy.plans().get(dataset.plan());
        return dataset.last().isEmpty()
                && plan != null
                && plan.engine() == PlanPolicy.Engine.BACKREST
                && everywhere.get().isEmpty()
                && backrest.awaits(dataset.id());
    }

    /** What a person has to look at. */
    List<Alarm> alarms() {
        return findings().alarms();
    }

    /** As an alarm is told of it; nothing is over that only an answer of Backrest's could show to be. */
    Findings findings() {
        return findings(last(), everywhere.get(), backrest::tells);
    }

    /** @param tells whether a pass that ended so can tell that a subject's conflict is over */
    static Findings findings(
            Optional<ReconcileOutcome> last, List<Conflict> everywhere, BiPredicate<ReconcileOutcome, String> tells) {
        List<Alarm> all = new ArrayList<>(last.map(Provisioning::alarms).orElse(List.of()));
        everywhere.forEach(conflict -> all.add(alarm(conflict, Duration.ZERO)));
        return new Findings(
                all, subject -> EVERYWHERE.contains(subject) || last.isPresent() && tells.test(last.get(), subject));
    }

    static List<Alarm> alarms(ReconcileOutcome outcome) {
        Duration settling = outcome instanceof ReconcileOutcome.Unreachable ? AWAY : Duration.ZERO;
        return outcome.conflicts().stream()
                .map(conflict -> alarm(conflict, settling))
                .toList();
    }

    private static Alarm alarm(Conflict conflict, Duration settling) {
        return new Alarm(
                AlarmSource.BACKREST,
                conflict.subject(),
                Alarm.Severity.WARNING,
                "Backrest: " + conflict.subject(),
                conflict.what(),
                conflict.remedy(),
                settling);
    }

    @Override
    public void close() throws InterruptedException {
        closed = true;
        Thread running = pass.get();
        if (running != null) {
            running.interrupt();
            if (!running.join(Duration.ofSeconds(10))) {
                LOG.warn("a look at Backrest does not end; it is left to end by itself");
            }
        }
    }

    /** In the journal, beside everything else that must survive a restart. */
    record Memory(Journal journal) implements ProvisioningMemory {

        private static final String PREFIX = "backrest:";

        @Override
        public Optional<String> note(String key) {
            return journal.note(PREFIX + key);
        }

        @Override
        public void note(String key, String value) {
            journal.note(PREFIX + key, value);
        }

        @Override
        public void audit(String action, String subject, String detail) {
            journal.audit().append("slackwater", action.replace('.', '-'), subject, detail);
        }
    }
}
