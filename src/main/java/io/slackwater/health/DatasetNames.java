package io.slackwater.health;

import io.slackwater.discovery.Dataset;
import io.slackwater.journal.Journal;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Remembers what datasets are in the user's words, also when they are not there any more. Safe for use by several threads. */
public final class DatasetNames {

    private final Journal journal;
    private final Map<String, String> written = new ConcurrentHashMap<>();

    public DatasetNames(Journal journal) {
        this.journal = journal;
    }

    /** Takes the names of what is there. */
    public void seen(Collection<Dataset> datasets) {
        for (Dataset dataset : datasets) {
            String id = dataset.id();
            if (!dataset.name().equals(written.get(id))) {
                if (!of(journal, id).equals(Optional.of(dataset.name()))) {
                    journal.datasets().named(id, dataset.name());
                }
                written.put(id, dataset.name());
            }
        }
    }

    /** For example a database's name; empty when the dataset was never seen. */
    public static Optional<String> of(Journal journal, String dataset) {
        return journal.datasets().name(dataset);
    }
}
