package io.slackwater.web;

import io.slackwater.observe.Alarm;
import io.slackwater.observe.AlarmSource;
import io.slackwater.observe.DatasetHealth;
import io.slackwater.run.Runs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** What a person must say whether it is meant: a dataset that shrank, and one that is not there any more. */
final class Doubts {

    /** A recreated container or a restarted server is away for some minutes. */
    private static final Duration AWAY = Duration.ofMinutes(15);

    private final Runs runs;

    Doubts(Runs runs) {
        this.runs = runs;
    }

    List<Alarm> of(Collection<DatasetHealth> datasets) {
        List<Alarm> alarms = new ArrayList<>();
        for (DatasetHealth health : datasets) {
            runs.held(health.dataset()).ifPresent(reason -> alarms.add(shrunk(health.dataset(), reason)));
            if (health.state() == DatasetHealth.State.GONE && !runs.goneForGood(health.dataset())) {
                alarms.add(gone(health.dataset()));
            }
        }
        return alarms;
    }

    private static Alarm shrunk(String dataset, String reason) {
        return new Alarm(
                AlarmSource.STALE,
                dataset + ":shrunk",
                Alarm.Severity.CRITICAL,
                "Dataset %s is much smaller than before".formatted(dataset),
                reason,
                acknowledge(dataset),
                Duration.ZERO);
    }

    private static Alarm gone(String dataset) {
        return new Alarm(
                AlarmSource.STALE,
                dataset + ":gone",
                Alarm.Severity.WARNING,
                "Dataset %s is not there any more".formatted(dataset),
                "It was backed up before; its snapshots are kept.",
                acknowledge(dataset),
                AWAY);
    }

    private static String acknowledge(String dataset) {
        return "When that is meant: POST /api/v1/datasets/%s/acknowledge.".formatted(dataset);
    }
}
