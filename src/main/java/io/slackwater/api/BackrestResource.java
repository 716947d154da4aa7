package io.slackwater.api;

import io.slackwater.backrest.reconcile.Conflict;
import io.slackwater.backrest.reconcile.PlanRelease;
import io.slackwater.backrest.reconcile.ReconcileLoop;
import io.slackwater.backrest.reconcile.ReconcileOutcome;
import io.slackwater.discovery.Dataset;
import io.slackwater.journal.Revert;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Shows whether Backrest's configuration matches Slackwater's, and removes Slackwater's plans that no longer have a
 * dataset.
 */
@Path("/api/v1/backrest")
@RolesAllowed("viewer")
@RunOnVirtualThread
public class BackrestResource {

    private final Optional<ReconcileLoop> backrest;
    private final SeenInventory inventory;
    private final RequestAudit audit;

    public BackrestResource(Optional<ReconcileLoop> backrest, SeenInventory inventory, RequestAudit audit) {
        this.backrest = backrest;
        this.inventory = inventory;
        this.audit = audit;
    }

    /**
     * The result of the last comparison with Backrest's configuration.
     *
     * @param state {@code none} means that no Backrest is configured, {@code waiting} that no comparison was made yet.
     *     {@code in-sync}: nothing differs. {@code written}: Slackwater changed the configuration. {@code conflict}:
     *     everything else is in sync. {@code busy}: a change waits until Backrest is idle. {@code unreachable}:
     *     Backrest does not answer. {@code blocked}: a user must act before Slackwater can write
     * @param since when it became busy, unreachable or blocked; null in other states
     * @param with the Backrest operation that a change waits for, with its plan or repository; null unless busy
     * @param orphans ids of plans in Backrest whose dataset no longer exists; they stay while they have snapshots to
     *     restore
     * @param released ids of plans that an admin asked to remove; Slackwater removes them when Backrest is idle
     * @param reverts the newest edits that users made in Backrest to Slackwater's plans and repositories, and that
     *     Slackwater undid; newest first
     */
    public record BackrestStatus(
            String state,
            @Nullable Instant since,
            @Nullable String with,
            List<String> orphans,
            List<String> released,
            List<ConflictView> conflicts,
            List<RevertView> reverts) {}

    /**
     * A problem in Backrest's configuration that only a user can correct.
     *
     * @param subject the affected plan, repository or setting
     * @param what the problem, with the values
     */
    public record ConflictView(String subject, String what, String remedy) {

        static ConflictView of(Conflict conflict) {
            return new ConflictView(conflict.subject().toString(), conflict.what(), conflict.remedy());
        }
    }

    /**
     * A user's edit in Backrest that Slackwater undid.
     *
     * @param fields empty when the whole plan or repository was removed
     */
    public record RevertView(Instant at, String subject, String who, String why, List<FieldView> fields) {

        static RevertView of(Revert revert) {
            return new RevertView(
                    revert.at(),
                    revert.subject(),
                    revert.who(),
                    revert.why(),
                    revert.fields().stream()
                            .map(edit -> new FieldView(edit.field(), edit.edited(), edit.restored()))
                            .toList());
        }
    }

    /**
     * A field of a plan or repository that a user edited in Backrest.
     *
     * @param edited the user's value as JSON, with secrets masked; empty for a removed field
     * @param restored the value that Slackwater wrote back
     */
    public record FieldView(String field, String edited, String restored) {}

    @GET
    public BackrestStatus status() {
        return backrest.map(BackrestResource::status)
                .orElse(new BackrestStatus("none", null, null, List.of(), List.of(), List.of(), List.of()));
    }

    /**
     * Removes a plan whose dataset no longer exists from Backrest, as soon as Backrest is idle. Its snapshots and their
     * journal entries stay.
     */
    @DELETE
    @RolesAllowed("admin")
    @Path("/plans/{id}")
    public Response release(String id) {
        ReconcileLoop link = backrest.orElseThrow(() -> Problem.notFound("no Backrest is configured, so it has no plan "
                + id + "; set SLACKWATER_BACKREST_URL to use Backrest"));
        Set<String> datasets =
                inventory.get().datasets().stream().map(Dataset::id).collect(Collectors.toUnmodifiableSet());
        Optional<Problem> refused = refusal(id, link.release(id, datasets));
        if (refused.isPresent()) {
            throw refused.get();
        }
        audit.append("release plan", id, "");
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
                Optional.of(Problem.notFound("plan " + plan
                        + " is no orphan of Slackwater; GET /api/v1/backrest lists the orphans, which have no dataset."
                        + " Remove your own plans on Backrest's page"));
            case NOT_KNOWN ->
                Optional.of(
                        Problem.notYet(
                                "Slackwater has not read Backrest's plans yet; GET /api/v1/backrest says why. Try again later"));
        };
    }

    public static BackrestStatus status(ReconcileLoop link) {
        return status(link.last(), link.conflicts(), link.released(), link.reverts());
    }

    static BackrestStatus status(
            Optional<ReconcileOutcome> last,
            List<Conflict> conflicts,
            Collection<String> released,
            List<Revert> reverts) {
        return new BackrestStatus(
                last.map(outcome -> state(outcome, conflicts)).orElse("waiting"),
                last.map(ReconcileOutcome::since).orElse(null),
                last.orElse(null) instanceof ReconcileOutcome.Busy busy ? busy.with() : null,
                last.map(outcome -> List.copyOf(outcome.orphans())).orElse(List.of()),
                List.copyOf(released),
                conflicts.stream().map(ConflictView::of).toList(),
                reverts.stream().map(RevertView::of).toList());
    }

    private static String state(ReconcileOutcome outcome, List<Conflict> conflicts) {
        return switch (outcome) {
            case ReconcileOutcome.InSync same -> conflicts.isEmpty() ? "in-sync" : "conflict";
            case ReconcileOutcome.Written written -> "written";
            case ReconcileOutcome.Busy busy -> "busy";
            case ReconcileOutcome.Unreachable away -> "unreachable";
            case ReconcileOutcome.Blocked blocked -> "blocked";
        };
    }
}
