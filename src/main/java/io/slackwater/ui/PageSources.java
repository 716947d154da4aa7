package io.slackwater.ui;

import io.slackwater.alert.Alarms;
import io.slackwater.discovery.InventoryBoard;
import io.slackwater.journal.HistoryStore;
import io.slackwater.journal.Journal;
import io.slackwater.journal.RunRecord;
import io.slackwater.policy.LivePolicy;
import io.slackwater.run.RecentRunLogs;
import io.slackwater.run.Runs;
import io.slackwater.schedule.Scheduler;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.stream.Collectors;

/** Creates the objects that make view models from the other rooms. */
@Singleton
class PageSources {

    @Produces
    @Singleton
    Overviews overviews(
            HealthNow health,
            InventoryBoard board,
            LivePolicy policy,
            Scheduler scheduler,
            Runs runs,
            Alarms alarms,
            HistoryStore history,
            Clock clock) {
        return new Overviews(
                new Overviews.Sources(
                        health,
                        board,
                        policy::current,
                        scheduler::nextRuns,
                        () -> runs.open().stream().map(RunRecord::dataset).collect(Collectors.toSet()),
                        alarms::raised,
                        history),
                clock);
    }

    @Produces
    @Singleton
    LiveRuns liveRuns(Runs runs) {
        return new SubmittedRuns(runs);
    }

    @Produces
    @Singleton
    BackupSources backups(
            HealthNow health,
            InventoryBoard board,
            LivePolicy policy,
            Scheduler scheduler,
            LiveRuns runs,
            RecentRunLogs logs,
            Journal journal) {
        return new BackupSources(health, board, policy::current, scheduler::nextRuns, runs, logs, journal);
    }

    @Produces
    @Singleton
    DatasetPages datasetPages(BackupSources sources, Clock clock) {
        return new DatasetPages(sources, clock);
    }

    @Produces
    @Singleton
    RunPages runPages(BackupSources sources, Clock clock) {
        return new RunPages(sources, clock);
    }

    @Produces
    @Singleton
    WorkloadPages workloadPages(BackupSources sources, Clock clock) {
        return new WorkloadPages(sources, clock);
    }
}
