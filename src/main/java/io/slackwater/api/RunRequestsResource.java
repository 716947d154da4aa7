package io.slackwater.api;

import io.quarkus.security.identity.SecurityIdentity;
import io.slackwater.discovery.Dataset;
import io.slackwater.discovery.Inventory;
import io.slackwater.journal.AuditLog;
import io.slackwater.journal.RunRecord;
import io.slackwater.policy.LivePolicy;
import io.slackwater.policy.Nearest;
import io.slackwater.run.Runs;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Starts and cancels runs. */
@Path("/api/v1/runs")
@RolesAllowed("operator")
@RunOnVirtualThread
public class RunRequestsResource {

    private final Runs runs;
    private final AuditLog audit;
    private final SeenInventory inventory;
    private final LivePolicy policy;
    private final Clock clock;
    private final SecurityIdentity identity;

    public RunRequestsResource(
            Runs runs,
            AuditLog audit,
            SeenInventory inventory,
            LivePolicy policy,
            Clock clock,
            SecurityIdentity identity) {
        this.runs = runs;
        this.audit = audit;
        this.inventory = inventory;
        this.policy = policy;
        this.clock = clock;
        this.identity = identity;
    }

    /** What to back up: exactly one of the fields. */
    public record Request(
            @Nullable String dataset,
            @Nullable String workload,
            @Nullable String plan,
            @Nullable Boolean all) {

        private String words() {
            if (dataset != null) {
                return "dataset " + dataset;
            }
            if (workload != null) {
                return "workload " + workload;
            }
            return plan == null ? "everything" : "plan " + plan;
        }
    }

    /** The ids of the runs that were started, or that were open already. */
    public record Started(List<String> runs) {}

    @POST
    public Response start(@Nullable Request body) {
        Request request = body == null ? new Request(null, null, null, null) : body;
        List<Dataset> datasets = chosen(request);
        List<String> ids = runs.submit(datasets, "api");
        audit.append(identity.getPrincipal().getName(), "run", String.join(",", ids), request.words());
        return Response.accepted(new Started(ids)).build();
    }

    @DELETE
    @Path("/{id}")
    public Response cancel(String id) {
        RunRecord run = RequestChecks.run(id, runs);
        if (run.state().ended() || !runs.cancel(id)) {
            throw new Problem(409, "Run has ended", "run " + id + " has ended already: " + run.state());
        }
        audit.append(identity.getPrincipal().getName(), "cancel", id, run.dataset());
        return Response.accepted(RunView.of(run, runs.bytesDone(id), clock.instant(), null))
                .build();
    }

    private List<Dataset> chosen(Request request) {
        if (Stream.of(request.dataset(), request.workload(), request.plan(), request.all())
                        .filter(Objects::nonNull)
                        .count()
                != 1) {
            throw Problem.invalid(
                    "name exactly one of dataset, workload, plan or all, for example {\"dataset\":\"shop.db.app\"}");
        }
        Inventory now = inventory.get();
        if (request.all() != null) {
            return allOf(now, request.all());
        }
        String dataset = request.dataset();
        if (dataset != null) {
            return List.of(now.dataset(dataset)
                    .orElseThrow(() -> RequestChecks.unknownDataset(
                            dataset, now.datasets().stream().map(Dataset::id).toList(), now)));
        }
        known(request, now);
        List<Dataset> chosen = now.datasets().stream()
                .filter(one -> one.workload().value().equals(request.workload())
                        || one.plan().equals(request.plan()))
                .toList();
        if (chosen.isEmpty()) {
            throw Problem.notFound("no dataset belongs to " + request.words() + "; GET /api/v1/datasets lists them");
        }
        return chosen;
    }

    /** A plan or a workload that is there may have no dataset; one that is not there is a mistake. */
    private void known(Request request, Inventory now) {
        Collection<String> plans = policy.current().planNames();
        if (request.plan() != null && !plans.contains(request.plan())) {
            throw Problem.notFound("there is no plan %s%s; the plans are %s"
                    .formatted(request.plan(), Nearest.hint(request.plan(), plans), String.join(", ", plans)));
        }
        List<String> workloads =
                now.workloads().stream().map(one -> one.id().value()).toList();
        if (request.workload() != null && !workloads.contains(request.workload())) {
            throw RequestChecks.unknown("workload", request.workload(), workloads, "GET /api/v1/workloads");
        }
    }

    private static List<Dataset> allOf(Inventory now, boolean all) {
        if (!all) {
            throw Problem.invalid("all must be true; to back up less, name a dataset, workload or plan instead");
        }
        if (now.datasets().isEmpty()) {
            throw Problem.notFound(now.scope().whyNothing() + " GET /api/v1/coverage says more");
        }
        return now.datasets();
    }
}
