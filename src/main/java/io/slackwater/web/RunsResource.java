package io.slackwater.web;

import io.quarkus.security.identity.SecurityIdentity;
import io.slackwater.discovery.Dataset;
import io.slackwater.discovery.Inventory;
import io.slackwater.journal.RunRecord;
import io.slackwater.journal.RunState;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Runs: start, watch, cancel. */
@Path("/api/v1/runs")
@RolesAllowed("viewer")
@RunOnVirtualThread
public class RunsResource {

    private static final int MOST = 1000;

    private final Slackwater slackwater;
    private final SecurityIdentity identity;

    RunsResource(Slackwater slackwater, SecurityIdentity identity) {
        this.slackwater = slackwater;
        this.identity = identity;
    }

    /** What to back up: exactly one of the fields. */
    public record Request(
            @Nullable String dataset,
            @Nullable String workload,
            @Nullable String plan,
            @Nullable Boolean all) {}

    /** The ids of the runs that were started, or that were open already. */
    public record Started(List<String> runs) {}

    @GET
    public List<RunView> list(
            @QueryParam("dataset") @Nullable String dataset,
            @QueryParam("state") @Nullable String state,
            @QueryParam("limit") @Nullable Integer limit) {
        int most = limit == null ? 100 : Math.clamp(limit, 1, MOST);
        return slackwater.journal().runs(Optional.ofNullable(dataset), state(state), most).stream()
                .map(this::view)
                .toList();
    }

    @GET
    @Path("/{id}")
    public RunView one(String id) {
        return slackwater
                .journal()
                .run(id)
                .map(this::view)
                .orElseThrow(() -> Problem.notFound("there is no run " + id + "; GET /api/v1/runs lists them"));
    }

    @POST
    @RolesAllowed("operator")
    public Response start(@Nullable Request request) {
        List<Dataset> datasets = chosen(request);
        List<String> ids = slackwater.runs().submit(datasets, "api");
        slackwater
                .journal()
                .audit(identity.getPrincipal().getName(), "run", String.join(",", ids), String.valueOf(request));
        return Response.accepted(new Started(ids)).build();
    }

    @DELETE
    @RolesAllowed("operator")
    @Path("/{id}")
    public Response cancel(String id) {
        RunRecord run = slackwater
                .journal()
                .run(id)
                .orElseThrow(() -> Problem.notFound("there is no run " + id + "; GET /api/v1/runs lists them"));
        if (run.state().ended() || !slackwater.runs().cancel(id)) {
            throw new Problem(409, "Run has ended", "run " + id + " has ended already: " + run.state());
        }
        slackwater.journal().audit(identity.getPrincipal().getName(), "cancel", id, run.dataset());
        return Response.accepted(view(run)).build();
    }

    private List<Dataset> chosen(@Nullable Request request) {
        if (request == null
                || Stream.of(request.dataset(), request.workload(), request.plan(), request.all())
                                .filter(Objects::nonNull)
                                .count()
                        != 1) {
            throw Problem.invalid(
                    "name exactly one of dataset, workload, plan or all, for example {\"dataset\":\"shop-db-app\"}");
        }
        Inventory now = slackwater.seen();
        if (request.all() != null) {
            return allOf(now, request.all());
        }
        if (request.dataset() != null) {
            return List.of(now.dataset(request.dataset())
                    .orElseThrow(() -> Problem.notFound(
                            "there is no dataset " + request.dataset() + "; GET /api/v1/datasets lists them")));
        }
        List<Dataset> chosen = now.datasets().stream()
                .filter(dataset -> dataset.workload().value().equals(request.workload())
                        || dataset.plan().equals(request.plan()))
                .toList();
        if (chosen.isEmpty()) {
            throw Problem.notFound("no dataset belongs to "
                    + (request.workload() != null ? "workload " + request.workload() : "plan " + request.plan())
                    + "; GET /api/v1/datasets lists them");
        }
        return chosen;
    }

    private static List<Dataset> allOf(Inventory now, boolean all) {
        if (!all) {
            throw Problem.invalid("all can only be true");
        }
        if (now.datasets().isEmpty()) {
            throw Problem.notFound(
                    "nothing is protected; label a container with slackwater.enable=true, GET /api/v1/coverage says more");
        }
        return now.datasets();
    }

    private RunView view(RunRecord run) {
        return RunView.of(
                run,
                slackwater.runs().bytesDone(run.id()).orElse(-1),
                slackwater.clock().instant());
    }

    private static Optional<RunState> state(@Nullable String name) {
        if (name == null) {
            return Optional.empty();
        }
        return Optional.of(Arrays.stream(RunState.values())
                .filter(state -> state.name().equals(name.toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> Problem.invalid(
                        "there is no state " + name + "; allowed: " + Arrays.toString(RunState.values()))));
    }
}
