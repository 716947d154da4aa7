package io.slackwater.ui;

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
import org.jspecify.annotations.Nullable;

/** Serves the page that asks before a snapshot is deleted, and deletes it. */
@Path("/datasets/{id}/delete")
@RolesAllowed("admin")
@RunOnVirtualThread
public class DeletionPageResource {

    private final PageAnswers answers;
    private final DeletionPages pages;
    private final PinStore pins;
    private final PageAudit audit;

    DeletionPageResource(PageAnswers answers, DeletionPages pages, PinStore pins, PageAudit audit) {
        this.answers = answers;
        this.pages = pages;
        this.pins = pins;
        this.audit = audit;
    }

    /** The address names the snapshot, or the deletion that has begun. */
    @GET
    public Response deletion(String id, @Context HttpServerRequest request) throws InterruptedException {
        Texts texts = answers.texts(request);
        String job = PageAnswers.values(request).apply("job");
        DeletionPage view = job == null
                ? pages.asks(snapshot(id, PageAnswers.values(request).apply("snapshot")), texts)
                : pages.ofJob(id, job, texts);
        return answers.page(request, 200, Pages.deletion(answers.frame(request, texts.of("deleteTitle"), ""), view));
    }

    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response delete(String id, @FormParam("snapshot") @Nullable String snapshot) throws InterruptedException {
        String job = pages.begin(snapshot(id, snapshot), audit).id();
        return PageAnswers.seeOther("/datasets/" + id + "/delete?job=" + job);
    }

    private Verified snapshot(String dataset, @Nullable String id) {
        String whole = String.valueOf(id);
        return pins.candidates(whole).stream()
                .filter(one -> one.snapshot().equals(whole) && one.dataset().equals(dataset))
                .findFirst()
                .orElseThrow(() -> PageProblem.notFound("Snapshot", whole));
    }
}
