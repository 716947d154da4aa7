package io.slackwater.backrest.reconcile;

import java.util.Optional;

/** What must survive a restart: which entries of Backrest's configuration are ours, and what a write may have thrown out of its queue. */
public interface ProvisioningMemory {

    Optional<String> note(String key);

    /** Durable when it returns. */
    void note(String key, String value);

    /** Appends to the audit trail what we changed in Backrest, and why. */
    void audit(String action, String subject, String detail);
}
