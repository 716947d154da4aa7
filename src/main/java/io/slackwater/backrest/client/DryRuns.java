package io.slackwater.backrest.client;

import java.util.List;
import org.jboss.logging.Logger;

/**
 * Recognises dry runs, which users start with "Dry Run Backup" on Backrest's page. A dry run calls the same hooks as a
 * backup, so only Backrest's list of operations shows the difference. It stores nothing, so Slackwater neither pauses a
 * container nor records a backup for it.
 */
public record DryRuns(BackrestClient client) {

    /** The name of the call in which Backrest asks for a dump before restic starts. */
    public static final String EVENT = "stream";

    /** The HTTP status that refuses the dry run of a dump. */
    public static final int REFUSED = 409;

    private static final Logger LOG = Logger.getLogger(DryRuns.class);

    /**
     * Whether the plan's running backup is certainly a dry run. False if Backrest does not answer. A backup mistaken
     * for a dry run would read the files of a running container.
     */
    public boolean running(String plan) throws InterruptedException {
        try {
            List<Operation> running = client.runningBackups(plan).stream()
                    .filter(one -> !one.remote())
                    .toList();
            return !running.isEmpty() && running.stream().allMatch(Operation::dryRun);
        } catch (BackrestException e) {
            LOG.warnf(
                    "it is unknown whether Backrest makes a backup or a dry run; Slackwater assumes a backup plan=%s reason=%s",
                    plan, e.getMessage());
            return false;
        }
    }
}
