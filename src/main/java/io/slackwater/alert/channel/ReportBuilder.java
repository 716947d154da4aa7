package io.slackwater.alert.channel;

import io.slackwater.journal.RunState;
import io.slackwater.journal.RunStore;
import io.slackwater.journal.RunSummary;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;

/**
 * Builds reports from the journal.
 *
 * @param notProtected returns the data that no backup contains
 * @param alarms returns how many alarms are raised
 */
public record ReportBuilder(RunStore runs, Supplier<List<String>> notProtected, Supplier<Integer> alarms) {

    private static final int MOST_GROWN = 5;

    Report between(Instant since, Instant until) {
        List<RunSummary> all = runs.summaries(since, until);
        return new Report(
                since,
                until,
                all.stream().mapToLong(RunSummary::runs).sum(),
                all.stream().mapToLong(RunSummary::verified).sum(),
                all.size(),
                all.stream().mapToLong(RunSummary::added).sum(),
                all.stream()
                        .filter(one -> one.added() > 0)
                        .sorted(Comparator.comparing(RunSummary::added).reversed())
                        .limit(MOST_GROWN)
                        .map(one -> new Report.Growth(one.dataset(), one.added()))
                        .toList(),
                all.stream()
                        .filter(one -> one.state() != RunState.SUCCEEDED)
                        .map(one -> new Report.Failed(one.dataset(), one.message()))
                        .toList(),
                notProtected.get(),
                alarms.get());
    }
}
