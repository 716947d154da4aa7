package io.slackwater.schedule;

import io.slackwater.journal.Anchor;
import io.slackwater.journal.RetryOutlook;
import io.slackwater.journal.ScheduleStore;
import io.slackwater.journal.Trigger;
import io.slackwater.policy.CronSchedule;
import io.slackwater.policy.PlanPolicy;
import io.slackwater.policy.Policy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Decides which plans, retries and maintenance tasks must start now.
 *
 * <ul>
 *   <li>A schedule that is new, was edited or was enabled again counts from that moment, so nothing starts at once.
 *   <li>One run makes up for all times that passed while Slackwater was not running.
 *   <li>A dataset without a backup starts at once. After a failed run, the {@link RetryLadder} decides. Neither applies
 * if the plan is disabled.
 *   <li>A clock that was set back by less than ten minutes repeats no start. After a larger step, the schedule counts
 * from the new time.
 * </ul>
 *
 * <p>A task stays due until it is recorded as done ({@link ScheduleStore#done}); a dataset, until it has a run. Safe
 * for use by several threads.
 */
public final class DueDecision {

    /** A start with more delay than this counts as catch-up. Slackwater looks for due tasks far more often. */
    static final Duration LATE = Duration.ofMinutes(2);

    /** A larger step back of the clock was made by hand; a time server corrects less. */
    static final Duration CLOCK_CORRECTION = Duration.ofMinutes(10);

    private static final String AGAIN = "after a failure";
    private static final String NEW = "first backup";
    private static final String LOST = "no backup is left";

    private static final Logger LOG = Logger.getLogger(DueDecision.class);

    private final Clock clock;
    private final ScheduleStore memory;

    public DueDecision(Clock clock, ScheduleStore memory) {
        this.clock = clock;
        this.memory = memory;
    }

    /** One schedule of the policy. */
    private record Timetable(Task task, String name, boolean enabled, CronSchedule cron) {

        String key() {
            return task.key(name);
        }

        String rule(Policy policy) {
            return (enabled ? "on " : "off ") + policy.timezone().getId() + " " + cron;
        }
    }

    /**
     * Lists the tasks to start now: plans, then maintenance, then single datasets. Leaves out datasets whose plan
     * starts too.
     *
     * @throws RuntimeException the journal cannot be written
     */
    public synchronized List<Due> due(Policy policy, Collection<KnownDataset> datasets) {
        Instant now = clock.instant();
        Map<String, Anchor> before = memory.anchors();
        Map<String, Instant> done = memory.lastDone();
        Map<String, Anchor> anchors = new LinkedHashMap<>();
        List<Timetable> timetables = timetables(policy);
        timetables.forEach(table ->
                anchors.put(table.key(), anchor(table, policy, before.get(table.key()), done.get(table.key()), now)));
        if (!anchors.equals(before)) {
            memory.anchors(anchors);
        }

        List<Due> scheduled = timetables.stream()
                .flatMap(table -> missed(table, policy, anchors, now).stream()
                        .map(since -> new Due(table.task, table.name, trigger(since, now), since)))
                .toList();
        return Stream.concat(scheduled.stream(), again(policy, datasets, scheduled, now))
                .toList();
    }

    /** Lists the next start of each plan, of each repository's maintenance and of each retry. Changes nothing. */
    public synchronized List<NextRun> nextRuns(Policy policy, Collection<KnownDataset> datasets) {
        Instant now = clock.instant();
        Map<String, Anchor> anchors = memory.anchors();
        Map<String, Instant> done = memory.lastDone();
        Stream<NextRun> regular = timetables(policy).stream().map(table -> {
            Instant since = anchor(table, policy, anchors.get(table.key()), done.get(table.key()), now)
                    .since();
            Optional<Instant> next = table.enabled
                    ? table.cron.next(since.isAfter(now) ? since : now, policy.timezone())
                    : Optional.empty();
            Optional<Instant> last = Optional.ofNullable(done.get(table.key())).or(() -> firstBackups(table, datasets));
            return new NextRun(table.task, table.name, table.cron.toString(), next, last);
        });
        Stream<NextRun> retries = datasets.stream()
                .flatMap(dataset -> again(policy, dataset, now)
                        .map(at -> new NextRun(
                                Task.RETRY,
                                dataset.id(),
                                dataset.last()
                                        .map(last -> last.end() == RetryOutlook.NOT_NEEDED ? LOST : AGAIN)
                                        .orElse(NEW),
                                Optional.of(at.isBefore(now) ? now : at),
                                dataset.last().map(LastRun::at)))
                        .stream());
        return Stream.concat(regular, retries).toList();
    }

    /** When the newest backup of a plan ended that its schedule has not started yet. */
    private static Optional<Instant> firstBackups(Timetable table, Collection<KnownDataset> datasets) {
        return datasets.stream()
                .filter(dataset -> table.task == Task.PLAN && dataset.plan().equals(table.name))
                .flatMap(dataset -> dataset.last().map(LastRun::at).stream())
                .max(Comparator.naturalOrder());
    }

    /**
     * Starts all due tasks and records each as done afterwards. After a crash in between, a backup starts twice; the
     * opposite order could lose a backup.
     *
     * @param starter queues a task and returns once the journal has it; if it throws, the task stays due
     * @return the due tasks
     * @throws RuntimeException one or more tasks failed to start; all were tried
     */
    List<Due> start(Policy policy, Collection<KnownDataset> datasets, Consumer<Due> starter) {
        List<Due> due = due(policy, datasets);
        RuntimeException first = null;
        for (Due item : due) {
            try {
                starter.accept(item);
                if (item.task() != Task.RETRY) {
                    done(item);
                }
                LOG.infof(
                        "schedule started=%s trigger=%s since=%s",
                        item.key(), item.trigger().word(), item.since());
            } catch (RuntimeException e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        if (first != null) {
            throw first;
        }
        return due;
    }

    /** Records that a user started a task. */
    void done(Task task, String name) {
        memory.done(task.key(name), clock.instant());
    }

    private void done(Due item) {
        Instant now = clock.instant();
        // A clock that was set back meanwhile must not make it due again.
        memory.done(item.key(), now.isBefore(item.since()) ? item.since() : now);
    }

    private static List<Timetable> timetables(Policy policy) {
        List<Timetable> tables = new ArrayList<>();
        for (PlanPolicy plan : policy.plans().values()) {
            tables.add(new Timetable(Task.PLAN, plan.id(), plan.enabled(), plan.schedule()));
        }
        for (String repository : policy.repositories().keySet()) {
            tables.add(new Timetable(
                    Task.PRUNE, repository, !policy.hold(), policy.maintenance().prune()));
            tables.add(new Timetable(
                    Task.CHECK, repository, true, policy.maintenance().check()));
        }
        return tables;
    }

    private static Anchor anchor(
            Timetable table, Policy policy, @Nullable Anchor before, @Nullable Instant started, Instant now) {
        String rule = table.rule(policy);
        Optional<Instant> done = Optional.ofNullable(started);
        if (before == null || !before.rule().equals(rule)) {
            return new Anchor(now, done, rule);
        }
        Instant since = before.since();
        if (done.isPresent() && !done.equals(before.done()) && done.get().isAfter(since)) {
            since = done.get();
        }
        return new Anchor(since.isAfter(now.plus(CLOCK_CORRECTION)) ? now : since, done, rule);
    }

    private static Trigger trigger(Instant since, Instant now) {
        return since.plus(LATE).isBefore(now) ? Trigger.CATCH_UP : Trigger.SCHEDULE;
    }

    /** The first time of the schedule that has passed without a start; empty when there is none. */
    private static Optional<Instant> missed(Timetable table, Policy policy, Map<String, Anchor> anchors, Instant now) {
        Anchor anchor = anchors.get(table.key());
        return !table.enabled || anchor == null
                ? Optional.empty()
                : table.cron.next(anchor.since(), policy.timezone()).filter(time -> !time.isAfter(now));
    }

    private static Stream<Due> again(
            Policy policy, Collection<KnownDataset> datasets, List<Due> scheduled, Instant now) {
        return datasets.stream()
                .filter(dataset -> scheduled.stream().noneMatch(due -> due.key().equals(Task.PLAN.key(dataset.plan()))))
                .filter(dataset -> again(policy, dataset, now)
                        .filter(at -> !at.isAfter(now))
                        .isPresent())
                .map(dataset -> new Due(
                        Task.RETRY, dataset.id(), dataset.backedUp() ? Trigger.RETRY : Trigger.DISCOVERED, now));
    }

    /** When a dataset is backed up apart from its plan; empty when it is not. */
    private static Optional<Instant> again(Policy policy, KnownDataset dataset, Instant now) {
        return policy.enabledPlan(dataset.plan())
                .flatMap(plan -> RetryLadder.at(dataset, plan.schedule().next(now, policy.timezone()), now));
    }
}
