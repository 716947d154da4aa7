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

/** Serves the pages that only show something: schedule, coverage and policy. */
@Path("/")
@RolesAllowed("viewer")
@RunOnVirtualThread
public class StatusPagesResource {

    private final PageAnswers answers;
    private final ScheduleViews schedules;
    private final CoverageViews coverages;
    private final PolicyViews policies;

    StatusPagesResource(PageAnswers answers, ScheduleViews schedules, CoverageViews coverages, PolicyViews policies) {
        this.answers = answers;
        this.schedules = schedules;
        this.coverages = coverages;
        this.policies = policies;
    }

    @GET
    @Path("/schedule")
    public Response schedule(
            @QueryParam("show") @Nullable String show,
            @QueryParam("sort") @Nullable String sort,
            @QueryParam("order") @Nullable String order,
            @QueryParam("page") @Nullable String page,
            @Context HttpServerRequest request) {
        Texts texts = answers.texts(request);
        ScheduleView view = schedules.view(ScheduleQuery.of(show, sort, order, page), texts);
        return answers.page(
                request, 200, Pages.schedule(answers.frame(request, texts.of("schedule"), "schedule"), view));
    }

    @GET
    @Path("/coverage")
    public Response coverage(
            @QueryParam("show") @Nullable String show,
            @QueryParam("q") @Nullable String search,
            @QueryParam("sort") @Nullable String sort,
            @QueryParam("order") @Nullable String order,
            @QueryParam("page") @Nullable String page,
            @Context HttpServerRequest request) {
        Texts texts = answers.texts(request);
        CoverageView view = coverages.view(CoverageQuery.of(show, search, sort, order, page), texts);
        return answers.page(
                request, 200, Pages.coverage(answers.frame(request, texts.of("coverage"), "coverage"), view));
    }

    @GET
    @Path("/policy")
    public Response policy(@QueryParam("q") @Nullable String search, @Context HttpServerRequest request) {
        Texts texts = answers.texts(request);
        PolicyView view = policies.view(Search.of(search));
        return answers.page(request, 200, Pages.policy(answers.frame(request, texts.of("policy"), "policy"), view));
    }
}
