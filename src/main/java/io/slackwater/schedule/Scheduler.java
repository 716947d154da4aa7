package io.slackwater.schedule;

import io.slackwater.discovery.Dataset;
import io.slackwater.discovery.Inventory;
import io.slackwater.docker.DockerException;
import io.slackwater.journal.Journal;
import io.slackwater.journal.RunRecord;
import io.slackwater.policy.Policy;
import io.slackwater.run.Maintenance;
import io.slackwater.run.Runs;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Looks at Docker and at the clock, and starts what is due. One pass at a time; the inventory of the last good look may be read from
 * any thread.
 */
public final class Scheduler {

    private static final Logger LOG = Logger.getLogger(Scheduler.class);

    private final Look look;
    private final Supplier<Policy> policy;
    private final Runs runs;
    private final Maintenance maintenance;
    private final Journal journal;
    private final SchedulePass pass;
    private final InventoryBoard board;
    private final List<Dataset> newlyFound = new ArrayList<>();
    private final Set<String> interrupted;
    private volatile @Nullable String problem;

    /** One look at Docker. */
    @FunctionalInterface
    public interface Look {
        Inventory look() throws DockerException, InterruptedException;
    }

    /** @param interrupted datasets whose run a restart of ours ended: they are backed up again as soon as they are seen */
    public Scheduler(
            Look look,
            InventoryBoard board,
            Supplier<Policy> policy,
            Runs runs,
            Maintenance maintenance,
            Journal journal,
            DueDecision decision,
            Set<String> interrupted,
            Clock clock) {
        this.look = look;
        this.board = board;
        this.policy = policy;
        this.runs = runs;
        this.maintenance = maintenance;
        this.journal = journal;
        this.interrupted = new HashSet<>(interrupted);
        this.pass = new SchedulePass(decision, ScheduleMemory.in(journal), clock, this::start);
    }

    /** Why the last look at Docker failed; empty when it succeeded. */
    public Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    /** One pass. Without Docker the last known inventory stays in force: its runs then fail with the reason, and are retried. */
    public synchronized void tick() throws InterruptedException {
        try {
            board.put(look.look());
            problem = null;
        } catch (DockerException e) {
            problem = String.valueOf(e.getMessage());
            LOG.warnf("look at Docker failed reason=%s", e.getMessage());
            return;
        }
        again();
        try {
            pass.run(policy.get(), known());
        } finally {
            // One batch for all of them: a batch ends with work that needs the repository alone.
            List<Dataset> found = List.copyOf(newlyFound);
            newlyFound.clear();
            runs.submit(found, Trigger.DISCOVERED.word());
        }
    }

    private void again() {
        List<Dataset> back = board.get().datasets().stream()
                .filter(dataset -> interrupted.contains(dataset.id()))
                .toList();
        runs.submit(back, Trigger.CATCH_UP.word());
        back.forEach(dataset -> interrupted.remove(dataset.id()));
    }

    private List<KnownDataset> known() {
        return board.get().datasets().stream().map(this::known).toList();
    }

    private KnownDataset known(Dataset dataset) {
        Optional<RunRecord> newest = journal.runs(Optional.of(dataset.id()), Optional.empty(), 1).stream()
                .findFirst();
        boolean backedUp = !journal.verified(dataset.id()).isEmpty();
        return new KnownDataset(
                dataset.id(), dataset.plan(), backedUp, runs.running(dataset.id()), newest.map(RunRecord::queued));
    }

    private void start(Due due) {
        switch (due) {
            case Due.Plan plan -> {
                List<Dataset> datasets = board.get().datasets().stream()
                        .filter(dataset -> dataset.plan().equals(plan.plan()))
                        .toList();
                runs.submit(datasets, plan.trigger().word());
            }
            case Due.Dataset one -> board.get().dataset(one.dataset()).ifPresent(newlyFound::add);
            case Due.Prune prune -> maintenance.prune(prune.repository());
            case Due.Check check ->
                maintenance.check(check.repository(), policy.get().maintenance().readDataSubset());
        }
    }
}
