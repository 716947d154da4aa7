package io.slackwater.ui;

import io.slackwater.policy.LivePolicy;
import io.slackwater.policy.Policy;
import io.slackwater.run.Maintenance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** Serves the page of the repositories, and starts checks. */
@Path("/repositories")
@RolesAllowed("viewer")
@RunOnVirtualThread
public class RepositoriesPageResource {

    private final PageAnswers answers;
    private final RepositoryViews views;
    private final LivePolicy policy;
    private final Maintenance maintenance;
    private final PageAudit audit;

    RepositoriesPageResource(
            PageAnswers answers, RepositoryViews views, LivePolicy policy, Maintenance maintenance, PageAudit audit) {
        this.answers = answers;
        this.views = views;
        this.policy = policy;
        this.maintenance = maintenance;
        this.audit = audit;
    }

    @GET
    public Response repositories(
            @QueryParam("sort") @Nullable String sort,
            @QueryParam("order") @Nullable String order,
            @Context HttpServerRequest request) {
        Texts texts = answers.texts(request);
        RepositoriesView view = views.view(RepositoriesQuery.of(sort, order), texts);
        return answers.page(
                request,
                200,
                Pages.repositories(answers.frame(request, texts.of("repositories"), "repositories"), view));
    }

    /** Starts a check in the background. The page shows its result. */
    @POST
    @Path("/check")
    @RolesAllowed("operator")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response check(@FormParam("repository") @Nullable String repository) {
        Policy now = policy.current();
        String name = String.valueOf(repository);
        if (!now.repositories().containsKey(name)) {
            throw PageProblem.notFound("Repository", name);
        }
        maintenance.check(name, now.maintenance().readDataSubset());
        audit.append("check", name, "");
        return PageAnswers.seeOther("/repositories");
    }
}
