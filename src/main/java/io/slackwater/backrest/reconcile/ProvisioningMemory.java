package io.slackwater.backrest.reconcile;

import io.slackwater.journal.AuditLog;
import io.slackwater.journal.BackrestStore;

/** What survives a restart: the state of provisioning, and the audit trail of the changes in Backrest. */
public record ProvisioningMemory(BackrestStore store, AuditLog trail) {

    /** Appends what Slackwater changed in Backrest, and why. */
    void audit(String action, String subject, String detail) {
        trail.append("slackwater", action, subject, detail);
    }
}
