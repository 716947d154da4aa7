package io.slackwater.api;

import io.slackwater.journal.DatasetStore;
import io.slackwater.journal.RepositoryStore;
import io.slackwater.journal.RunRecord;
import io.slackwater.journal.RunStore;
import io.slackwater.journal.SuspectedDamage;
import io.slackwater.journal.SuspectedDamageStore;
import io.slackwater.journal.VerdictStore;
import io.slackwater.journal.Verified;
import io.slackwater.policy.LivePolicy;
import io.slackwater.restore.SnapshotAvailability;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Lists the verified snapshots of a dataset. */
@Path("/api/v1")
@RolesAllowed("viewer")
@RunOnVirtualThread
public class SnapshotsResource {

    private final RunStore runStore;
    private final VerdictStore verdicts;
    private final SuspectedDamageStore suspected;
    private final DatasetStore datasetStates;
    private final RepositoryStore repositoryStates;
    private final SeenInventory inventory;
    private final LivePolicy policy;

    public SnapshotsResource(
            RunStore runStore,
            VerdictStore verdicts,
            SuspectedDamageStore suspected,
            DatasetStore datasetStates,
            RepositoryStore repositoryStates,
            SeenInventory inventory,
            LivePolicy policy) {
        this.runStore = runStore;
        this.verdicts = verdicts;
        this.suspected = suspected;
        this.datasetStates = datasetStates;
        this.repositoryStates = repositoryStates;
        this.inventory = inventory;
        this.policy = policy;
    }

    /**
     * A verified snapshot. It can be restored unless {@code notNow} is set.
     *
     * @param name the dataset's original name, for example the database's; null when unknown
     * @param repository the restic id of its repository, which never changes
     * @param repositoryName the repository's name in the policy when it was last opened; null when unknown
     * @param run the id of the run that made it
     * @param set shared by the snapshots that were made of one workload together
     * @param time when its data were captured
     * @param verified when it was verified; null when unknown
     * @param file the path of the data inside the snapshot
     * @param note a remark about the run that made it; null without one
     * @param doubt why it may be damaged, as found after it was verified; else null
     * @param notNow why it cannot be restored now: its repository was removed from the policy, or cannot be opened;
     *     else null
     */
    public record SnapshotView(
            String id,
            String dataset,
            @Nullable String name,
            String repository,
            @Nullable String repositoryName,
            String run,
            String set,
            Instant time,
            @Nullable Instant verified,
            long bytes,
            String sha256,
            String file,
            @Nullable String note,
            @Nullable String doubt,
            @Nullable String notNow) {}

    @GET
    @Path("/snapshots")
    public List<SnapshotView> snapshots(@QueryParam("dataset") @Nullable String dataset) {
        if (dataset == null || dataset.isBlank()) {
            throw Problem.invalid(
                    "the parameter dataset is missing: /api/v1/snapshots?dataset=…; GET /api/v1/datasets lists the ids");
        }
        RequestChecks.dataset(dataset, runStore, inventory);
        String name = datasetStates.name(dataset).orElse(null);
        return verdicts.of(dataset).stream().map(one -> view(one, name)).toList();
    }

    private Optional<RunRecord> runOf(Verified verified) {
        return runStore.find(verified.run());
    }

    private SnapshotView view(Verified verified, @Nullable String name) {
        Optional<RunRecord> run = runOf(verified);
        return new SnapshotView(
                verified.snapshot(),
                verified.dataset(),
                name,
                verified.repository(),
                repositoryStates.name(verified.repository()).orElse(null),
                verified.run(),
                verified.set(),
                verified.time(),
                run.flatMap(RunRecord::ended).orElse(null),
                verified.bytes(),
                verified.sha256(),
                verified.file(),
                run.flatMap(ProtectionResource::note).orElse(null),
                suspected.of(verified).map(SuspectedDamage::reason).orElse(null),
                SnapshotAvailability.notNow(
                                repositoryStates,
                                verified,
                                policy.current().repositories().keySet())
                        .orElse(null));
    }
}
