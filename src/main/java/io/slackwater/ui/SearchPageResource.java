package io.slackwater.ui;

import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;

/** Serves the page that searches the snapshots of a dataset for files. */
@Path("/datasets/{id}/files")
@RolesAllowed("viewer")
@RunOnVirtualThread
public class SearchPageResource {

    private final PageAnswers answers;
    private final SnapshotPages pages;
    private final SecurityIdentity identity;

    SearchPageResource(PageAnswers answers, SnapshotPages pages, SecurityIdentity identity) {
        this.answers = answers;
        this.pages = pages;
        this.identity = identity;
    }

    @GET
    public Response search(String id, @Context HttpServerRequest request) throws InterruptedException {
        Texts texts = answers.texts(request);
        String name = PageAnswers.values(request).apply("q");
        SearchPage view =
                pages.search(SnapshotPageResource.requester(identity), id, name == null ? "" : name.strip(), texts);
        return answers.page(request, 200, Pages.search(answers.frame(request, texts.of("searchTitle"), ""), view));
    }
}
