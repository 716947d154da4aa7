package io.slackwater.ui;

import io.slackwater.discovery.Dataset;
import io.slackwater.discovery.InventoryBoard;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.util.List;

/** Serves the page of a workload, and starts the backup of all its datasets. */
@Path("/workloads/{id}")
@RolesAllowed("viewer")
@RunOnVirtualThread
public class WorkloadPageResource {

    private final PageAnswers answers;
    private final WorkloadPages pages;
    private final InventoryBoard board;
    private final LiveRuns runs;
    private final PageAudit audit;

    WorkloadPageResource(
            PageAnswers answers, WorkloadPages pages, InventoryBoard board, LiveRuns runs, PageAudit audit) {
        this.answers = answers;
        this.pages = pages;
        this.board = board;
        this.runs = runs;
        this.audit = audit;
    }

    @GET
    public Response workload(String id, @Context HttpServerRequest request) {
        WorkloadPage view = pages.view(id, RunListQuery.of(PageAnswers.values(request)), answers.texts(request));
        return answers.page(request, 200, Pages.workload(answers.frame(request, view.name(), ""), view));
    }

    @POST
    @RolesAllowed("operator")
    @Path("/backup")
    public Response backup(String id) {
        List<Dataset> datasets = board.get().datasets().stream()
                .filter(one -> one.workload().value().equals(id))
                .toList();
        if (datasets.isEmpty()) {
            throw PageProblem.noWorkload(board, id);
        }
        List<String> started = runs.submit(datasets);
        audit.append("run", String.join(",", started), "workload " + id);
        return PageAnswers.seeOther(started.size() == 1 ? "/runs/" + started.getFirst() : "/workloads/" + id);
    }
}
