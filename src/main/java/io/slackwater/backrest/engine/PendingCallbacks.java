package io.slackwater.backrest.engine;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The sessions in which Backrest's calls are expected or being answered, by dataset. Loss prevented: two runs of one dataset. Safe for
 * use by several threads.
 */
public final class PendingCallbacks {

    private final Map<String, CallbackSession> sessions = new ConcurrentHashMap<>();

    /** The open session of a dataset. */
    public Optional<CallbackSession> find(String dataset) {
        return Optional.ofNullable(sessions.get(dataset));
    }

    /**
     * Opens a session for a call that no run expects.
     *
     * @return empty when there is a session of this dataset already
     */
    public Optional<CallbackSession> arrive(String dataset) {
        CallbackSession session = new CallbackSession(dataset, true, gone -> sessions.remove(dataset, gone));
        return sessions.putIfAbsent(dataset, session) == null ? Optional.of(session) : Optional.empty();
    }

    /** The open session of the dataset, otherwise a new one. The run closes it. */
    CallbackSession expect(String dataset) {
        CallbackSession fresh = new CallbackSession(dataset, false, gone -> sessions.remove(dataset, gone));
        CallbackSession there = sessions.putIfAbsent(dataset, fresh);
        return there == null ? fresh : there;
    }
}
