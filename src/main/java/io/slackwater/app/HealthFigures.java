package io.slackwater.app;

import io.micrometer.core.instrument.MeterRegistry;
import io.slackwater.alert.BackupChecks;
import io.slackwater.discovery.InventoryBoard;
import io.slackwater.discovery.Uncovered;
import io.slackwater.health.DatasetHealth;
import io.slackwater.health.Metrics;
import io.slackwater.journal.Journal;
import io.slackwater.journal.RunRecord;
import io.slackwater.run.Outcome;
import io.slackwater.run.RunEvents;
import io.slackwater.run.Runs;
import io.smallrye.health.registry.HealthRegistries;
import jakarta.inject.Singleton;
import java.util.List;

/** Health as programs read it: the metrics, and the checks of the group of backups. */
@Singleton
public class HealthFigures {

    private final InventoryBoard board;
    private final RepositoryFindings repositories;
    private final BackupChecks checks;
    private final Metrics metrics;

    HealthFigures(
            Journal journal,
            InventoryBoard board,
            LiveHealth health,
            RepositoryFindings repositories,
            Alarming alarming,
            MeterRegistry registry,
            Runs runs) {
        this.board = board;
        this.repositories = repositories;
        this.checks = new BackupChecks(
                HealthRegistries.getHealthGroupRegistry("backups"),
                health::now,
                journal.datasets()::name,
                repositories::worst,
                () -> board.get().scope());
        this.metrics = new Metrics(new Metrics.Sources(
                health::now,
                journal.runs()::outcomes,
                repositories::stores,
                () -> board.get().uncovered().stream()
                        .filter(one -> one.severity() == Uncovered.Severity.ALARM)
                        .count(),
                () -> alarming.alarms().raised().size(),
                alarming::webhookFailures,
                alarming::pingFailures));
        metrics.bindTo(registry);
        runs.listen(new RunEvents() {
            @Override
            public void ended(RunRecord run, Outcome outcome) {
                metrics.refresh();
            }
        });
    }

    void refresh(List<DatasetHealth> datasets) {
        checks.refresh(datasets, repositories.names(), board.looked());
        metrics.refresh();
    }
}
