package io.slackwater.backrest.engine;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Where Backrest's calls (the start hook of a tree, the reader of a stream) meet the runs that they are for. A call is never kept
 * waiting for anything but the run's own thread, which is about to freeze or to open the dump. Safe for use by several threads.
 */
public final class Calls {

    private final Map<String, Visit> visits = new ConcurrentHashMap<>();

    /** The visit that a run of this dataset expects, or that it is answering now. */
    public Optional<Visit> find(String dataset) {
        return Optional.ofNullable(visits.get(dataset));
    }

    /**
     * Notes a call that no run expected, for the run that will be made for it.
     *
     * @param patience how long the caller waits for its answer
     * @return empty when there is a visit of this dataset already
     */
    public Optional<Visit> arrive(String dataset, Duration patience) {
        Visit visit = new Visit(dataset, true, gone -> visits.remove(dataset, gone));
        visit.ring(patience);
        return visits.putIfAbsent(dataset, visit) == null ? Optional.of(visit) : Optional.empty();
    }

    /** The visit that arrived for the dataset, otherwise a new one that is expected. Close it when the run has no more use for it. */
    Visit expect(String dataset) {
        Visit fresh = new Visit(dataset, false, gone -> visits.remove(dataset, gone));
        Visit there = visits.putIfAbsent(dataset, fresh);
        return there == null ? fresh : there;
    }
}
