package io.slackwater.freeze;

import io.slackwater.docker.Container;
import io.slackwater.docker.ContainerControl;
import io.slackwater.docker.DockerException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The freeze of containers that do not run. Nothing is paused, journaled or resumed. It is broken if one of them was
 * started meanwhile. Used by one thread.
 */
final class StoppedContainers implements FreezeLease {

    private static final Set<Container.State> STATES =
            EnumSet.of(Container.State.CREATED, Container.State.EXITED, Container.State.DEAD);

    private final ContainerControl docker;
    private final List<Container> containers;
    private final Runnable over;
    private String reason = "";
    private boolean closed;

    /**
     * Creates the freeze.
     *
     * @param over called once, at the end
     */
    StoppedContainers(ContainerControl docker, List<Container> containers, Runnable over) {
        this.docker = docker;
        this.containers = List.copyOf(containers);
        this.over = over;
    }

    static boolean is(Container container) {
        return STATES.contains(container.state());
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            for (Container before : containers) {
                if (reason.isEmpty()) {
                    reason = disturbed(before);
                }
            }
        } finally {
            over.run();
        }
    }

    private String disturbed(Container before) {
        try {
            Optional<Container> now = docker.find(before.id());
            if (now.isEmpty()) {
                return "container " + before.name() + ", which did not run, was removed";
            }
            boolean same = is(now.get()) && now.get().startedAt().equals(before.startedAt());
            return same ? "" : "container " + before.name() + ", which did not run, was started";
        } catch (DockerException e) {
            return "container " + before.name() + ", which did not run, may have been started: " + e.getMessage();
        }
    }

    @Override
    public String reason() {
        return reason;
    }

    @Override
    public boolean reachedLimit() {
        return false;
    }

    @Override
    public Duration frozen() {
        return Duration.ZERO;
    }
}
