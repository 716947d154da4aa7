package io.slackwater.alert;

import io.slackwater.health.DatasetHealth;
import io.slackwater.health.Words;
import io.slackwater.policy.PlanPolicy;
import io.slackwater.policy.Policy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * For {@link AlarmSource#PLAN}: a plan cannot meet its {@code rpo}, because its schedule is too rare or the newest
 * verified data are too old. Safe for use by several threads.
 */
public final class RpoAlarms {

    private enum Cause {
        SCHEDULE,
        DATA
    }

    /** The next backup begins when the data are as old as the schedule's interval, and takes some time. */
    private static final Duration RUN_TIME = Duration.ofHours(1);

    private final ScheduleGap gaps = new ScheduleGap();

    /** Returns the alarms about enabled plans with an {@code rpo}. */
    public List<Alarm> of(Policy policy, Collection<DatasetHealth> datasets, Instant now) {
        List<Alarm> alarms = new ArrayList<>();
        for (PlanPolicy plan : policy.plans().values()) {
            plan.rpo()
                    .filter(_ -> plan.enabled())
                    .flatMap(rpo -> schedule(plan, rpo).or(() -> data(plan, rpo, datasets, now)))
                    .ifPresent(alarms::add);
        }
        return alarms;
    }

    private Optional<Alarm> schedule(PlanPolicy plan, Duration rpo) {
        Duration gap = gaps.longest(plan.schedule());
        return gap.compareTo(rpo) <= 0
                ? Optional.empty()
                : Optional.of(AlarmSource.PLAN
                        .warning(
                                plan.id(),
                                AlarmText.of("title.plan.schedule", plan.id()),
                                "up to %d h pass between two times of its schedule '%s', and its rpo is %d h"
                                        .formatted(gap.toHours(), plan.schedule(), rpo.toHours()),
                                AlarmText.of("remedy.plan.schedule", plan.id()))
                        .because(List.of(Cause.SCHEDULE)));
    }

    /** A dataset without a snapshot, or one that is gone, has an alarm of its own. */
    private static Optional<Alarm> data(
            PlanPolicy plan, Duration rpo, Collection<DatasetHealth> datasets, Instant now) {
        List<DatasetHealth> old = datasets.stream()
                .filter(one -> one.plan().equals(plan.id()))
                .filter(one -> !one.why().over() && !one.why().missing())
                .filter(one -> one.newest()
                        .filter(newest -> newest.plus(rpo).isBefore(now))
                        .isPresent())
                .toList();
        if (old.isEmpty()) {
            return Optional.empty();
        }
        List<Object> cause = new ArrayList<>(List.of(Cause.DATA));
        old.stream().map(DatasetHealth::dataset).sorted().forEach(cause::add);
        return Optional.of(AlarmSource.PLAN
                .critical(
                        plan.id(),
                        AlarmText.of("title.plan.rpo", plan.id()),
                        "its rpo is %d h, and the newest verified data are older: %s"
                                .formatted(
                                        rpo.toHours(),
                                        old.stream()
                                                .map(one -> "%s of %s"
                                                        .formatted(
                                                                one.dataset(),
                                                                one.newest()
                                                                        .map(Words::time)
                                                                        .orElse("")))
                                                .collect(Collectors.joining(", "))),
                        AlarmText.of(
                                "remedy.plan.rpo",
                                old.stream()
                                        .map(one -> "%s backup %s --wait".formatted(Remedies.TOOL, one.dataset()))
                                        .collect(Collectors.joining("; "))))
                .after(RUN_TIME)
                .because(cause));
    }
}
