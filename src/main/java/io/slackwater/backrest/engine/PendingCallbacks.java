package io.slackwater.backrest.engine;

import io.slackwater.docker.Docker;
import io.slackwater.docker.DockerEvents;
import io.slackwater.docker.RunningContainer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Holds for each dataset the session in which a call of Backrest is expected or being answered. Loss prevented: two
 * runs of one dataset would work at once. Docker's events show that Backrest's container has ended. Loss prevented: a
 * container would stay paused for a reader that no longer exists. Safe for use by several threads.
 */
public final class PendingCallbacks implements DockerEvents {

    private final Map<String, CallbackSession> sessions = new ConcurrentHashMap<>();
    private final Docker.Lookup<List<RunningContainer>> backrest;

    /** @param backrest finds the running containers that can be Backrest's */
    public PendingCallbacks(Docker.Lookup<List<RunningContainer>> backrest) {
        this.backrest = backrest;
    }

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
        CallbackSession session = session(dataset, true);
        return sessions.putIfAbsent(dataset, session) == null ? Optional.of(session) : Optional.empty();
    }

    /** Returns the open session of the dataset, or a new one. The run closes it. */
    CallbackSession expect(String dataset) {
        CallbackSession fresh = session(dataset, false);
        CallbackSession there = sessions.putIfAbsent(dataset, fresh);
        return there == null ? fresh : there;
    }

    private CallbackSession session(String dataset, boolean arrived) {
        return new CallbackSession(dataset, arrived, backrest, gone -> sessions.remove(dataset, gone));
    }

    @Override
    public void resync() {
        sessions.values().forEach(CallbackSession::verify);
    }

    @Override
    public void container(String action, String containerId, Instant at) {
        if (action.equals("die")) {
            sessions.values().forEach(session -> session.ended(containerId, at));
        }
    }
}
