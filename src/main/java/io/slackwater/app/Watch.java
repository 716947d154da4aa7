package io.slackwater.app;

import io.quarkus.arc.All;
import io.slackwater.alert.AlarmSource;
import io.slackwater.alert.Alarms;
import io.slackwater.alert.Conditions;
import io.slackwater.alert.FindingSource;
import io.slackwater.api.CurrentHealth;
import io.slackwater.health.DatasetHealth;
import io.slackwater.journal.AlarmRecord;
import io.slackwater.journal.Journal;
import io.slackwater.journal.JournalException;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** After each beat: raises and ends alarms, and after a change of health also refreshes metrics and checks. */
@Singleton
public class Watch implements CurrentHealth {

    private final Journal journal;
    private final Alarming alarming;
    private final List<FindingSource> sources;
    private final LiveHealth health;
    private final DatasetFindings datasets;
    private final RepositoryFindings repositories;
    private final HealthFigures figures;

    /** The last derived health; a different list is a change. */
    private List<DatasetHealth> judged = List.of();

    Watch(
            Journal journal,
            Alarming alarming,
            @All List<FindingSource> sources,
            LiveHealth health,
            DatasetFindings datasets,
            RepositoryFindings repositories,
            HealthFigures figures) {
        this.journal = journal;
        this.alarming = alarming;
        this.sources = List.copyOf(sources);
        this.health = health;
        this.datasets = datasets;
        this.repositories = repositories;
        this.figures = figures;
    }

    @Override
    public Collection<DatasetHealth> health() {
        return health.now();
    }

    @Override
    public List<AlarmRecord> raised() {
        return alarming.alarms().raised();
    }

    /** @param docker the failure of the survey of Docker; empty when it succeeded */
    void look(Optional<String> docker) {
        Alarms alarms = alarming.alarms();
        alarms.observed(AlarmSource.DOCKER, Conditions.docker(docker));
        sources.forEach(
                source -> alarms.observed(source.source(), source.findings().get()));
        if (docker.isEmpty()) {
            alarms.observed(AlarmSource.COVERAGE, datasets.coverage());
        }
        Optional<String> trouble = journalTrouble();
        alarms.observed(AlarmSource.JOURNAL, Conditions.journal(trouble));
        if (trouble.isEmpty()) {
            List<DatasetHealth> now = health.now();
            if (now != judged) {
                judge(now, docker.isEmpty());
                judged = now;
            }
        }
    }

    private void judge(List<DatasetHealth> now, boolean dockerAnswers) {
        datasets.found(health::hadVanished);
        health.remember(now);
        Alarms alarms = alarming.alarms();
        alarms.observed(AlarmSource.RUN, datasets.runs(now));
        alarms.observed(AlarmSource.STALE, datasets.stale(now));
        alarms.observed(AlarmSource.REPOSITORY, repositories.all());
        figures.refresh(now);
        journal.trimDaily();
        if (dockerAnswers) {
            alarming.night(now);
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
