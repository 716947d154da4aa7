package io.slackwater.web;

import io.slackwater.discovery.Dataset;
import io.slackwater.journal.Journal;
import io.slackwater.observe.Alarm;
import io.slackwater.observe.Conditions;
import io.slackwater.observe.DatasetHealth;
import io.slackwater.run.Runs;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What a person must say whether it is meant: a dataset that shrank, and one that is not there any more. */
final class Doubts {

    private final Runs runs;
    private final Journal journal;
    private final Map<String, String> names = new ConcurrentHashMap<>();

    Doubts(Runs runs, Journal journal) {
        this.runs = runs;
        this.journal = journal;
    }

    /** What is there: remembers its names, and takes it for news when one of it is missing some day, even once more. */
    void found(Collection<Dataset> datasets) {
        for (Dataset dataset : datasets) {
            String id = dataset.id();
            if (!dataset.name().equals(names.get(id))) {
                if (!journal.note(name(id)).equals(Optional.of(dataset.name()))) {
                    journal.note(name(id), dataset.name());
                }
                names.put(id, dataset.name());
            }
            if (runs.goneForGood(id)) {
                runs.isBack(id);
            }
        }
    }

    private static String name(String dataset) {
        return "name:" + dataset;
    }

    /** What the dataset is in the user's words, also when it is not there any more; empty when it was never seen. */
    static Optional<String> name(Journal journal, String dataset) {
        return journal.note(name(dataset));
    }

    List<Alarm> of(Collection<DatasetHealth> datasets) {
        List<Alarm> alarms = new ArrayList<>();
        for (DatasetHealth health : datasets) {
            runs.held(health.dataset()).ifPresent(reason -> alarms.add(Conditions.shrunk(health.dataset(), reason)));
            if (health.state().missing() && !runs.goneForGood(health.dataset())) {
                alarms.add(Conditions.missing(health, name(journal, health.dataset())));
            }
        }
        return alarms;
    }
}
