package io.slackwater.ui;

import io.slackwater.discovery.Dataset;
import io.slackwater.discovery.InventoryBoard;
import io.slackwater.journal.PinStore;
import io.slackwater.journal.Verified;
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
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Serves the page of a dataset, starts its backup, and pins its snapshots. */
@Path("/datasets/{id}")
@RolesAllowed("viewer")
@RunOnVirtualThread
public class DatasetPageResource {

    private final PageAnswers answers;
    private final DatasetPages pages;
    private final InventoryBoard board;
    private final LiveRuns runs;
    private final PinStore pins;
    private final Clock clock;
    private final PageAudit audit;

    DatasetPageResource(
            PageAnswers answers,
            DatasetPages pages,
            InventoryBoard board,
            LiveRuns runs,
            PinStore pins,
            Clock clock,
            PageAudit audit) {
        this.answers = answers;
        this.pages = pages;
        this.board = board;
        this.runs = runs;
        this.pins = pins;
        this.clock = clock;
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
        Dataset dataset = board.get().dataset(id).orElseThrow(() -> PageProblem.noDataset(board, id));
        String run = runs.submit(List.of(dataset)).getFirst();
        audit.append("run", run, "dataset " + id);
        return PageAnswers.seeOther("/runs/" + run);
    }

    @POST
    @RolesAllowed("operator")
    @Path("/pin")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response pin(String id, @FormParam("snapshot") @Nullable String snapshot) {
        Verified pinned = snapshot(id, snapshot);
        pins.pin(pinned, clock.instant());
        audit.append("pin", id, "snapshot " + pinned.snapshot());
        return PageAnswers.seeOther("/datasets/" + id + "#snapshots");
    }

    @POST
    @RolesAllowed("operator")
    @Path("/unpin")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response unpin(String id, @FormParam("snapshot") @Nullable String snapshot) {
        Verified unpinned = snapshot(id, snapshot);
        pins.unpin(unpinned);
        audit.append("unpin", id, "snapshot " + unpinned.snapshot());
        return PageAnswers.seeOther("/datasets/" + id + "#snapshots");
    }

    private Verified snapshot(String dataset, @Nullable String id) {
        String whole = String.valueOf(id);
        return pins.candidates(whole).stream()
                .filter(one -> one.snapshot().equals(whole) && one.dataset().equals(dataset))
                .findFirst()
                .orElseThrow(() -> PageProblem.notFound("Snapshot", whole));
    }
}
