package io.slackwater.schedule;

import io.slackwater.discovery.Dataset;
import io.slackwater.discovery.Inventory;
import io.slackwater.discovery.InventoryBoard;
import io.slackwater.docker.DockerException;
import io.slackwater.journal.Journal;
import io.slackwater.journal.RunRecord;
import io.slackwater.journal.RunState;
import io.slackwater.policy.Policy;
import io.slackwater.run.Maintenance;
import io.slackwater.run.RetryOutlook;
import io.slackwater.run.Runs;
import io.slackwater.schedule.LastRun.End;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Looks at Docker and at the clock, and starts what is due. One pass at a time; the inventory of the last good look may be read from
 * any thread.
 */
public final class Scheduler {

    private static final Logger LOG = Logger.getLogger(Scheduler.class);
    private static final Set<String> AGAIN = Set.of(Trigger.DISCOVERED.word(), Trigger.RETRY.word());

    /** More retries do not wait longer. */
    private static final int MOST_TRIES = 5;

    private final Look look;
    private final Supplier<Policy> policy;
    private final Runs runs;
    private final Maintenance maintenance;
    private final Journal journal;
    private final SchedulePass pass;
    private final InventoryBoard board;
    private final DueDecision decision;
    private final FailedRuns failures;
    private final World world;
    private final Predicate<KnownDataset> awaitsPlan;
    private final Map<Trigger, List<Dataset>> single = new EnumMap<>(Trigger.class);
    private volatile List<KnownDataset> lastKnown = List.of();
    private final Set<String> interrupted;
    private Set<String> frozen = Set.of();
    private volatile @Nullable String problem;

    /** One look at Docker. */
    @FunctionalInterface
    public interface Look {
        Inventory look() throws DockerException, InterruptedException;
    }

    /**
     * @param interrupted datasets whose run a restart of ours ended: they are backed up again as soon as they are seen
     * @param stores what is known of a repository
     * @param awaitsPlan whether the first backup of a dataset waits for the dataset's plan in Backrest
     */
    public Scheduler(
            Look look,
            InventoryBoard board,
            Supplier<Policy> policy,
            Runs runs,
            Maintenance maintenance,
            Journal journal,
            DueDecision decision,
            Set<String> interrupted,
            Function<String, World.Store> stores,
            Predicate<KnownDataset> awaitsPlan,
            Clock clock) {
        this.look = look;
        this.board = board;
        this.policy = policy;
        this.runs = runs;
        this.maintenance = maintenance;
        this.journal = journal;
        this.interrupted = new HashSet<>(interrupted);
        this.decision = decision;
        this.world = new World(stores);
        this.awaitsPlan = awaitsPlan;
        this.failures = new FailedRuns(ScheduleMemory.in(journal));
        this.pass = new SchedulePass(decision, ScheduleMemory.in(journal), clock, this::start);
    }

    /** Why the last look at Docker failed; empty when it succeeded. */
    public Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    /** One pass. Without Docker the last known inventory stays in force: its runs then fail with the reason, and are retried. */
    public synchronized void tick() throws InterruptedException {
        Set<String> before = held();
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
            frozen = Stream.of(before, held()).flatMap(Set::stream).collect(Collectors.toSet());
            List<KnownDataset> known = known();
            lastKnown = known;
            pass.run(policy.get(), known.stream().filter(awaitsPlan.negate()).toList());
        } finally {
            // One batch for all of them: a batch ends with work that needs the repository alone.
            Map<Trigger, List<Dataset>> found = new EnumMap<>(single);
            single.clear();
            found.forEach((trigger, datasets) -> runs.submit(datasets, trigger.word()));
        }
    }

    /** The containers of freezes of ours that are not over. Asked on both sides of a look: what it saw paused is in one of them. */
    private Set<String> held() {
        return journal.leases().open().stream()
                .flatMap(lease -> lease.containers().keySet().stream())
                .collect(Collectors.toSet());
    }

    private void again() {
        List<Dataset> back = board.get().datasets().stream()
                .filter(dataset -> interrupted.contains(dataset.id()))
                .toList();
        runs.submit(back, Trigger.CATCH_UP.word());
        back.forEach(dataset -> interrupted.remove(dataset.id()));
    }

    private List<KnownDataset> known() {
        Policy current = policy.get();
        return board.get().datasets().stream()
                .map(dataset -> known(dataset, current))
                .toList();
    }

    /** What is due and what comes, as of the last pass. */
    public List<NextRun> nextRuns() {
        return decision.nextRuns(policy.get(), lastKnown);
    }

    private KnownDataset known(Dataset dataset, Policy current) {
        boolean open = runs.running(dataset.id());
        Optional<RunRecord> newest = journal.runs().list(Optional.of(dataset.id()), Optional.empty(), 1).stream()
                .filter(run -> run.state().ended())
                .findFirst();
        boolean backedUp = KnownDataset.backedUp(
                journal, dataset.id(), current.repositories().keySet());
        return new KnownDataset(
                dataset.id(), dataset.plan(), backedUp, open, newest.map(run -> last(dataset, run, backedUp, current)));
    }

    private LastRun last(Dataset dataset, RunRecord run, boolean backedUp, Policy current) {
        End end = end(run);
        boolean failed = end != End.SUCCEEDED && end != End.CANCELLED;
        return new LastRun(
                run.ended().orElse(run.queued()),
                end,
                failed && failures.changed(run, end, world.now(dataset, board.get(), current, frozen)),
                failed ? tries(dataset.id()) : end == End.SUCCEEDED && !backedUp ? inVain(dataset.id()) : 0);
    }

    /** How many of its newest runs were made because there was no backup, and each lost what it had stored. */
    private int inVain(String dataset) {
        return (int) journal.runs().list(Optional.of(dataset), Optional.empty(), MOST_TRIES).stream()
                .takeWhile(run ->
                        run.state() == RunState.SUCCEEDED && run.trigger().equals(Trigger.DISCOVERED.word()))
                .count();
    }

    private End end(RunRecord run) {
        return run.state() == RunState.SUCCEEDED
                ? End.SUCCEEDED
                : switch (RetryOutlook.of(journal, run)) {
                    case TRANSIENT -> End.TRANSIENT;
                    case PERMANENT -> End.PERMANENT;
                    case CANCELLED -> End.CANCELLED;
                };
    }

    /** A dataset's very first run is none: nothing failed before it. */
    private int tries(String dataset) {
        int tries = 0;
        for (RunRecord run : journal.runs().list(Optional.of(dataset), Optional.empty(), MOST_TRIES + 1)) {
            if (run.state() == RunState.SUCCEEDED || !AGAIN.contains(run.trigger())) {
                return tries;
            }
            tries++;
        }
        return Math.max(0, tries - 1);
    }

    private void start(Due due) {
        switch (due) {
            case Due.Plan plan -> {
                List<Dataset> datasets = board.get().datasets().stream()
                        .filter(dataset -> dataset.plan().equals(plan.plan()))
                        .toList();
                runs.submit(datasets, plan.trigger().word());
            }
            case Due.Dataset one ->
                board.get()
                        .dataset(one.dataset())
                        .ifPresent(dataset -> single.computeIfAbsent(one.trigger(), trigger -> new ArrayList<>())
                                .add(dataset));
            case Due.Prune prune -> maintenance.prune(prune.repository());
            case Due.Check check ->
                maintenance.check(check.repository(), policy.get().maintenance().readDataSubset());
        }
    }
}
