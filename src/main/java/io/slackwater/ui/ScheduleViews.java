package io.slackwater.ui;

import io.slackwater.discovery.Dataset;
import io.slackwater.discovery.InventoryBoard;
import io.slackwater.policy.Policy;
import io.slackwater.schedule.NextRun;
import io.slackwater.schedule.Task;
import io.slackwater.ui.ScheduleQuery.By;
import io.slackwater.ui.ScheduleView.Choice;
import io.slackwater.ui.ScheduleView.Line;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes the page of the schedule, without the journal. Safe for use by several threads. */
final class ScheduleViews {

    private final Supplier<List<NextRun>> nextRuns;
    private final Supplier<Policy> policy;
    private final InventoryBoard board;
    private final Clock clock;

    ScheduleViews(Supplier<List<NextRun>> nextRuns, Supplier<Policy> policy, InventoryBoard board, Clock clock) {
        this.nextRuns = nextRuns;
        this.policy = policy;
        this.board = board;
        this.clock = clock;
    }

    ScheduleView view(ScheduleQuery query, Texts texts) {
        Policy now = policy.get();
        Map<String, Long> datasets =
                board.get().datasets().stream().collect(Collectors.groupingBy(Dataset::plan, Collectors.counting()));
        List<NextRun> matching = nextRuns.get().stream()
                .filter(run -> query.show().only().map(run.task()::equals).orElse(true))
                .sorted(order(query.sorting()))
                .toList();
        Paging paging = Paging.of(query.page(), matching.size(), query.sorting().in(query.address()));
        Instant at = clock.instant();
        return new ScheduleView(
                now.timezone().getId(),
                Stream.of(ScheduleQuery.Show.values())
                        .map(show -> new Choice(
                                QueryValues.word(show),
                                texts.of("scheduleShow" + TextKeys.capital(show)),
                                show == query.show()))
                        .toList(),
                query.sorting().heads(Stream.of(By.values()), query.address(), "scheduleColumn", texts),
                matching.stream()
                        .skip(paging.skipped())
                        .limit(Paging.SIZE)
                        .map(run -> line(run, now, datasets, at, texts))
                        .toList(),
                paging);
    }

    private static Line line(NextRun run, Policy policy, Map<String, Long> datasets, Instant now, Texts texts) {
        boolean enabled =
                run.task() != Task.PLAN || policy.enabledPlan(run.name()).isPresent();
        String detail = run.task() == Task.PLAN
                ? texts.of(
                        "schedulePlan",
                        datasets.getOrDefault(run.name(), 0L),
                        Optional.ofNullable(policy.plans().get(run.name()))
                                .map(plan -> plan.repository())
                                .orElse("–"))
                : "";
        return new Line(
                texts.of("scheduleTask" + TextKeys.capital(run.task())),
                run.name(),
                detail,
                run.expression(),
                enabled ? Light.OK : Light.OFF,
                run.task() == Task.RETRY ? "" : texts.of(enabled ? "scheduleEnabled" : "scheduleDisabled"),
                run.next().map(time -> Moment.of(time, now, policy.timezone(), texts)),
                run.lastDone().map(time -> Moment.of(time, now, policy.timezone(), texts)));
    }

    private static Comparator<NextRun> order(Sorting<By> sorting) {
        Comparator<NextRun> order = switch (sorting.by()) {
            case TASK -> Comparator.comparing(NextRun::task);
            case NAME -> Comparator.comparing(NextRun::name);
            case NEXT -> Comparator.comparing(run -> run.next().orElse(Instant.MAX));
            case LAST -> Comparator.comparing(run -> run.lastDone().orElse(Instant.MAX));
        };
        return (sorting.descending() ? order.reversed() : order)
                .thenComparing(NextRun::task)
                .thenComparing(NextRun::name);
    }
}
