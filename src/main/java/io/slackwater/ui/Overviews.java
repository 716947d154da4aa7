package io.slackwater.ui;

import io.slackwater.alert.AlarmSource;
import io.slackwater.discovery.Inventory;
import io.slackwater.discovery.InventoryBoard;
import io.slackwater.discovery.Uncovered;
import io.slackwater.health.DatasetHealth;
import io.slackwater.journal.AlarmRecord;
import io.slackwater.journal.HistoryStore;
import io.slackwater.policy.Policy;
import io.slackwater.schedule.NextRun;
import io.slackwater.ui.OverviewQuery.By;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Makes the overview. Reads the journal once, for the charts of all workloads together. Safe for use by several
 * threads.
 */
final class Overviews {

    /** How many gaps and alarms are listed above the rows. The pages of their own list all. */
    private static final int LISTED = 5;

    private final Sources sources;
    private final Clock clock;

    /**
     * What the overview shows.
     *
     * @param running the datasets with an open run
     * @param alarms the raised alarms, oldest first
     */
    record Sources(
            HealthNow health,
            InventoryBoard board,
            Supplier<Policy> policy,
            Supplier<List<NextRun>> nextRuns,
            Supplier<Set<String>> running,
            Supplier<List<AlarmRecord>> alarms,
            HistoryStore history) {}

    Overviews(Sources sources, Clock clock) {
        this.sources = sources;
        this.clock = clock;
    }

    Overview view(OverviewQuery query, Texts texts) {
        Instant now = clock.instant();
        Policy policy = sources.policy().get();
        Inventory inventory = sources.board().get();
        List<DatasetHealth> health = sources.health().latest();
        List<WorkloadState> states =
                WorkloadState.all(inventory, health, sources.running().get());
        Nights nights = new Nights(policy, now);
        WorkloadRows rows = new WorkloadRows(nights, sources.nextRuns().get(), policy.timezone(), now, texts);
        List<WorkloadState> shown = states.stream()
                .filter(state -> !query.problemsOnly() || state.light().compareTo(Light.WARN) >= 0)
                .filter(state -> state.name().toLowerCase(Locale.ROOT).contains(query.search()))
                .sorted(order(query, rows))
                .toList();
        rows.read(sources.history()
                .since(
                        nights.start(),
                        shown.stream()
                                .flatMap(state -> state.datasets().stream())
                                .toList()));
        List<Uncovered> gaps = inventory.uncovered().stream()
                .filter(one -> one.severity() == Uncovered.Severity.ALARM)
                .toList();
        List<AlarmRecord> raised = sources.alarms().get();
        List<AlarmRecord> alarms = raised.stream()
                .filter(alarm -> !AlarmSource.COVERAGE.has(alarm.key()))
                .sorted(AlarmLine.WORST_FIRST)
                .toList();
        // After a start, the health is known a moment later than the containers.
        boolean known = states.isEmpty() || !health.isEmpty();
        return new Overview(
                light(known ? Light.OK : Light.OFF, states, gaps, raised),
                known ? line(health, now, texts) : texts.of("summaryUnknown"),
                sources.board().looked(),
                gaps.stream()
                        .limit(LISTED)
                        .map(gap -> new Overview.Gap(gap.where(), gap.reason(), gap.remedy()))
                        .toList(),
                Math.max(0, gaps.size() - LISTED),
                alarms.stream()
                        .limit(LISTED)
                        .map(alarm -> AlarmLine.of(alarm, now, policy.timezone(), texts))
                        .toList(),
                Math.max(0, alarms.size() - LISTED),
                shown.stream().map(rows::row).toList(),
                query.filters(),
                query,
                Stream.of(By.values())
                        .map(by -> new Overview.Sort(
                                texts.of("column" + TextKeys.capital(by)),
                                query.sortedBy(by),
                                query.direction(by).orElse("")))
                        .toList());
    }

    /** An unprotected piece of data is as bad as its alarm, which is raised a moment later: a warning. */
    private static Light light(Light best, List<WorkloadState> states, List<Uncovered> gaps, List<AlarmRecord> raised) {
        Light least = states.isEmpty() || !gaps.isEmpty() ? Light.WARN : best;
        return Stream.concat(
                        states.stream().map(WorkloadState::light),
                        raised.stream().map(AlarmLine::light))
                .reduce(least, Light::worse);
    }

    private static String line(List<DatasetHealth> health, Instant now, Texts texts) {
        List<DatasetHealth> expected =
                health.stream().filter(one -> !one.why().over()).toList();
        long verified = expected.stream()
                .filter(one -> one.state() == DatasetHealth.State.FRESH)
                .count();
        Optional<Instant> newest =
                expected.stream().flatMap(one -> one.newest().stream()).max(Comparator.naturalOrder());
        if (expected.isEmpty()) {
            return texts.of("summaryNothing");
        }
        return newest.map(time -> texts.of("summary", verified, expected.size(), texts.relative(time, now)))
                .orElseGet(() -> texts.of("summaryNever", verified, expected.size()));
    }

    private static Comparator<WorkloadState> order(OverviewQuery query, WorkloadRows rows) {
        Comparator<WorkloadState> order = switch (query.sort()) {
            case STATE -> Comparator.comparing(WorkloadState::light).reversed();
            case NAME -> Comparator.comparing(WorkloadState::name);
            case AGE -> comparing(WorkloadState::newest);
            case NEXT -> comparing(rows::next);
            case SIZE -> Comparator.comparing(WorkloadState::bytes);
        };
        return (query.descending() ? order.reversed() : order).thenComparing(WorkloadState::name);
    }

    private static Comparator<WorkloadState> comparing(Function<WorkloadState, Optional<Instant>> time) {
        return Comparator.comparing(state -> time.apply(state).orElse(Instant.MAX));
    }
}
