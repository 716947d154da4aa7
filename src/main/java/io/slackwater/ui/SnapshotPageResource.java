package io.slackwater.ui;

import io.quarkus.security.identity.SecurityIdentity;
import io.slackwater.journal.Verified;
import io.slackwater.kind.RestoreException;
import io.slackwater.restore.DownloadSpool;
import io.slackwater.restore.Requester;
import io.slackwater.restore.Restores;
import io.slackwater.signin.Role;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** Serves the pages of a snapshot's directories, and downloads. */
@Path("/snapshots/{id}")
@RolesAllowed("viewer")
@RunOnVirtualThread
public class SnapshotPageResource {

    private final PageAnswers answers;
    private final SnapshotPages pages;
    private final Restores restores;
    private final DownloadSpool spool;
    private final SecurityIdentity identity;

    SnapshotPageResource(
            PageAnswers answers,
            SnapshotPages pages,
            Restores restores,
            DownloadSpool spool,
            SecurityIdentity identity) {
        this.answers = answers;
        this.pages = pages;
        this.restores = restores;
        this.spool = spool;
        this.identity = identity;
    }

    @GET
    public Response directory(String id, @Context HttpServerRequest request) throws InterruptedException {
        Texts texts = answers.texts(request);
        SnapshotPage view = pages.view(
                requester(identity),
                id,
                path(request),
                QueryValues.page("page", PageAnswers.values(request).apply("page")),
                texts);
        String title = texts.of("snapshotId") + " " + view.id();
        return answers.page(request, 200, Pages.snapshot(answers.frame(request, title, ""), view));
    }

    @GET
    @Path("/tables")
    public Response tables(String id, @Context HttpServerRequest request) throws InterruptedException {
        Texts texts = answers.texts(request);
        TablesPage view = pages.tables(requester(identity), id, texts);
        String title = texts.of("tablesTitle") + " " + view.id();
        return answers.page(request, 200, Pages.tables(answers.frame(request, title, ""), view));
    }

    /** The path is in the address, because a form would change a line break in it. */
    @POST
    @RolesAllowed("operator")
    @Path("/download")
    public Response download(String id, @Context HttpServerRequest request) throws InterruptedException {
        Verified snapshot = pages.snapshot(id);
        String path = path(request);
        try {
            Restores.Download download = restores.download(requester(identity), snapshot.dataset(), id, path);
            DownloadSpool.Complete file = spool.read(download);
            return Response.ok(file.content(), MediaType.APPLICATION_OCTET_STREAM)
                    .header("Content-Length", file.size())
                    .header("Content-Disposition", "attachment; filename=\"" + download.headerName() + "\"")
                    .header("X-Content-Type-Options", "nosniff")
                    .build();
        } catch (RestoreException e) {
            throw PageProblem.of(e, "path", path);
        }
    }

    private static String path(HttpServerRequest request) {
        @Nullable String path = PageAnswers.values(request).apply("path");
        return path == null ? "" : path;
    }

    static Requester requester(SecurityIdentity identity) {
        return new Requester(identity.getPrincipal().getName(), identity.hasRole(Role.ADMIN.word()));
    }
}
