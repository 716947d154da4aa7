package io.slackwater.api;

import io.quarkus.security.identity.SecurityIdentity;
import io.slackwater.journal.AuditLog;
import jakarta.inject.Singleton;

/** Records what the user of the current request does. */
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
