package io.slackwater.ui;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;

/** Serves the overview: whether everything is safe, and the state of each workload. */
@Path("/")
@RolesAllowed("viewer")
@RunOnVirtualThread
public class OverviewResource {

    private final PageAnswers answers;
    private final Overviews overviews;

    OverviewResource(PageAnswers answers, Overviews overviews) {
        this.answers = answers;
        this.overviews = overviews;
    }

    @GET
    public Response overview(@Context HttpServerRequest request) {
        Overview view = overviews.view(OverviewQuery.of(PageAnswers.values(request)), answers.texts(request));
        return answers.page(request, "overview", frame -> Pages.overview(frame, view));
    }
}
