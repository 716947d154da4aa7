package io.slackwater.ui;

import io.quarkus.security.identity.SecurityIdentity;
import io.slackwater.docker.DockerException;
import io.slackwater.journal.Journal;
import io.slackwater.journal.RestoreRecord;
import io.slackwater.journal.RestoredObject;
import io.slackwater.kind.RestoreException;
import io.slackwater.policy.LivePolicy;
import io.slackwater.restore.InPlaceRestores;
import io.slackwater.restore.RestoreScope;
import io.slackwater.restore.Restores;
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
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Serves the plan of a restore in place, its confirmation, and the page of a restore. */
@Path("/restores")
@RolesAllowed("viewer")
@RunOnVirtualThread
public class RestorePageResource {

    private final PageAnswers answers;
    private final InPlaceRestores inPlace;
    private final Restores restores;
    private final Journal journal;
    private final LivePolicy policy;
    private final Clock clock;
    private final SecurityIdentity identity;

    RestorePageResource(
            PageAnswers answers,
            InPlaceRestores inPlace,
            Restores restores,
            Journal journal,
            LivePolicy policy,
            Clock clock,
            SecurityIdentity identity) {
        this.answers = answers;
        this.inPlace = inPlace;
        this.restores = restores;
        this.journal = journal;
        this.policy = policy;
        this.clock = clock;
        this.identity = identity;
    }

    /** Shows what a restore in place would do. Changes nothing. */
    @POST
    @RolesAllowed("admin")
    @Path("/plan")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response plan(
            @FormParam("dataset") @Nullable String dataset,
            @FormParam("workload") @Nullable String workload,
            @FormParam("snapshot") @Nullable String snapshot,
            @Context HttpServerRequest request)
            throws DockerException, InterruptedException {
        RestoreScope scope = dataset == null
                ? new RestoreScope.OneWorkload(String.valueOf(workload))
                : new RestoreScope.OneDataset(dataset);
        try {
            InPlaceRestores.Offer offer = inPlace.plan(
                    SnapshotPageResource.requester(identity),
                    scope,
                    new InPlaceRestores.Selection(snapshot == null ? "latest" : snapshot, Optional.empty()));
            Texts texts = answers.texts(request);
            RestorePlanPage view =
                    RestorePlanPage.of(offer, texts, policy.current().timezone(), clock.instant());
            return answers.page(
                    request, 200, Pages.restorePlan(answers.frame(request, texts.of("restorePlanTitle"), ""), view));
        } catch (RestoreException e) {
            return refused(request, e);
        }
    }

    /** Starts the restore of a confirmed plan. */
    @POST
    @RolesAllowed("admin")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response start(
            @FormParam("plan") @Nullable String plan,
            @FormParam("token") @Nullable String token,
            @FormParam("phrase") @Nullable String phrase,
            @Context HttpServerRequest request)
            throws DockerException, InterruptedException {
        try {
            RestoreRecord restore = inPlace.start(
                    SnapshotPageResource.requester(identity),
                    String.valueOf(plan),
                    String.valueOf(token),
                    String.valueOf(phrase).strip());
            return PageAnswers.seeOther("/restores/" + restore.id());
        } catch (RestoreException e) {
            return refused(request, e);
        }
    }

    @GET
    @Path("/{id}")
    public Response restore(String id, @Context HttpServerRequest request) {
        RestoreRecord restore = restores.find(id).orElseThrow(() -> PageProblem.notFound("Restore", id));
        boolean replaces = journal.restores().object(restore).type() == RestoredObject.Type.IN_PLACE;
        Texts texts = answers.texts(request);
        RestorePage view =
                RestorePage.of(restore, replaces, texts, policy.current().timezone(), clock.instant());
        return answers.page(request, 200, Pages.restore(answers.frame(request, view.title(), ""), view));
    }

    /** Shows the reason of the refusal, which names the remedy. */
    private Response refused(HttpServerRequest request, RestoreException why) {
        int status = switch (why.reason()) {
            case NOT_FOUND -> 404;
            case FORBIDDEN -> 403;
            case INVALID -> 400;
            case FAILED -> 409;
        };
        String title = answers.texts(request).of("problemTitle", String.valueOf(status));
        String text = String.valueOf(why.getMessage());
        return answers.page(request, status, Pages.problem(answers.frame(request, title, ""), text, "", ""));
    }
}
