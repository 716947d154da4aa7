package io.slackwater.freeze;

import io.slackwater.docker.Container;
import io.slackwater.docker.ContainerControl;
import io.slackwater.docker.DockerException;
import io.slackwater.docker.DockerFailure;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One container of a lease, and whether Slackwater has to thaw it. Guarded by the lease's lock, except {@link #event}, {@link #done()}
 * and {@link #thawed()}.
 */
final class FrozenContainer {

    private static final int SHORT_ID = 12;

    /**
     * Docker reports a late event of an earlier unpause as a new unpause, and corrects itself by a pause event a few milliseconds later
     * (moby/daemon/monitor.go, {@code EventResumed}; seen with 20.10, three in 1200, 4 ms after a pause). The container stays frozen all
     * the time. Loss prevented: it stays frozen for ever.
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
    private volatile boolean thawed;

    /** @param name for messages */
    FrozenContainer(ContainerControl docker, String id, String name, Instant startedAt) {
        this.docker = docker;
        this.id = id;
        this.name = name;
        this.startedAt = startedAt;
    }

    /** A container that was paused, or about to be paused, by the journal. */
    static FrozenContainer found(ContainerControl docker, String id, Instant startedAt) {
        FrozenContainer held =
                new FrozenContainer(docker, id, id.substring(0, Math.min(SHORT_ID, id.length())), startedAt);
        held.attempted = true;
        return held;
    }

    String id() {
        return id;
    }

    /** The container's name; the beginning of its id when only the journal knows it. */
    String name() {
        return name;
    }

    boolean done() {
        return done;
    }

    /** Whether it stayed frozen until Slackwater thawed it. */
    boolean thawed() {
        return thawed;
    }

    /** Pauses the container, and verifies that the paused container is the inspected one. */
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
                    "container " + name(now) + " was restarted or unpaused by another program during its freeze",
                    DockerFailure.NOT_READY);
        }
    }

    /** Notes an event of Docker. A pause that follows an unpause is a user's, and not Slackwater's to end. */
    void event(String action, Instant at) {
        Instant before = unpaused;
        if ("unpause".equals(action)) {
            unpaused = at;
            foreign = false;
        } else if ("pause".equals(action) && before != null) {
            foreign = Duration.between(before, at).compareTo(CORRECTION) > 0;
        }
    }

    /** Thaws the container if Slackwater paused it. Returns the change that another program made meanwhile; empty without one. */
    String thaw() throws DockerException {
        if (!attempted) {
            done = true;
            return "";
        }
        Optional<Container> now;
        try {
            now = docker.find(id);
        } catch (DockerException e) {
            if (paused && !foreign) {
                return thawUnseen(e);
            }
            throw e;
        }
        String seen = "";
        if (now.isEmpty()) {
            seen = "container " + name(now) + " was removed while it was frozen";
        } else if (!same(now.get())) {
            seen = "container " + name(now) + " was restarted while it was frozen";
        } else if (now.get().state() != Container.State.PAUSED) {
            seen = paused
                    ? "container " + name(now) + " was unpaused or stopped by another program while it was frozen"
                    : "";
        } else if (!foreign) {
            docker.unpause(id);
            thawed = true;
        }
        done = true;
        return seen;
    }

    /**
     * Inspects the container again, a moment after the thaw. Loss prevented: a container that stays frozen, because Docker reported it as
     * running and refused to unpause it, before its {@linkplain #CORRECTION correction}.
     *
     * @return false for a container that was still paused; it is unpaused now and must be inspected again
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

    /** Thaws also without a look, because Slackwater paused it. */
    private String thawUnseen(DockerException cause) throws DockerException {
        try {
            docker.unpause(id);
        } catch (DockerException e) {
            e.addSuppressed(cause);
            throw e;
        }
        done = true;
        return "container " + name + " could not be inspected at its thaw, so whether it stayed frozen is unknown";
    }

    /** A journal may keep milliseconds only. */
    private boolean same(Container now) {
        return now.startedAt().truncatedTo(ChronoUnit.MILLIS).equals(startedAt.truncatedTo(ChronoUnit.MILLIS));
    }

    private String name(Optional<Container> now) {
        return now.map(Container::name).orElse(name);
    }
}
