package io.slackwater.ui;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

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
    public Response overview(
            @QueryParam("sort") @Nullable String sort,
            @QueryParam("order") @Nullable String order,
            @QueryParam("show") @Nullable String show,
            @QueryParam("q") @Nullable String search,
            @Context HttpServerRequest request) {
        Texts texts = answers.texts(request);
        Overview view = overviews.view(OverviewQuery.of(sort, order, show, search), texts);
        return answers.page(
                request, 200, Pages.overview(answers.frame(request, texts.of("overview"), "overview"), view));
    }
}
