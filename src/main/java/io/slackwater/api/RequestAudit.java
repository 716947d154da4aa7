package io.slackwater.api;

import io.quarkus.security.identity.SecurityIdentity;
import io.slackwater.journal.AuditLog;
import jakarta.inject.Singleton;

/** Records actions in the audit log under the name of the user who sent the current request. */
@Singleton
public class RequestAudit {

    private final AuditLog audit;
    private final SecurityIdentity identity;

    public RequestAudit(AuditLog audit, SecurityIdentity identity) {
        this.audit = audit;
        this.identity = identity;
    }

    void append(String action, String subject, String detail) {
        audit.append(identity.getPrincipal().getName(), action, subject, detail);
    }
}
