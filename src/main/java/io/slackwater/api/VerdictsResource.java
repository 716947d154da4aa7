package io.slackwater.api;

import io.slackwater.health.BackupResult;
import io.slackwater.health.DatasetHealth;
import io.slackwater.journal.Damaged;
import io.slackwater.journal.DatasetStore;
import io.slackwater.journal.RunRecord;
import io.slackwater.journal.VerdictStore;
import io.slackwater.journal.Verified;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Shows whether each dataset's newest backup is good. */
@Path("/api/v1")
@RolesAllowed("viewer")
@RunOnVirtualThread
public class VerdictsResource {

    private final VerdictStore verdicts;
    private final DatasetStore datasetStates;
    private final SeenInventory inventory;
    private final Supplier<List<DatasetHealth>> health;

    public VerdictsResource(
            VerdictStore verdicts,
            DatasetStore datasetStates,
            SeenInventory inventory,
            Supplier<List<DatasetHealth>> health) {
        this.verdicts = verdicts;
        this.datasetStates = datasetStates;
        this.inventory = inventory;
        this.health = health;
    }

    /**
     * The state of one dataset's newest backup. A removed dataset is listed as long as it has snapshots.
     *
     * @param verdict the result of its last run, or a worse state: {@code DAMAGED}, {@code LOST}, {@code
     *     NOT_RESTORABLE}, {@code GONE}, {@code OVERDUE}, {@code NEVER}
     * @param level {@code OK}, {@code DEGRADED} or {@code FAILED}
     * @param message the reason, or a remark about the run
     * @param snapshot its newest valid verified snapshot; null without one
     * @param data when that snapshot's data were captured
     */
    public record VerdictView(
            String dataset,
            @Nullable String name,
            String verdict,
            String level,
            @Nullable String run,
            @Nullable Instant ended,
            String message,
            @Nullable String snapshot,
            @Nullable Instant data) {}

    @GET
    @Path("/verdicts")
    public List<VerdictView> verdicts() {
        // Before the first survey of Docker, the expected datasets are unknown.
        inventory.get();
        List<Damaged> damaged = verdicts.damaged();
        return health.get().stream().map(one -> view(one, damaged)).toList();
    }

    private VerdictView view(DatasetHealth health, List<Damaged> damaged) {
        String dataset = health.dataset();
        BackupResult result = BackupResult.of(
                health,
                damaged.stream()
                        .filter(one -> one.verdict().dataset().equals(dataset))
                        .findFirst(),
                lost(verdicts, health),
                datasetStates.gone(dataset));
        Optional<Verified> newest = verdicts.of(dataset).stream().findFirst();
        return new VerdictView(
                dataset,
                datasetStates.name(dataset).orElse(null),
                result.word(),
                result.level().name(),
                health.lastRun().map(RunRecord::id).orElse(null),
                health.lastRun().flatMap(RunRecord::ended).orElse(null),
                result.reason(),
                newest.map(Verified::snapshot).orElse(null),
                newest.map(Verified::time).orElse(null));
    }

    /**
     * Returns the dataset's newest snapshot if another program removed it. Slackwater's retention never removes the
     * newest one.
     */
    private static Optional<String> lost(VerdictStore verdicts, DatasetHealth health) {
        return health.lastSuccess()
                .flatMap(run -> run.repository()
                        .flatMap(restic -> run.snapshot()
                                .filter(snapshot ->
                                        verdicts.find(restic, snapshot).isEmpty())));
    }
}
