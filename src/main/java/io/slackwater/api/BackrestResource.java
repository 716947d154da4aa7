package io.slackwater.api;

import io.quarkus.security.identity.SecurityIdentity;
import io.slackwater.backrest.reconcile.Conflict;
import io.slackwater.backrest.reconcile.PlanRelease;
import io.slackwater.backrest.reconcile.ReconcileLoop;
import io.slackwater.backrest.reconcile.ReconcileOutcome;
import io.slackwater.discovery.Dataset;
import io.slackwater.journal.AuditLog;
import io.slackwater.journal.Revert;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The state of Slackwater's configuration in Backrest. */
@Path("/api/v1/backrest")
@RolesAllowed("viewer")
@RunOnVirtualThread
public class BackrestResource {

    private static final int RETRY_SECONDS = 5;

    private final Optional<ReconcileLoop> backrest;
    private final SeenInventory inventory;
    private final AuditLog audit;
    private final SecurityIdentity identity;

    BackrestResource(
            Optional<ReconcileLoop> backrest, SeenInventory inventory, AuditLog audit, SecurityIdentity identity) {
        this.backrest = backrest;
        this.inventory = inventory;
        this.audit = audit;
        this.identity = identity;
    }

    /**
     * The result of the last comparison with Backrest's configuration.
     *
     * @param state {@code none} (no Backrest is configured), {@code waiting} (not compared yet), {@code in-sync},
     *     {@code written}, {@code conflict} (everything else is in sync), {@code busy} (a change waits until Backrest is idle),
     *     {@code unreachable}, {@code blocked}
     * @param since when it became busy, unreachable or blocked
     * @param with the Backrest operation that delays the change, with its plan or repository
     * @param orphans plans without a dataset, kept while they have snapshots to restore
     * @param released orphans that an admin released, to be removed when Backrest is idle
     * @param reverts the last edits of Slackwater's plans and repositories in Backrest that Slackwater reverted, newest first
     */
    public record BackrestStatus(
            String state,
            @Nullable Instant since,
            @Nullable String with,
            List<String> orphans,
            List<String> released,
            List<Conflict> conflicts,
            List<Revert> reverts) {}

    @GET
    public BackrestStatus status() {
        return backrest.map(BackrestResource::status)
                .orElse(new BackrestStatus("none", null, null, List.of(), List.of(), List.of(), List.of()));
    }

    /** Removes a plan without a dataset as soon as Backrest is idle. Its snapshots and their journal entries are kept. */
    @DELETE
    @RolesAllowed("admin")
    @Path("/plans/{id}")
    public Response release(String id) {
        ReconcileLoop link = backrest.orElseThrow(() -> Problem.notFound(
                "no Backrest is configured (SLACKWATER_BACKREST_URL), so there is no plan " + id + " in it"));
        Set<String> datasets =
                inventory.get().datasets().stream().map(Dataset::id).collect(Collectors.toUnmodifiableSet());
        Optional<Problem> refused = refusal(id, link.release(id, datasets));
        if (refused.isPresent()) {
            throw refused.get();
        }
        audit.append(identity.getPrincipal().getName(), "release plan", id, "");
        return Response.accepted(status(link)).build();
    }

    static Optional<Problem> refusal(String plan, PlanRelease answer) {
        return switch (answer) {
            case ACCEPTED -> Optional.empty();
            case IN_USE ->
                Optional.of(new Problem(
                        409,
                        "Plan is in use",
                        "plan " + plan
                                + " belongs to an existing dataset: only a plan without a dataset can be removed. Remove the"
                                + " label slackwater.enable or the container first"));
            case UNKNOWN ->
                Optional.of(Problem.notFound("Slackwater has no plan " + plan
                        + " without a dataset in Backrest; GET /api/v1/backrest lists such plans as orphans. Remove your own plans on"
                        + " Backrest's page"));
            case NOT_KNOWN ->
                Optional.of(Problem.notYet(
                        "Backrest's plans are not known now; GET /api/v1/backrest says why", RETRY_SECONDS));
        };
    }

    public static BackrestStatus status(ReconcileLoop link) {
        List<String> released = List.copyOf(link.released());
        List<Revert> reverts = link.reverts();
        return link.last()
                .map(outcome -> status(outcome, link.conflicts(), released, reverts))
                .orElse(new BackrestStatus("waiting", null, null, List.of(), released, List.of(), reverts));
    }

    public static BackrestStatus status(
            ReconcileOutcome outcome, List<Conflict> conflicts, List<String> released, List<Revert> reverts) {
        String state = switch (outcome) {
            case ReconcileOutcome.InSync same -> conflicts.isEmpty() ? "in-sync" : "conflict";
            case ReconcileOutcome.Written written -> "written";
            case ReconcileOutcome.Busy busy -> "busy";
            case ReconcileOutcome.Unreachable away -> "unreachable";
            case ReconcileOutcome.Blocked blocked -> "blocked";
        };
        Instant since = switch (outcome) {
            case ReconcileOutcome.Busy busy -> busy.since();
            case ReconcileOutcome.Unreachable away -> away.since();
            case ReconcileOutcome.Blocked blocked -> blocked.since();
            case ReconcileOutcome.InSync same -> null;
            case ReconcileOutcome.Written written -> null;
        };
        String with = outcome instanceof ReconcileOutcome.Busy busy ? busy.with() : null;
        return new BackrestStatus(state, since, with, List.copyOf(outcome.orphans()), released, conflicts, reverts);
    }
}
