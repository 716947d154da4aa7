package io.slackwater.app;

import io.slackwater.alert.AlarmSource;
import io.slackwater.alert.Conditions;
import io.slackwater.health.DatasetHealth;
import io.slackwater.journal.Journal;
import io.slackwater.journal.JournalException;
import io.slackwater.run.Runs;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/**
 * Raises and ends alarms, periodically and at the end of each run. When the health of a dataset changed, also updates
 * metrics and health checks.
 */
@Singleton
public class Watch {

    private final Journal journal;
    private final Runs runs;
    private final LiveHealth health;
    private final SystemAlarms system;
    private final BackupAlarms backups;
    private final HealthEndpoints endpoints;
    private final AlarmChannels channels;

    /** The health for which alarms and metrics were last updated. A different list object means a change. */
    private List<DatasetHealth> judged = List.of();

    Watch(
            Journal journal,
            Runs runs,
            LiveHealth health,
            SystemAlarms system,
            BackupAlarms backups,
            HealthEndpoints endpoints,
            AlarmChannels channels) {
        this.journal = journal;
        this.runs = runs;
        this.health = health;
        this.system = system;
        this.backups = backups;
        this.endpoints = endpoints;
        this.channels = channels;
        runs.listen(backups);
        runs.listen(endpoints);
    }

    /**
     * Updates all alarms, and the metrics after a change of health.
     *
     * @param docker why the survey of Docker failed; empty when it succeeded
     */
    void look(Optional<String> docker) {
        system.observe(docker);
        if (docker.isEmpty()) {
            backups.observeCoverage();
        }
        Optional<String> trouble = journalTrouble();
        channels.alarms.observed(AlarmSource.JOURNAL, Conditions.journal(trouble));
        if (trouble.isEmpty()) {
            List<DatasetHealth> now = health.get();
            if (now != judged) {
                judge(now, docker.isEmpty());
                judged = now;
            }
        }
    }

    private void judge(List<DatasetHealth> now, boolean dockerAnswers) {
        backups.observe(now);
        endpoints.refresh(now);
        journal.trimDaily();
        if (dockerAnswers) {
            channels.ping(now, !runs.idle());
        }
    }

    private Optional<String> journalTrouble() {
        try {
            journal.probe();
            return Optional.empty();
        } catch (JournalException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }
}
