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

/** Serves the page of a dataset, and starts its backup. */
@Path("/datasets/{id}")
@RolesAllowed("viewer")
@RunOnVirtualThread
public class DatasetPageResource {

    private final PageAnswers answers;
    private final DatasetPages pages;
    private final InventoryBoard board;
    private final LiveRuns runs;
    private final PageAudit audit;

    DatasetPageResource(PageAnswers answers, DatasetPages pages, InventoryBoard board, LiveRuns runs, PageAudit audit) {
        this.answers = answers;
        this.pages = pages;
        this.board = board;
        this.runs = runs;
        this.audit = audit;
    }

    @GET
    public Response dataset(String id, @Context HttpServerRequest request) {
        DatasetPage view = pages.view(
                id,
                RunListQuery.of(PageAnswers.values(request)),
                SnapshotQuery.of(PageAnswers.values(request)),
                answers.texts(request));
        return answers.page(request, 200, Pages.dataset(answers.frame(request, id, ""), view));
    }

    @POST
    @RolesAllowed("operator")
    @Path("/backup")
    public Response backup(String id) {
        Dataset dataset = board.get().dataset(id).orElseThrow(() -> PageProblem.absent(board, "Dataset", id));
        String run = runs.submit(List.of(dataset)).getFirst();
        audit.append("run", run, "dataset " + id);
        return PageAnswers.seeOther("/runs/" + run);
    }
}
