package io.slackwater.backrest.reconcile;

import io.slackwater.journal.AuditLog;
import io.slackwater.journal.BackrestStore;

/** Stores what must survive a restart: the journal's records about Backrest, and the audit log of changes there. */
public record ProvisioningMemory(BackrestStore store, AuditLog trail) {

    /** Records a change that Slackwater made in Backrest. */
    void audit(String action, String subject, String detail) {
        trail.append("slackwater", action, subject, detail);
    }
}
