package io.slackwater.freeze;

import io.slackwater.docker.DockerException;
import java.util.List;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** All containers that a {@link Lease} pauses. A failure at one container does not stop the work at the others. */
final class FrozenContainers {

    private static final Logger LOG = Logger.getLogger(FrozenContainers.class);

    private final String dataset;
    private final List<FrozenContainer> containers;
    private volatile String lastFailure = "";

    FrozenContainers(String dataset, List<FrozenContainer> containers) {
        this.dataset = dataset;
        this.containers = List.copyOf(containers);
    }

    List<FrozenContainer> all() {
        return containers;
    }

    /** The ids of the containers that could not be resumed yet. Does not block. */
    List<String> notThawed() {
        return containers.stream()
                .filter(container -> !container.done())
                .map(FrozenContainer::id)
                .toList();
    }

    /** Docker's last error; empty without one. */
    String lastFailure() {
        return lastFailure;
    }

    /**
     * Resumes all containers. Returns whether all were resumed. The consumer receives the changes that other programs
     * made.
     */
    boolean thaw(Consumer<String> seen) {
        return all("resuming a container failed", container -> {
            if (!container.done()) {
                container.thaw(seen);
            }
            return true;
        });
    }

    /** Verifies that all containers run, and resumes those that do not. Returns whether all were running. */
    boolean confirmThaw() {
        return all("confirming that a container runs failed", container -> {
            boolean runs = container.confirmThaw();
            if (!runs) {
                LOG.warnf(
                        "container was still paused after its resume, and was resumed again dataset=%s container=%s",
                        dataset, container.id());
            }
            return runs;
        });
    }

    private boolean all(String failure, Step step) {
        boolean all = true;
        for (FrozenContainer container : containers) {
            try {
                all &= step.done(container);
            } catch (DockerException | RuntimeException e) {
                all = false;
                lastFailure = String.valueOf(e.getMessage());
                LOG.errorf(
                        "%s; Slackwater tries again dataset=%s container=%s reason=\"%s\"",
                        failure, dataset, container.id(), e.getMessage());
                LOG.debug(failure, e);
            }
        }
        return all;
    }

    private interface Step {
        boolean done(FrozenContainer container) throws DockerException;
    }
}
