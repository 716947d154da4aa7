package io.slackwater.app;

import io.micrometer.core.instrument.MeterRegistry;
import io.slackwater.alert.Alarms;
import io.slackwater.alert.BackupChecks;
import io.slackwater.alert.OverallHealth;
import io.slackwater.discovery.InventoryBoard;
import io.slackwater.discovery.Uncovered;
import io.slackwater.health.DatasetHealth;
import io.slackwater.journal.RestoreRecord;
import io.slackwater.journal.RunRecord;
import io.slackwater.metrics.AlarmMetrics;
import io.slackwater.metrics.DurationMetrics;
import io.slackwater.metrics.StateMetrics;
import io.slackwater.run.Outcome;
import io.slackwater.run.RunEvents;
import io.smallrye.health.SmallRyeHealthReporter;
import io.smallrye.health.registry.HealthRegistries;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;

/** Publishes health for programs, at {@code /q/metrics} and {@code /q/health/group/backups}. */
@Singleton
public class HealthEndpoints implements RunEvents {

    private final RepositoryFindings repositories;
    private final InventoryBoard board;
    private final BackupChecks checks;
    private final StateMetrics metrics;
    private final AlarmMetrics alarms;

    /** Receives the runs and the maintenance of repositories. */
    final DurationMetrics durations;

    HealthEndpoints(
            Installation installation,
            LiveHealth health,
            RepositoryFindings repositories,
            AlarmChannels channels,
            HostFacts facts,
            MeterRegistry meters) {
        this.repositories = repositories;
        this.board = installation.board;
        checks = new BackupChecks(
                HealthRegistries.getHealthGroupRegistry("backups"),
                health,
                installation.datasets::name,
                repositories::worst,
                () -> board.get().scope());
        metrics = new StateMetrics(
                new StateMetrics.Sources(
                        health,
                        installation.runs::outcomes,
                        repositories::stores,
                        () -> board.get().uncovered().stream()
                                .filter(one -> one.severity() == Uncovered.Severity.ALARM)
                                .count(),
                        facts.disks::current,
                        facts.certificate::read),
                meters);
        durations = new DurationMetrics(meters);
        alarms = new AlarmMetrics(channels.alarms, channels.channels::failures, channels.ping::failures, meters);
        alarms.refresh();
    }

    /** For an external monitor: as {@code /q/health} and the group {@code backups}, and the alarms. */
    @Produces
    @Singleton
    OverallHealth overall(SmallRyeHealthReporter reporter, Alarms alarms) {
        return new OverallHealth(
                () -> !reporter.getHealth().isDown()
                        && !reporter.getHealthGroup("backups").isDown(),
                alarms::raised);
    }

    @Override
    public void ended(RunRecord run, Outcome outcome) {
        metrics.refresh();
    }

    void restored(@Observes RestoreRecord restore) {
        durations.restored(restore);
    }

    /** Updates the health checks. Reads the journal only, so that it never waits for a disk or for Backrest. */
    void publish(List<DatasetHealth> now) {
        checks.refresh(now, repositories.names(), board.looked());
    }

    /** Whether the health checks show the datasets of a survey of Docker. */
    boolean looked() {
        return checks.looked();
    }

    /** Updates metrics and health checks after a change of health. */
    void refresh(List<DatasetHealth> now) {
        publish(now);
        durations.prepare(
                now.stream()
                        .map(DatasetHealth::plan)
                        .filter(plan -> !plan.isEmpty())
                        .distinct()
                        .toList(),
                repositories.names());
        metrics.refresh();
        alarms.refresh();
    }
}
