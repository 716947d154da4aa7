package io.slackwater.backrest.engine;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Where Backrest's calls (the start hook of a tree, the reader of a stream) meet the runs that they are for. A call is never kept
 * waiting for anything but the run's own thread, which is about to freeze or to open the dump. Safe for use by several threads.
 */
public final class PendingCallbacks {

    private final Map<String, CallbackSession> sessions = new ConcurrentHashMap<>();

    /** The session that a run of this dataset expects, or that it is answering now. */
    public Optional<CallbackSession> find(String dataset) {
        return Optional.ofNullable(sessions.get(dataset));
    }

    /**
     * Notes a call that no run expected, for the run that will be made for it.
     *
     * @param patience how long the caller waits for its answer
     * @return empty when there is a session of this dataset already
     */
    public Optional<CallbackSession> arrive(String dataset, Duration patience) {
        CallbackSession session = new CallbackSession(dataset, true, gone -> sessions.remove(dataset, gone));
        session.ring(patience);
        return sessions.putIfAbsent(dataset, session) == null ? Optional.of(session) : Optional.empty();
    }

    /** The session that arrived for the dataset, otherwise a new one that is expected. Close it when the run has no more use for it. */
    CallbackSession expect(String dataset) {
        CallbackSession fresh = new CallbackSession(dataset, false, gone -> sessions.remove(dataset, gone));
        CallbackSession there = sessions.putIfAbsent(dataset, fresh);
        return there == null ? fresh : there;
    }
}
