package io.slackwater.app;

import io.slackwater.alert.AlarmSource;
import io.slackwater.alert.Alarms;
import io.slackwater.health.DatasetHealth;
import io.slackwater.journal.RunRecord;
import io.slackwater.run.Outcome;
import io.slackwater.run.RunEvents;
import java.util.List;

/** Raises and ends the alarms of datasets: at the end of each run, and at each beat. */
record DatasetAlarms(Alarms alarms, LiveHealth health, DatasetFindings findings) implements RunEvents {

    @Override
    public void ended(RunRecord run, Outcome outcome) {
        observe();
    }

    /** One thread at a time, because an older health must not replace a newer one. */
    synchronized void observe() {
        List<DatasetHealth> now = health.now();
        alarms.observed(AlarmSource.RUN, findings.runs(now));
        alarms.observed(AlarmSource.STALE, findings.stale(now));
    }
}
