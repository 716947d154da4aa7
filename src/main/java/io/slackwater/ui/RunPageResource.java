package io.slackwater.ui;

import io.slackwater.journal.RunRecord;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;

/** Serves the page of a run, and cancels the run. */
@Path("/runs/{id}")
@RolesAllowed("viewer")
@RunOnVirtualThread
public class RunPageResource {

    private final PageAnswers answers;
    private final RunPages pages;
    private final LiveRuns runs;
    private final PageAudit audit;

    RunPageResource(PageAnswers answers, RunPages pages, LiveRuns runs, PageAudit audit) {
        this.answers = answers;
        this.pages = pages;
        this.runs = runs;
        this.audit = audit;
    }

    @GET
    public Response run(String id, @Context HttpServerRequest request) {
        Texts texts = answers.texts(request);
        RunPage view = pages.view(id, texts);
        String title = texts.of("runTitle", view.dataset());
        return answers.page(request, 200, Pages.run(answers.frame(request, title, ""), view));
    }

    @POST
    @RolesAllowed("operator")
    @Path("/cancel")
    public Response cancel(String id) {
        RunRecord run = runs.find(id).orElseThrow(() -> PageProblem.notFound("Run", id));
        if (run.state().ended() || !runs.cancel(id)) {
            throw PageProblem.conflict("runHasEnded");
        }
        audit.append("cancel", id, run.dataset());
        return PageAnswers.seeOther("/runs/" + id);
    }
}
