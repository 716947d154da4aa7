package io.slackwater.api;

import io.quarkus.security.identity.SecurityIdentity;
import io.slackwater.docker.DockerException;
import io.slackwater.kind.RestoreException;
import io.slackwater.policy.LivePolicy;
import io.slackwater.restore.InPlaceRestores;
import io.slackwater.restore.Requester;
import io.slackwater.restore.RestorePlan;
import io.slackwater.restore.RestoreScope;
import io.slackwater.signin.Role;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Restores in place of live data: a plan first, then its confirmation. */
@Path("/api/v1/restores/in-place")
@RolesAllowed("admin")
@RunOnVirtualThread
public class InPlaceRestoresResource {

    private final InPlaceRestores restores;
    private final SeenInventory inventory;
    private final LivePolicy policy;
    private final SecurityIdentity identity;

    public InPlaceRestoresResource(
            InPlaceRestores restores, SeenInventory inventory, LivePolicy policy, SecurityIdentity identity) {
        this.restores = restores;
        this.inventory = inventory;
        this.policy = policy;
        this.identity = identity;
    }

    /**
     * What to restore: one of dataset, workload, plan and all.
     *
     * @param snapshot an id (8 characters or more) or {@code latest}, the default; an id only with a dataset
     * @param at a time in place of the id: selects the newest data of that time or before
     */
    public record Request(
            @Nullable String dataset,
            @Nullable String workload,
            @Nullable String plan,
            @Nullable Boolean all,
            @Nullable String snapshot,
            @Nullable String at) {}

    /** The confirmation of a plan. */
    public record Confirmation(
            @Nullable String plan,
            @Nullable String token,
            @Nullable String phrase) {}

    /**
     * What the restore will do.
     *
     * @param id confirm the plan with this id, the token and the phrase
     * @param expires the confirmation is refused from then on
     * @param possible whether no item has a refusal
     * @param leftOut datasets that cannot be restored in place, each with the reason
     */
    public record PlanView(
            String id,
            String token,
            String phrase,
            Instant expires,
            String scope,
            boolean possible,
            List<ItemView> items,
            List<String> leftOut) {

        static PlanView of(InPlaceRestores.Offer offer) {
            RestorePlan plan = offer.plan();
            return new PlanView(
                    plan.id(),
                    offer.token(),
                    plan.phrase(),
                    plan.expires(),
                    plan.scope().words(),
                    plan.refusals().isEmpty(),
                    plan.items().stream().map(ItemView::of).toList(),
                    plan.leftOut());
        }
    }

    /**
     * One dataset of the plan.
     *
     * @param time when the snapshot's data were captured
     * @param overwrites the live data, in words
     * @param stops the names of the containers that stop meanwhile
     * @param bytesNeeded on the disk of the live data
     * @param bytesFree null when unknown
     * @param outageSeconds how long the data cannot be used, at most
     * @param notes what to know before
     * @param refusals why the restore is impossible now, each with its remedy
     * @param warning a known problem of the snapshot; null without one
     */
    public record ItemView(
            String dataset,
            String workload,
            String snapshot,
            Instant time,
            String overwrites,
            List<String> stops,
            long bytesNeeded,
            @Nullable Long bytesFree,
            long outageSeconds,
            List<String> notes,
            List<String> refusals,
            @Nullable String warning) {

        static ItemView of(RestorePlan.Item item) {
            return new ItemView(
                    item.snapshot().dataset(),
                    item.workload(),
                    item.snapshot().snapshot(),
                    item.snapshot().time(),
                    item.forecast().overwrites(),
                    item.forecast().stops(),
                    item.forecast().bytes(),
                    item.forecast().free().orElse(null),
                    item.forecast().outage().toSeconds(),
                    item.forecast().notes(),
                    item.refusals(),
                    item.warning().orElse(null));
        }
    }

    /** Says what a restore in place would do. Changes nothing. */
    @POST
    @Path("/plan")
    public PlanView plan(@Nullable Request request) throws RestoreException, DockerException, InterruptedException {
        RestoreScope scope = scope(request);
        inventory.get();
        return PlanView.of(restores.plan(requester(), scope, selection(request, scope)));
    }

    /** Starts the restore of a plan. */
    @POST
    public Response start(@Nullable Confirmation confirmation)
            throws RestoreException, DockerException, InterruptedException {
        if (confirmation == null
                || confirmation.plan() == null
                || confirmation.token() == null
                || confirmation.phrase() == null) {
            throw Problem.invalid(
                    "the body needs plan, token and phrase of a plan; POST /api/v1/restores/in-place/plan makes one");
        }
        RestoreView started = RestoreView.of(
                restores.start(requester(), confirmation.plan(), confirmation.token(), confirmation.phrase()));
        return Response.accepted(started).build();
    }

    private Requester requester() {
        return new Requester(identity.getPrincipal().getName(), identity.hasRole(Role.ADMIN.word()));
    }

    private static RestoreScope scope(@Nullable Request request) {
        if (request == null) {
            throw noScope(0);
        }
        List<RestoreScope> scopes = Stream.of(
                        Optional.ofNullable(request.dataset()).map(RestoreScope.OneDataset::new),
                        Optional.ofNullable(request.workload()).map(RestoreScope.OneWorkload::new),
                        Optional.ofNullable(request.plan()).map(RestoreScope.OnePlan::new),
                        Optional.ofNullable(request.all()).filter(all -> all).map(all -> new RestoreScope.WholeStack()))
                .flatMap(Optional::stream)
                .map(RestoreScope.class::cast)
                .toList();
        if (scopes.size() != 1) {
            throw noScope(scopes.size());
        }
        return scopes.getFirst();
    }

    private static Problem noScope(int given) {
        return Problem.invalid("the body needs exactly one of dataset, workload, plan and all, but has " + given
                + ", for example {\"dataset\":\"shop.db.app\"}");
    }

    private InPlaceRestores.Selection selection(@Nullable Request request, RestoreScope scope) {
        if (request == null || request.at() == null) {
            String snapshot = request == null || request.snapshot() == null ? "latest" : request.snapshot();
            if (!snapshot.equals("latest") && !(scope instanceof RestoreScope.OneDataset)) {
                throw Problem.invalid("snapshot " + snapshot
                        + " is of one dataset; name that dataset, or select the snapshots by at");
            }
            return new InPlaceRestores.Selection(snapshot, Optional.empty());
        }
        if (request.snapshot() != null) {
            throw Problem.invalid("snapshot and at exclude each other; leave out one of them");
        }
        return new InPlaceRestores.Selection(
                "latest",
                Optional.of(PointInTime.of("at", request.at(), policy.current().timezone())));
    }
}
