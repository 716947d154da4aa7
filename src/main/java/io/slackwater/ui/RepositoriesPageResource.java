package io.slackwater.ui;

import io.slackwater.policy.LivePolicy;
import io.slackwater.policy.PlanPolicy;
import io.slackwater.run.Maintenance;
import io.slackwater.schedule.Scheduler;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** Serves the page of the repositories, and starts checks, prunes and retention. */
@Path("/repositories")
@RolesAllowed("viewer")
@RunOnVirtualThread
public class RepositoriesPageResource {

    private final PageAnswers answers;
    private final RepositoryViews views;
    private final LivePolicy policy;
    private final Scheduler scheduler;
    private final Maintenance maintenance;
    private final PageAudit audit;

    RepositoriesPageResource(
            PageAnswers answers,
            RepositoryViews views,
            LivePolicy policy,
            Scheduler scheduler,
            Maintenance maintenance,
            PageAudit audit) {
        this.answers = answers;
        this.views = views;
        this.policy = policy;
        this.scheduler = scheduler;
        this.maintenance = maintenance;
        this.audit = audit;
    }

    @GET
    public Response repositories(@Context HttpServerRequest request) {
        RepositoriesView view = views.view(RepositoriesQuery.of(PageAnswers.values(request)), answers.texts(request));
        return answers.page(request, "repositories", frame -> Pages.repositories(frame, view));
    }

    /** Starts a check in the background. The page shows its result. */
    @POST
    @Path("/check")
    @RolesAllowed("operator")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response check(@FormParam("repository") @Nullable String repository) {
        String name = known(repository);
        scheduler.check(name);
        audit.append("check", name, "");
        return PageAnswers.seeOther("/repositories");
    }

    /** Starts a prune in the background. */
    @POST
    @Path("/prune")
    @RolesAllowed("admin")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response prune(@FormParam("repository") @Nullable String repository) {
        String name = known(repository);
        refuseWhileHeld();
        audit.append("prune", name, "");
        scheduler.prune(name);
        return PageAnswers.seeOther("/repositories#jobs");
    }

    /** Starts to forget what the retention of a plan no longer keeps, in the background. */
    @POST
    @Path("/forget")
    @RolesAllowed("admin")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response forget(@FormParam("plan") @Nullable String plan) {
        PlanPolicy chosen = policy.current().plans().get(String.valueOf(plan));
        if (chosen == null) {
            throw PageProblem.notFound("Plan", String.valueOf(plan));
        }
        refuseWhileHeld();
        audit.append("forget", chosen.id(), "repository " + chosen.repository());
        maintenance.forget(chosen);
        return PageAnswers.seeOther("/repositories#jobs");
    }

    private String known(@Nullable String repository) {
        String name = String.valueOf(repository);
        if (!policy.current().repositories().containsKey(name)) {
            throw PageProblem.notFound("Repository", name);
        }
        return name;
    }

    private void refuseWhileHeld() {
        if (policy.current().hold()) {
            throw PageProblem.conflict("jobHeld");
        }
    }
}
