package io.slackwater.ui;

import io.slackwater.discovery.Inventory;
import io.slackwater.discovery.InventoryBoard;
import io.slackwater.discovery.Uncovered;
import io.slackwater.ui.CoverageQuery.By;
import io.slackwater.ui.CoverageView.Line;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Makes the page of the coverage, without the journal. Safe for use by several threads. */
final class CoverageViews {

    private final InventoryBoard board;
    private final Clock clock;

    CoverageViews(InventoryBoard board, Clock clock) {
        this.board = board;
        this.clock = clock;
    }

    CoverageView view(CoverageQuery query, Texts texts) {
        Inventory inventory = board.get();
        List<Uncovered> all = inventory.uncovered();
        long problems = all.stream().filter(CoverageViews::problem).count();
        List<Uncovered> matching = all.stream()
                .filter(one -> !query.problemsOnly() || problem(one))
                .filter(one -> query.search().finds(one.where(), one.reason()))
                .sorted(order(query.sorting()))
                .toList();
        Paging paging = Paging.of(query.page(), matching.size(), query.sorting().in(query.address()));
        boolean surveyed = board.looked();
        return new CoverageView(
                !surveyed ? Light.OFF : problems > 0 ? Light.WARN : Light.OK,
                !surveyed
                        ? texts.of("stateUnknown")
                        : problems > 0 ? texts.of("coverageMissing", problems) : texts.of("coverageWhole"),
                surveyed
                        ? texts.of(
                                "coverageDetail",
                                inventory.datasets().size(),
                                inventory.workloads().size(),
                                texts.relative(inventory.at(), clock.instant()))
                        : "",
                surveyed,
                query,
                query.sorting().heads(Stream.of(By.values()), query.address(), "coverageColumn", texts),
                matching.stream()
                        .skip(paging.skipped())
                        .limit(Paging.SIZE)
                        .map(one -> line(one, texts))
                        .toList(),
                paging);
    }

    private static boolean problem(Uncovered one) {
        return one.severity() == Uncovered.Severity.ALARM;
    }

    private static Line line(Uncovered one, Texts texts) {
        return new Line(
                problem(one) ? Light.WARN : Light.OFF,
                texts.of(problem(one) ? "coverageAlarm" : "coverageNote"),
                one.where(),
                one.reason(),
                one.remedy());
    }

    private static Comparator<Uncovered> order(Sorting<By> sorting) {
        Comparator<Uncovered> order = switch (sorting.by()) {
            case STATE -> Comparator.comparing(Uncovered::severity);
            case NAME -> Comparator.comparing(Uncovered::where);
        };
        return (sorting.descending() ? order.reversed() : order).thenComparing(Uncovered::where);
    }
}
