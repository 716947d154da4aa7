package io.slackwater.ui;

import io.slackwater.alert.Alarms;
import io.slackwater.alert.channel.Channels;
import io.slackwater.audit.AuditCheck;
import io.slackwater.audit.RefusedAttempts;
import io.slackwater.discovery.InventoryBoard;
import io.slackwater.host.Disks;
import io.slackwater.host.RepositorySizes;
import io.slackwater.journal.AuditLog;
import io.slackwater.journal.HistoryStore;
import io.slackwater.journal.Journal;
import io.slackwater.journal.PinStore;
import io.slackwater.journal.RunRecord;
import io.slackwater.policy.LivePolicy;
import io.slackwater.repository.Repositories;
import io.slackwater.restore.DumpContents;
import io.slackwater.restore.SnapshotFiles;
import io.slackwater.run.Maintenance;
import io.slackwater.run.RecentRunLogs;
import io.slackwater.run.Runs;
import io.slackwater.schedule.Scheduler;
import io.slackwater.trust.SnapshotDeletion;
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
    DatasetPages datasetPages(BackupSources sources, Alarms alarms, Clock clock) {
        return new DatasetPages(sources, new DatasetAlarms(alarms::raised), clock);
    }

    @Produces
    @Singleton
    DeletionPages deletionPages(SnapshotDeletion deletion, Maintenance maintenance, LivePolicy policy, Clock clock) {
        return new DeletionPages(deletion, maintenance, () -> policy.current().timezone(), clock);
    }

    @Produces
    @Singleton
    SnapshotPages snapshotPages(
            SnapshotFiles files, DumpContents dumps, PinStore verdicts, LivePolicy policy, Clock clock) {
        return new SnapshotPages(files, dumps, verdicts, () -> policy.current().timezone(), clock);
    }

    @Produces
    @Singleton
    RunPages runPages(BackupSources sources, EngineLogs engineLogs, Clock clock) {
        return new RunPages(sources, engineLogs, clock);
    }

    @Produces
    @Singleton
    WorkloadPages workloadPages(BackupSources sources, Clock clock) {
        return new WorkloadPages(sources, clock);
    }

    @Produces
    @Singleton
    AlarmViews alarmViews(Alarms alarms, Journal journal, Channels channels, LivePolicy policy, Clock clock) {
        return new AlarmViews(
                alarms::raised,
                journal.alarms(),
                channels::views,
                () -> policy.current().timezone(),
                clock);
    }

    @Produces
    @Singleton
    ScheduleViews scheduleViews(Scheduler scheduler, LivePolicy policy, InventoryBoard board, Clock clock) {
        return new ScheduleViews(scheduler::nextRuns, policy::current, board, clock);
    }

    @Produces
    @Singleton
    CoverageViews coverageViews(InventoryBoard board, Clock clock) {
        return new CoverageViews(board, clock);
    }

    @Produces
    @Singleton
    AuditViews auditViews(AuditLog log, AuditCheck check, RefusedAttempts refused, LivePolicy policy, Clock clock) {
        return new AuditViews(log, check, refused, () -> policy.current().timezone(), clock);
    }

    @Produces
    @Singleton
    PolicyViews policyViews(LivePolicy policy) {
        return new PolicyViews(policy::current, () -> policy.rejected().isPresent());
    }

    @Produces
    @Singleton
    RepositoryViews repositoryViews(
            LivePolicy policy,
            Repositories repositories,
            Maintenance maintenance,
            Scheduler scheduler,
            Alarms alarms,
            Disks disks,
            RepositorySizes sizes,
            Journal journal,
            Clock clock) {
        return new RepositoryViews(
                new RepositoryViews.Sources(
                        policy::current,
                        repositories::space,
                        disks::current,
                        maintenance::checked,
                        scheduler::nextRuns,
                        journal.repositories()::inRecoveryKit,
                        sizes::recorded,
                        alarms::raised,
                        maintenance::jobs),
                clock);
    }
}
