package io.slackwater.ui;

import io.slackwater.audit.AuditCheck;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;

/** Serves the page of the audit log to admins, as the API does. */
@Path("/audit")
@RolesAllowed("admin")
@RunOnVirtualThread
public class AuditPageResource {

    private final PageAnswers answers;
    private final AuditViews views;
    private final AuditCheck check;

    AuditPageResource(PageAnswers answers, AuditViews views, AuditCheck check) {
        this.answers = answers;
        this.views = views;
        this.check = check;
    }

    @GET
    public Response audit(@Context HttpServerRequest request) {
        AuditView view = views.view(AuditQuery.of(PageAnswers.values(request)), answers.texts(request));
        return answers.page(request, "audit", frame -> Pages.audit(frame, view));
    }

    /** Verifies the chain now. Takes seconds for a long log. */
    @POST
    @Path("/verify")
    public Response verify() {
        check.verify();
        return PageAnswers.seeOther("/audit");
    }
}
