package io.slackwater.backrest.engine;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Holds for each dataset the session in which a call of Backrest is expected or being answered. Loss prevented: two
 * runs of one dataset would work at once. Safe for use by several threads.
 */
public final class PendingCallbacks {

    private final Map<String, CallbackSession> sessions = new ConcurrentHashMap<>();

    /** Returns the open session of a dataset. */
    public Optional<CallbackSession> find(String dataset) {
        return Optional.ofNullable(sessions.get(dataset));
    }

    /**
     * Opens a session for a call that no run expects.
     *
     * @return empty when the dataset has a session already
     */
    public Optional<CallbackSession> arrive(String dataset) {
        CallbackSession session = new CallbackSession(dataset, true, gone -> sessions.remove(dataset, gone));
        return sessions.putIfAbsent(dataset, session) == null ? Optional.of(session) : Optional.empty();
    }

    /** Returns the open session of the dataset, or a new one. The run closes it. */
    CallbackSession expect(String dataset) {
        CallbackSession fresh = new CallbackSession(dataset, false, gone -> sessions.remove(dataset, gone));
        CallbackSession there = sessions.putIfAbsent(dataset, fresh);
        return there == null ? fresh : there;
    }
}
