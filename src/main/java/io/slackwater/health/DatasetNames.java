package io.slackwater.health;

import io.slackwater.discovery.Dataset;
import io.slackwater.journal.DatasetStore;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Remembers what datasets are in the user's words, also when they are not there any more. Safe for use by several threads. */
public final class DatasetNames {

    private final DatasetStore datasetStates;
    private final Map<String, String> written = new ConcurrentHashMap<>();

    public DatasetNames(DatasetStore datasetStates) {
        this.datasetStates = datasetStates;
    }

    /** Records the names of the existing datasets. */
    public void seen(Collection<Dataset> datasets) {
        for (Dataset dataset : datasets) {
            String id = dataset.id();
            if (!dataset.name().equals(written.get(id))) {
                if (!datasetStates.name(id).equals(Optional.of(dataset.name()))) {
                    datasetStates.named(id, dataset.name());
                }
                written.put(id, dataset.name());
            }
        }
    }
}
