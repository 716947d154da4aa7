package io.slackwater.backrest.client;

import java.util.List;
import org.jboss.logging.Logger;

/**
 * Tells whether the backup that Backrest runs of a plan is a dry run: "Dry Run Backup" on its page. Its hooks are the same as those of
 * a backup, so only Backrest's operations tell. A dry run stores nothing, so it is never frozen, adopted or repeated.
 */
public final class DryRuns {

    /** The event with which a stream's plan asks before restic starts. */
    public static final String EVENT = "stream";

    /** The HTTP status that refuses the dry run of a stream. */
    public static final int REFUSED = 409;

    private static final Logger LOG = Logger.getLogger(DryRuns.class);

    private final BackrestClient client;

    public DryRuns(BackrestClient client) {
        this.client = client;
    }

    /**
     * Whether it is certain that Backrest's running backup of this plan is a dry run. A Backrest that cannot be asked makes a backup, as
     * far as is known: nothing is then read unfrozen that could be stored.
     */
    public boolean running(String plan) throws InterruptedException {
        try {
            List<Operation> running = client.runningBackups(plan).stream()
                    .filter(one -> !one.remote())
                    .toList();
            return !running.isEmpty() && running.stream().allMatch(Operation::dryRun);
        } catch (BackrestException e) {
            LOG.warnf("Backrest cannot be asked whether this is a dry run plan=%s reason=%s", plan, e.getMessage());
            return false;
        }
    }
}
