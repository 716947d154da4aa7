package io.slackwater.api;

import io.slackwater.discovery.Dataset;
import io.slackwater.discovery.Inventory;
import io.slackwater.discovery.Uncovered;
import io.slackwater.journal.Damaged;
import io.slackwater.journal.RunRecord;
import io.slackwater.journal.RunState;
import io.slackwater.journal.RunStore;
import io.slackwater.journal.Trigger;
import io.slackwater.journal.VerdictStore;
import io.slackwater.policy.Nearest;
import io.slackwater.run.Runs;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Lists, starts and cancels backup runs. */
@Path("/api/v1/runs")
@RolesAllowed("viewer")
@RunOnVirtualThread
public class RunsResource {

    private final Runs runs;
    private final RunStore store;
    private final VerdictStore verdicts;
    private final SeenInventory inventory;
    private final RequestAudit audit;
    private final Clock clock;

    public RunsResource(
            Runs runs,
            RunStore store,
            VerdictStore verdicts,
            SeenInventory inventory,
            RequestAudit audit,
            Clock clock) {
        this.runs = runs;
        this.store = store;
        this.verdicts = verdicts;
        this.inventory = inventory;
        this.audit = audit;
        this.clock = clock;
    }

    @GET
    public List<RunView> list(
            @QueryParam("dataset") @Nullable String dataset,
            @QueryParam("state") @Nullable String state,
            @QueryParam("before") @Nullable String before,
            @QueryParam("limit") @Nullable String limit) {
        int most = RequestChecks.limit(limit);
        if (dataset != null) {
            RequestChecks.dataset(dataset, store, inventory);
        }
        Map<String, Instant> damaged = damaged();
        return store
                .page(
                        Optional.ofNullable(dataset),
                        state(state),
                        Optional.ofNullable(before).map(one -> RequestChecks.run(one, runs)),
                        most)
                .stream()
                .map(run -> view(run, damaged))
                .toList();
    }

    @GET
    @Path("/{id}")
    public RunView one(String id) {
        return view(RequestChecks.run(id, runs), damaged());
    }

    /** What to back up. Exactly one field is set. */
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

    /**
     * The ids of the runs that this request started. A dataset whose run was open already gets the id of that run.
     *
     * @param leftOut the workloads of the plan, or of all plans, that a wrong label excludes
     */
    public record Started(List<String> runs, List<LeftOut> leftOut) {}

    /**
     * A workload that is not backed up.
     *
     * @param reason the wrong label, with the remedy
     */
    public record LeftOut(String workload, String reason) {}

    @POST
    @RolesAllowed("operator")
    public Response start(@Nullable Request body) {
        Request request = body == null ? new Request(null, null, null, null) : body;
        Inventory now = inventory.get();
        List<Dataset> datasets = chosen(request, now);
        List<String> ids = runs.submit(datasets, Trigger.API);
        audit.append("run", String.join(",", ids), request.words());
        return Response.accepted(new Started(ids, leftOut(request, now))).build();
    }

    @DELETE
    @RolesAllowed("operator")
    @Path("/{id}")
    public Response cancel(String id) {
        RunRecord run = RequestChecks.run(id, runs);
        if (run.state().ended() || !runs.cancel(id)) {
            throw new Problem(409, "Run has ended", "run " + id + " has ended already: " + run.state());
        }
        audit.append("cancel", id, run.dataset());
        return Response.accepted(view(run, Map.of())).build();
    }

    /** Maps the id of a run to the time at which its snapshot was found damaged. */
    private Map<String, Instant> damaged() {
        return verdicts.damaged().stream()
                .collect(Collectors.toMap(one -> one.verdict().run(), Damaged::found, (one, other) -> one));
    }

    private RunView view(RunRecord run, Map<String, Instant> damaged) {
        return RunView.of(run, runs.bytesDone(run.id()), clock.instant(), damaged.get(run.id()));
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

    private List<LeftOut> leftOut(Request request, Inventory now) {
        String plan = request.plan();
        if (request.all() == null && plan == null) {
            return List.of();
        }
        return now.uncovered().stream()
                .filter(one -> one.gap() == Uncovered.Gap.LABEL)
                .filter(one -> now.workload(one.workload()).isEmpty())
                .filter(one -> plan == null || mayBelong(one, plan))
                .map(one -> new LeftOut(one.workload().value(), one.reason() + " " + one.remedy()))
                .toList();
    }

    /** Whether the plan of the last backup is this one. True without a backup: the wrong label may hide the plan. */
    private boolean mayBelong(Uncovered mislabelled, String plan) {
        List<String> plans = store.datasets().stream()
                .filter(mislabelled::ofWorkload)
                .flatMap(dataset -> store.newest(dataset, 1).stream())
                .map(run -> run.identity().plan())
                .toList();
        return plans.isEmpty() || plans.contains(plan);
    }

    private static List<Dataset> chosen(Request request, Inventory now) {
        if (Stream.of(request.dataset(), request.workload(), request.plan(), request.all())
                        .filter(Objects::nonNull)
                        .count()
                != 1) {
            throw Problem.invalid(
                    "name exactly one of dataset, workload, plan or all, for example {\"dataset\":\"shop.db.app\"}");
        }
        if (request.all() != null) {
            return allOf(now, request.all());
        }
        String dataset = request.dataset();
        if (dataset != null) {
            return List.of(RequestChecks.existing(dataset, now));
        }
        List<Dataset> chosen = now.datasets().stream()
                .filter(one -> one.workload().value().equals(request.workload())
                        || one.plan().equals(request.plan()))
                .toList();
        if (chosen.isEmpty()) {
            if (request.workload() != null) {
                RequestChecks.mislabelled(request.workload(), now).ifPresent(wrong -> {
                    throw wrong;
                });
            }
            List<String> names = now.workloads().stream()
                    .flatMap(one -> Stream.of(one.id().value(), one.plan()))
                    .toList();
            String name = request.workload() == null ? String.valueOf(request.plan()) : request.workload();
            throw Problem.notFound("no dataset belongs to %s%s; GET /api/v1/datasets lists them"
                    .formatted(request.words(), Nearest.hint(name, names)));
        }
        return chosen;
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
