package io.slackwater.freeze;

import io.slackwater.docker.DockerException;
import io.slackwater.journal.LeaseRecord;
import java.util.List;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** The containers of a lease. A failure of one does not stop the work on the others. */
final class FrozenContainers {

    private static final Logger LOG = Logger.getLogger(FrozenContainers.class);

    private final LeaseRecord record;
    private final List<FrozenContainer> containers;
    private volatile String lastFailure = "";

    FrozenContainers(LeaseRecord record, List<FrozenContainer> containers) {
        this.record = record;
        this.containers = List.copyOf(containers);
    }

    List<FrozenContainer> all() {
        return containers;
    }

    List<String> ids() {
        return containers.stream().map(FrozenContainer::id).toList();
    }

    /** The containers that could not be thawed yet. Does not block. */
    List<String> notThawed() {
        return containers.stream()
                .filter(container -> !container.done())
                .map(FrozenContainer::id)
                .toList();
    }

    /** Whether any container is frozen by Slackwater, or may be. Does not block. */
    boolean stood() {
        return containers.stream().anyMatch(container -> !container.done() || container.thawed());
    }

    /** Docker's last error; empty without one. */
    String lastFailure() {
        return lastFailure;
    }

    /** Thaws all containers and returns whether none is frozen any more. The consumer receives the changes that other programs made. */
    boolean thaw(Consumer<String> seen) {
        return all("thaw failed", container -> {
            if (!container.done()) {
                seen.accept(container.thaw());
            }
            return true;
        });
    }

    /** Returns whether all containers run. */
    boolean confirmThaw() {
        return all("thaw not confirmed", container -> {
            boolean runs = container.confirmThaw();
            if (!runs) {
                LOG.warnf(
                        "freeze still paused after its thaw, unpaused again lease=%d dataset=%s container=%s",
                        record.id(), record.dataset(), container.id());
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
                        "freeze %s, it is retried lease=%d run=%s dataset=%s container=%s reason=\"%s\"",
                        failure, record.id(), record.run(), record.dataset(), container.id(), e.getMessage());
                LOG.debug(failure, e);
            }
        }
        return all;
    }

    private interface Step {
        boolean done(FrozenContainer container) throws DockerException;
    }
}
