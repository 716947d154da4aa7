package io.slackwater.backrest.reconcile;

import java.util.Optional;

/** The state that survives a restart: Slackwater's entries in Backrest's configuration, and the operations that a write may drop. */
public interface ProvisioningMemory {

    Optional<String> note(String key);

    /** Durable when it returns. */
    void note(String key, String value);

    /** Appends a change of Backrest's configuration to the audit trail. */
    void audit(String action, String subject, String detail);
}
