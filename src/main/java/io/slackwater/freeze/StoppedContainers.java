package io.slackwater.freeze;

import io.slackwater.docker.Container;
import io.slackwater.docker.ContainerControl;
import io.slackwater.docker.DockerException;
import io.slackwater.journal.EndCause;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The freeze of containers that do not run. Nothing is paused, journaled or resumed. It is broken if one of them was
 * started meanwhile. Used by one thread.
 */
final class StoppedContainers implements FreezeLease {

    private final ContainerControl docker;
    private final List<Container> containers;
    private final Runnable over;
    private Optional<BrokenFreeze> broken = Optional.empty();
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

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            broken = containers.stream()
                    .flatMap(before -> disturbed(before).stream())
                    .findFirst()
                    .map(reason -> new BrokenFreeze(reason, EndCause.FREEZE));
        } finally {
            over.run();
        }
    }

    private Optional<String> disturbed(Container before) {
        String stopped = "container " + before.name() + ", which did not run, ";
        try {
            Optional<Container> now = docker.find(before.id());
            if (now.isEmpty()) {
                return Optional.of(stopped + "was removed");
            }
            boolean same = now.get().stopped() && now.get().startedAt().equals(before.startedAt());
            return same ? Optional.empty() : Optional.of(stopped + "was started");
        } catch (DockerException e) {
            return Optional.of(stopped + "may have been started: " + e.getMessage());
        }
    }

    @Override
    public Optional<BrokenFreeze> broken() {
        return broken;
    }

    @Override
    public Duration frozen() {
        return Duration.ZERO;
    }
}
