package io.slackwater.api;

import io.slackwater.journal.PinStore;
import io.slackwater.journal.Verified;
import io.slackwater.policy.LivePolicy;
import io.slackwater.policy.PlanPolicy;
import io.slackwater.repository.RepositoryException;
import io.slackwater.run.Maintenance;
import io.slackwater.run.MaintenanceJob;
import io.slackwater.schedule.Scheduler;
import io.slackwater.trust.DeletionDecision;
import io.slackwater.trust.DeletionDecision.Kept;
import io.slackwater.trust.SnapshotDeletion;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Prunes repositories, applies retention and deletes snapshots by hand, and shows the maintenance of repositories since Slackwater started. */
@Path("/api/v1")
@RolesAllowed("viewer")
@RunOnVirtualThread
public class MaintenanceResource {

    private static final int MOST = 1000;

    private final PinStore pins;
    private final SnapshotDeletion deletion;
    private final Maintenance maintenance;
    private final Scheduler scheduler;
    private final LivePolicy policy;
    private final SeenInventory inventory;
    private final RequestAudit audit;

    public MaintenanceResource(
            PinStore pins,
            SnapshotDeletion deletion,
            Maintenance maintenance,
            Scheduler scheduler,
            LivePolicy policy,
            SeenInventory inventory,
            RequestAudit audit) {
        this.pins = pins;
        this.deletion = deletion;
        this.maintenance = maintenance;
        this.scheduler = scheduler;
        this.policy = policy;
        this.inventory = inventory;
        this.audit = audit;
    }

    /**
     * One maintenance of a repository.
     *
     * @param operation {@code PRUNE}, {@code CHECK}, {@code FORGET} or {@code DELETE}
     * @param plan the plan whose retention is applied; null for every other operation
     * @param state {@code RUNNING}, {@code SUCCEEDED} or {@code FAILED}
     * @param ended null while it is running
     * @param forgotten the number of snapshots that restic forgot
     * @param freedBytes by how much a prune shrank a local repository; null when unknown
     * @param message why it failed, or which snapshots stayed and why; else empty
     */
    public record JobView(
            String id,
            String operation,
            String repository,
            @Nullable String plan,
            String state,
            Instant started,
            @Nullable Instant ended,
            int forgotten,
            @Nullable Long freedBytes,
            String message) {

        static JobView of(MaintenanceJob job) {
            OptionalLong freed = job.result().freedBytes();
            return new JobView(
                    job.id(),
                    job.operation().name(),
                    job.repository(),
                    job.plan().isEmpty() ? null : job.plan(),
                    job.state().name(),
                    job.started(),
                    job.ended().orElse(null),
                    job.result().forgotten(),
                    freed.isPresent() ? freed.getAsLong() : null,
                    job.message());
        }
    }

    @GET
    @Path("/maintenance")
    public List<JobView> jobs() {
        return maintenance.jobs().stream().map(JobView::of).toList();
    }

    @GET
    @Path("/maintenance/{id}")
    public JobView job(String id) {
        return maintenance.jobs().stream()
                .filter(job -> job.id().equals(id))
                .findFirst()
                .map(JobView::of)
                .orElseThrow(() -> Problem.notFound(
                        "there is no maintenance " + id + " since the start; GET /api/v1/maintenance lists them"));
    }

    /** Removes the data that no snapshot needs, in the background. */
    @POST
    @RolesAllowed("admin")
    @Path("/repositories/{id}/prune")
    public Response prune(String id) {
        Set<String> names = policy.current().repositories().keySet();
        if (!names.contains(id)) {
            throw RequestChecks.unknown("repository", id, names, "GET /api/v1/repositories");
        }
        refuseWhileHeld();
        audit.append("prune", id, "");
        return Response.accepted(JobView.of(scheduler.prune(id))).build();
    }

    /** Forgets what the retention of a plan no longer keeps, in the background. */
    @POST
    @RolesAllowed("admin")
    @Path("/plans/{id}/forget")
    public Response forget(String id) {
        Map<String, PlanPolicy> plans = policy.current().plans();
        PlanPolicy plan = plans.get(id);
        if (plan == null) {
            throw RequestChecks.unknown("plan", id, plans.keySet(), "GET /api/v1/plans");
        }
        refuseWhileHeld();
        // Before the first survey of Docker, the plan's datasets are unknown.
        inventory.get();
        audit.append("forget", id, "repository " + plan.repository());
        return Response.accepted(JobView.of(maintenance.forget(plan))).build();
    }

