package io.slackwater.ui;

import io.slackwater.journal.DatasetHistory;
import io.slackwater.journal.DatasetHistory.PastRun;
import io.slackwater.journal.RunState;
import io.slackwater.policy.PlanPolicy;
import io.slackwater.policy.Policy;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The last 30 days in the zone of the policy, and what happened to a dataset on each of them. The present schedule
 * decides whether a run was due, because the journal does not keep earlier schedules. Used by one thread.
 */
final class Nights {

    static final int COUNT = 30;

    /** What happened on a day, from good to bad. */
    enum Night {
        NOT_DUE,
        VERIFIED,
        RUNNING,
        MISSED,
        FAILED
    }

    private final Policy policy;
    private final Instant now;
    private final List<LocalDate> dates = new ArrayList<>();
    private final List<Instant> starts = new ArrayList<>();
    private final Map<String, List<Boolean>> dueByPlan = new HashMap<>();

    Nights(Policy policy, Instant now) {
        this.policy = policy;
        this.now = now;
        ZoneId zone = policy.timezone();
        LocalDate today = LocalDate.ofInstant(now, zone);
        for (int back = COUNT - 1; back >= -1; back--) {
            LocalDate date = today.minusDays(back);
            starts.add(date.atStartOfDay(zone).toInstant());
            if (back >= 0) {
                dates.add(date);
            }
        }
    }

    /** The start of the first day. */
    Instant start() {
        return starts.getFirst();
    }

    /** The days, oldest first. */
    List<LocalDate> dates() {
        return dates;
    }

    /** The day on which a run was queued; empty when it is older. */
    Optional<Integer> index(PastRun run) {
        int found = Collections.binarySearch(starts, run.queued());
        int index = found >= 0 ? found : -found - 2;
        return index < 0 || index >= COUNT ? Optional.empty() : Optional.of(index);
    }

    /** Returns what happened to a dataset on each day. The last run of a day decides that was not cancelled. */
    List<Night> of(DatasetHistory history, String plan) {
        List<Night> nights = new ArrayList<>(Collections.nCopies(COUNT, Night.NOT_DUE));
        List<Boolean> due = dueByPlan.computeIfAbsent(plan, this::due);
        for (int i = 0; i < COUNT; i++) {
            Instant start = starts.get(i);
            boolean existed =
                    history.first().filter(first -> !first.isAfter(start)).isPresent();
            nights.set(i, existed && due.get(i) ? Night.MISSED : Night.NOT_DUE);
        }
        for (PastRun run : history.runs()) {
            if (run.state() != RunState.CANCELLED) {
                index(run).ifPresent(i -> nights.set(i, night(run.state())));
            }
        }
        return nights;
    }

    /** Returns the run that decides what happened on a day, by the number of the day. */
    Map<Integer, PastRun> deciding(DatasetHistory history) {
        Map<Integer, PastRun> runs = new HashMap<>();
        for (PastRun run : history.runs()) {
            if (run.state() != RunState.CANCELLED) {
                index(run).ifPresent(i -> runs.put(i, run));
            }
        }
        return runs;
    }

    private static Night night(RunState state) {
        return switch (state) {
            case SUCCEEDED -> Night.VERIFIED;
            case FAILED, UNVERIFIED, CANCELLED -> Night.FAILED;
            case QUEUED, CAPTURING, STORING, VERIFYING -> Night.RUNNING;
        };
    }

    /** For each day, whether the plan was due and its time has passed. */
    private List<Boolean> due(String name) {
        Optional<PlanPolicy> plan = policy.enabledPlan(name);
        List<Boolean> due = new ArrayList<>();
        for (int i = 0; i < COUNT; i++) {
            Instant start = starts.get(i);
            Instant end = starts.get(i + 1);
            due.add(plan.flatMap(one -> one.schedule().next(start.minusNanos(1), policy.timezone()))
                    .filter(time -> time.isBefore(end) && time.isBefore(now))
                    .isPresent());
        }
        return due;
    }
}
