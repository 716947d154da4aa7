package io.slackwater.api;

import io.slackwater.journal.Journal;
import io.slackwater.journal.RunRecord;
import io.slackwater.journal.SuspectedDamage;
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

    private final Journal journal;
    private final SeenInventory inventory;
    private final LivePolicy policy;

    public SnapshotsResource(Journal journal, SeenInventory inventory, LivePolicy policy) {
        this.journal = journal;
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
        RequestChecks.dataset(dataset, journal.runs(), inventory);
        String name = journal.datasets().name(dataset).orElse(null);
        return journal.verdicts().of(dataset).stream()
                .map(one -> view(one, name))
                .toList();
    }

    private SnapshotView view(Verified verified, @Nullable String name) {
        Optional<RunRecord> run = journal.runs().find(verified.run());
        return new SnapshotView(
                verified.snapshot(),
                verified.dataset(),
                name,
                verified.repository(),
                journal.repositories().name(verified.repository()).orElse(null),
                verified.run(),
                verified.set(),
                verified.time(),
                run.flatMap(RunRecord::ended).orElse(null),
                verified.bytes(),
                verified.sha256(),
                verified.file(),
                run.flatMap(ProtectionResource::note).orElse(null),
                journal.suspectedDamage()
                        .of(verified)
                        .map(SuspectedDamage::reason)
                        .orElse(null),
                SnapshotAvailability.notNow(
                                journal.repositories(),
                                verified,
                                policy.current().repositories().keySet())
                        .orElse(null));
    }
}
