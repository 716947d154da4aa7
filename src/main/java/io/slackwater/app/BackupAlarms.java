package io.slackwater.app;

import io.slackwater.alert.AlarmSource;
import io.slackwater.alert.Alarms;
import io.slackwater.health.DatasetHealth;
import io.slackwater.journal.RunRecord;
import io.slackwater.run.Outcome;
import io.slackwater.run.RunEvents;
import jakarta.inject.Singleton;
import java.util.List;

/** Raises and ends the alarms about datasets and repositories, at the end of each run and after a change of health. */
@Singleton
record BackupAlarms(Alarms alarms, LiveHealth health, DatasetFindings datasets, RepositoryFindings repositories)
        implements RunEvents {

    @Override
    public void ended(RunRecord run, Outcome outcome) {
        observeDatasets();
    }

    /** Updates the alarms about unprotected data. Call it after Docker was surveyed successfully. */
    void observeCoverage() {
        alarms.observed(AlarmSource.COVERAGE, datasets.coverage());
    }

    /** Updates the alarms about datasets and repositories. Call it after a change of health. */
    void observe(List<DatasetHealth> now) {
        datasets.found(health::hadVanished);
        health.remember(now);
        observeDatasets();
        alarms.observed(AlarmSource.REPOSITORY, repositories.all());
    }

    /**
     * Updates the alarms about datasets. One thread at a time, because an older health must not replace a newer one.
     */
    private synchronized void observeDatasets() {
        List<DatasetHealth> now = health.get();
        alarms.observed(AlarmSource.RUN, datasets.runs(now));
        alarms.observed(AlarmSource.STALE, datasets.stale(now));
    }
}
