package io.slackwater.ui;

import io.quarkus.security.identity.SecurityIdentity;
import io.slackwater.journal.AuditLog;
import jakarta.inject.Singleton;

/** Records the actions of a page's buttons in the audit log, under the name of the user of this request. */
@Singleton
class PageAudit {

    private final AuditLog audit;
    private final SecurityIdentity identity;

    PageAudit(AuditLog audit, SecurityIdentity identity) {
        this.audit = audit;
        this.identity = identity;
    }

    /** The name of the user of this request. */
    String user() {
        return identity.getPrincipal().getName();
    }

    void append(String action, String subject, String detail) {
        audit.append(user(), action, subject, detail);
    }
}
