package io.slackwater.api;

import io.quarkus.security.identity.SecurityIdentity;
import io.slackwater.journal.AuditLog;
import io.slackwater.journal.JournalException;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/** Records actions in the audit log under the name of the user who sent the current request. */
@Singleton
public class RequestAudit {

    private static final Logger LOG = Logger.getLogger(RequestAudit.class);

    private final AuditLog audit;
    private final SecurityIdentity identity;

    public RequestAudit(AuditLog audit, SecurityIdentity identity) {
        this.audit = audit;
        this.identity = identity;
    }

    /**
     * Records an action that an unwritable journal must not prevent, because its user may be about to repair it.
     */
    void attempt(String action, String subject) {
        try {
            append(action, subject, "");
        } catch (JournalException e) {
            LOG.warnf(
                    "action is missing in the audit log: user=%s action=%s subject=%s reason=%s",
                    user(), action, subject, e.getMessage());
        }
    }

    /** The name of the user of this request. */
    String user() {
        return identity.getPrincipal().getName();
    }

    void append(String action, String subject, String detail) {
        audit.append(user(), action, subject, detail);
    }
}
