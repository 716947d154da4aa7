package io.slackwater.backrest.client;

import java.util.List;
import org.jboss.logging.Logger;

/**
 * Recognises Backrest's dry runs ("Dry Run Backup" on its page). A dry run calls the same hooks as a backup, so only the operations tell.
 * It stores nothing, so it is never frozen, adopted or repeated.
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
     * Whether the plan's running backup is certainly a dry run. Without an answer it counts as a backup. Loss prevented: a backup taken
     * for a dry run would read unfrozen files.
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
