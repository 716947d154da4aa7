package io.slackwater.ui;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;

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
    public Response schedule(@Context HttpServerRequest request) {
        ScheduleView view = schedules.view(ScheduleQuery.of(PageAnswers.values(request)), answers.texts(request));
        return answers.page(request, "schedule", frame -> Pages.schedule(frame, view));
    }

    @GET
    @Path("/coverage")
    public Response coverage(@Context HttpServerRequest request) {
        CoverageView view = coverages.view(CoverageQuery.of(PageAnswers.values(request)), answers.texts(request));
        return answers.page(request, "coverage", frame -> Pages.coverage(frame, view));
    }

    @GET
    @Path("/policy")
    public Response policy(@Context HttpServerRequest request) {
        PolicyView view = policies.view(Search.of(PageAnswers.values(request).apply("q")));
        return answers.page(request, "policy", frame -> Pages.policy(frame, view));
    }
}
