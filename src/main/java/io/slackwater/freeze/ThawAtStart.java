package io.slackwater.freeze;

import io.slackwater.docker.ContainerControl;
import io.slackwater.journal.LeaseFiles;
import io.slackwater.journal.LeaseRecord;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Resumes the containers that an earlier process left paused, before anything can refuse the start. {@link
 * LeaseFreezer#settle} later records the ends, and repeats what failed here.
 */
public record ThawAtStart(LeaseFiles files, Supplier<ContainerControl> docker) {

    private static final Logger LOG = Logger.getLogger(ThawAtStart.class);

    /** The longest delay of the start. */
    private static final Duration LONGEST = Duration.ofSeconds(10);

    /** Tries once. Returns after ten seconds at the latest, and at once when no lease is open. */
    public void run() throws InterruptedException {
        List<LeaseRecord> left = files.all();
        if (left.isEmpty()) {
            return;
        }
        ContainerControl containers = docker.get();
        Thread thaw = Thread.ofPlatform()
                .daemon()
                .name("thaw-at-start")
                .start(() -> left.forEach(lease -> thaw(containers, lease)));
        if (!thaw.join(LONGEST)) {
            LOG.errorf(
                    "Docker has not resumed the containers of %d leases within %d s; Slackwater tries again when it runs. docker unpause resumes a container",
                    left.size(), LONGEST.toSeconds());
            thaw.interrupt();
        }
    }

    private void thaw(ContainerControl containers, LeaseRecord lease) {
        LOG.warnf(
                "an earlier process left containers paused; resuming them run=%s dataset=%s",
                lease.run(), lease.dataset());
        List<FrozenContainer> frozen = lease.containers().entrySet().stream()
                .map(start -> FrozenContainer.found(containers, start.getKey(), start.getValue()))
                .toList();
        if (new FrozenContainers(lease.dataset(), frozen).thaw(_ -> {})) {
            files.delete(lease.id());
        }
    }
}
