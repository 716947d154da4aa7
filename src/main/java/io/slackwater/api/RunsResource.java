package io.slackwater.api;

import io.slackwater.journal.Damaged;
import io.slackwater.journal.RunRecord;
import io.slackwater.journal.RunState;
import io.slackwater.journal.RunStore;
import io.slackwater.journal.VerdictStore;
import io.slackwater.run.Runs;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The runs of datasets. {@link RunRequestsResource} starts and cancels them. */
@Path("/api/v1/runs")
@RolesAllowed("viewer")
@RunOnVirtualThread
public class RunsResource {

    private static final int MOST = 1000;

    private final Runs runs;
    private final RunStore store;
    private final VerdictStore verdicts;
    private final SeenInventory inventory;
    private final Clock clock;

    public RunsResource(Runs runs, RunStore store, VerdictStore verdicts, SeenInventory inventory, Clock clock) {
        this.runs = runs;
        this.store = store;
        this.verdicts = verdicts;
        this.inventory = inventory;
        this.clock = clock;
    }

    @GET
    public List<RunView> list(
            @QueryParam("dataset") @Nullable String dataset,
            @QueryParam("state") @Nullable String state,
            @QueryParam("before") @Nullable String before,
            @QueryParam("limit") @Nullable String limit) {
        int most = RequestChecks.number("limit", limit, 1, MOST, 100);
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

    /** The times at which snapshots were found damaged, by run. */
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
}
