package io.slackwater.freeze;

import io.slackwater.docker.Container;
import io.slackwater.docker.ContainerControl;
import io.slackwater.docker.DockerException;
import io.slackwater.docker.DockerFailure;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One container that a {@link Lease} pauses. Knows whether Slackwater must resume the container. The lease's lock
 * guards all methods except {@link #event} and {@link #done()}.
 */
final class FrozenContainer {

    /**
     * Within this time, a pause event after an unpause event is a correction by Docker, not a user's pause. Docker may
     * report a late event of an earlier unpause as a new one. It corrects itself by a pause event. Source:
     * moby/daemon/monitor.go, {@code EventResumed}; seen with 20.10, three in 1200, after 4 ms. Loss prevented: the
     * pause would count as a user's, and the container would stay paused.
     */
    private static final Duration CORRECTION = Duration.ofMillis(200);

    private final ContainerControl docker;
    private final String id;
    private final String name;
    private Instant startedAt;
    private boolean attempted;
    private boolean paused;
    private volatile boolean done;
    private volatile boolean foreign;
    private volatile @Nullable Instant unpaused;

    /**
     * Creates a container that is not paused yet.
     *
     * @param name for messages
     */
    FrozenContainer(ContainerControl docker, String id, String name, Instant startedAt) {
        this.docker = docker;
        this.id = id;
        this.name = name;
        this.startedAt = startedAt;
    }

    /** A container that the journal lists as paused, or as about to be paused. */
    static FrozenContainer found(ContainerControl docker, String id, Instant startedAt) {
        FrozenContainer held = new FrozenContainer(docker, id, id, startedAt);
        held.attempted = true;
        return held;
    }

    String id() {
        return id;
    }

    /** The container's name, or the id of a container that only the journal knows. */
    String name() {
        return name;
    }

    boolean done() {
        return done;
    }

    /** Pauses the container. Verifies that it was not restarted since its inspection. */
    void pause() throws DockerException {
        attempted = true;
        try {
            docker.pause(id);
        } catch (DockerException e) {
            // After a refusal the container is not paused. Without an answer it may be paused.
            attempted = e.failure() != DockerFailure.REFUSED;
            throw e;
        }
        paused = true;
        Optional<Container> now = docker.find(id);
        if (now.isEmpty() || now.get().state() != Container.State.PAUSED || !same(now.get())) {
            // Slackwater paused this start of the container, so Slackwater thaws it.
            now.ifPresent(container -> startedAt = container.startedAt());
            throw new DockerException(
                    "container " + name + " was restarted or unpaused by another program while Slackwater paused it",
                    DockerFailure.NOT_READY);
        }
    }

    /**
     * Records an event of Docker. A user made a pause that follows an unpause, so Slackwater must not resume the
     * container.
     */
    void event(String action, Instant at) {
        Instant before = unpaused;
        if ("unpause".equals(action)) {
            unpaused = at;
            foreign = false;
        } else if ("pause".equals(action) && before != null) {
            foreign = Duration.between(before, at).compareTo(CORRECTION) > 0;
        }
    }

    /**
     * Resumes the container if Slackwater paused it.
     *
     * @param seen receives a change that another program made meanwhile, in words
     */
    void thaw(Consumer<String> seen) throws DockerException {
        if (!attempted) {
            done = true;
            return;
        }
        Optional<Container> now;
        try {
            now = docker.find(id);
        } catch (DockerException e) {
            if (!paused || foreign) {
                throw e;
            }
            // Slackwater has certainly paused it.
            docker.unpause(id);
            done = true;
            seen.accept("container " + name
                    + " could not be inspected when Slackwater resumed it, so it is unknown whether it stayed paused");
            return;
        }
        if (now.isEmpty()) {
            seen.accept("container " + name + " was removed while Slackwater had it paused");
        } else if (!same(now.get())) {
            seen.accept("container " + name + " was restarted while Slackwater had it paused");
        } else if (now.get().state() != Container.State.PAUSED) {
            if (paused) {
                seen.accept("container " + name
                        + " was unpaused or stopped by another program while Slackwater had it paused");
            }
        } else if (!foreign) {
            docker.unpause(id);
        }
        done = true;
    }

    /**
     * Inspects the container a moment after its resume. Before the {@linkplain #CORRECTION correction}, Docker reports
     * the container as running and refuses to resume it. Loss prevented: the container would stay paused.
     *
     * @return false if the container was still paused; it was resumed again and must be inspected again
     */
    boolean confirmThaw() throws DockerException {
        if (!attempted || foreign) {
            return true;
        }
        Optional<Container> now = docker.find(id);
        if (now.isEmpty() || now.get().state() != Container.State.PAUSED || !same(now.get())) {
            return true;
        }
        docker.unpause(id);
        return false;
    }

    /**
     * Whether the container has not been restarted. Compares milliseconds, because the journal may store no finer
     * times.
     */
    private boolean same(Container now) {
        return now.startedAt().truncatedTo(ChronoUnit.MILLIS).equals(startedAt.truncatedTo(ChronoUnit.MILLIS));
    }
}
