package io.slackwater.ui;

import io.slackwater.discovery.InventoryBoard;
import io.slackwater.health.DatasetHealth;
import io.slackwater.journal.Journal;
import io.slackwater.journal.RunRecord;
import io.slackwater.policy.Policy;
import io.slackwater.run.RecentRunLogs;
import io.slackwater.schedule.NextRun;
import io.slackwater.schedule.Task;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** What the pages of workloads, datasets and runs show. */
record BackupSources(
        HealthNow health,
        InventoryBoard board,
        Supplier<Policy> policy,
        Supplier<List<NextRun>> nextRuns,
        LiveRuns runs,
        RecentRunLogs logs,
        Journal journal) {

    Optional<DatasetHealth> healthOf(String dataset) {
        return health.latest().stream()
                .filter(one -> one.dataset().equals(dataset))
                .findFirst();
    }

    /** When the next run of one of these datasets starts. */
    Optional<Instant> next(Collection<String> datasets, Collection<String> plans) {
        return nextRuns.get().stream()
                .filter(run -> run.task() == Task.PLAN
                        ? plans.contains(run.name())
                        : run.task() == Task.RETRY && datasets.contains(run.name()))
                .flatMap(run -> run.next().stream())
                .min(Comparator.naturalOrder());
    }

    /** The datasets with an open run. */
    Set<String> running() {
        return runs.open().stream().map(RunRecord::dataset).collect(Collectors.toSet());
    }
}