    private void refuseWhileHeld() {
        if (policy.current().hold()) {
            throw new Problem(
                    409,
                    "The policy holds all snapshots",
                    "hold: true in the policy stops all forgetting and pruning; remove the key first");
        }
    }

    /**
     * The snapshots to delete.
     *
     * @param ids 8 characters of each id are enough
     * @param dryRun whether nothing is deleted; false by default
     */
    public record Deletion(
            @Nullable List<String> ids, @Nullable Boolean dryRun) {}

    /**
     * What a deletion does.
     *
     * @param jobs the ids of the maintenance that deletes the snapshots; empty for a dry run
     */
    public record Deleted(List<DeletedSnapshot> deleted, List<KeptSnapshot> kept, List<String> jobs) {}

    /** @param time when its data were captured */
    public record DeletedSnapshot(String id, String dataset, String repository, Instant time, long bytes) {}

    /**
     * A snapshot that stays.
     *
     * @param reason a word of {@link Kept}
     */
    public record KeptSnapshot(String id, String dataset, String repository, String reason, String message) {}

    /** Deletes one snapshot in the background. */
    @DELETE
    @RolesAllowed("admin")
    @Path("/snapshots/{id}")
    public Response delete(String id) throws InterruptedException {
        List<DeletionDecision> decisions = decide(List.of(RequestChecks.snapshot(id, pins)));
        for (DeletionDecision decision : decisions) {
            if (decision.kept().isPresent()) {
                throw new Problem(
                        409,
                        "The snapshot stays",
                        "snapshot " + decision.snapshot().shortId() + " of dataset "
                                + decision.snapshot().dataset() + " is not deleted: "
                                + decision.kept().get().reason());
            }
        }
        return Response.accepted(answer(decisions, begin(decisions))).build();
    }

    /** Deletes those of several snapshots that may be deleted, in the background. */
    @POST
    @RolesAllowed("admin")
    @Path("/snapshots/delete")
    public Response delete(@Nullable Deletion body) throws InterruptedException {
        List<String> ids = body == null || body.ids() == null ? List.of() : body.ids();
        if (ids.isEmpty() || ids.size() > MOST) {
            throw Problem.invalid("the body needs 1 to " + MOST + " ids, for example {\"ids\":[\"4f3c2a1b\"]}");
        }
        Set<Verified> chosen = new LinkedHashSet<>();
        ids.forEach(id -> chosen.add(RequestChecks.snapshot(String.valueOf(id), pins)));
        List<DeletionDecision> decisions = decide(List.copyOf(chosen));
        return body != null && Boolean.TRUE.equals(body.dryRun())
                ? Response.ok(answer(decisions, List.of())).build()
                : Response.accepted(answer(decisions, begin(decisions))).build();
    }

    private List<DeletionDecision> decide(List<Verified> chosen) throws InterruptedException {
        try {
            return deletion.decide(chosen);
        } catch (RepositoryException e) {
            throw new Problem(409, "The repository cannot be used", String.valueOf(e.getMessage()));
        }
    }

    private List<MaintenanceJob> begin(List<DeletionDecision> decisions) {
        decisions.stream()
                .filter(decision -> decision.kept().isEmpty())
                .map(DeletionDecision::snapshot)
                .forEach(one -> audit.append("delete", one.dataset(), "snapshot " + one.snapshot()));
        return maintenance.delete(decisions);
    }

    private static Deleted answer(List<DeletionDecision> decisions, List<MaintenanceJob> jobs) {
        return new Deleted(
                decisions.stream()
                        .filter(decision -> decision.kept().isEmpty())
                        .map(decision -> new DeletedSnapshot(
                                decision.snapshot().snapshot(),
                                decision.snapshot().dataset(),
                                decision.repository(),
                                decision.snapshot().time(),
                                decision.snapshot().bytes()))
                        .toList(),
                decisions.stream()
                        .flatMap(decision -> decision.kept().stream()
                                .map(kept -> new KeptSnapshot(
                                        decision.snapshot().snapshot(),
                                        decision.snapshot().dataset(),
                                        decision.repository(),
                                        kept.name(),
                                        kept.reason())))
                        .toList(),
                jobs.stream().map(MaintenanceJob::id).toList());
    }
}
