package io.slackwater.api;

import io.slackwater.discovery.Inventory;
import io.slackwater.journal.Journal;
import io.slackwater.journal.RunRecord;
import io.slackwater.journal.SnapshotFilter;
import io.slackwater.journal.SnapshotFilter.Field;
import io.slackwater.journal.SuspectedDamage;
import io.slackwater.journal.Trigger;
import io.slackwater.journal.Verified;
import io.slackwater.policy.LivePolicy;
import io.slackwater.restore.SnapshotAvailability;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Lists verified snapshots, and pins them. */
@Path("/api/v1")
@RolesAllowed("viewer")
@RunOnVirtualThread
public class SnapshotsResource {

    private final Journal journal;
    private final SeenInventory inventory;
    private final LivePolicy policy;
    private final RequestAudit audit;
    private final Clock clock;

    public SnapshotsResource(
            Journal journal, SeenInventory inventory, LivePolicy policy, RequestAudit audit, Clock clock) {
        this.journal = journal;
        this.inventory = inventory;
        this.policy = policy;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * A verified snapshot. It can be restored unless {@code notNow} is set.
     *
     * @param name the dataset's original name, for example the database's; null when unknown
     * @param workload the workload of the run that made it
     * @param plan the plan of that run
     * @param kind the kind of service that captured it
     * @param repository the restic id of its repository, which never changes
     * @param repositoryName the repository's name in the policy when it was last opened; null when unknown
     * @param run the id of the run that made it
     * @param set shared by the snapshots that were made of one workload together
     * @param time when its data were captured
     * @param verified when it was verified; null when unknown
     * @param file the path of the data inside the snapshot
     * @param pinned whether a user pinned it, so that retention keeps it
     * @param safety whether a restore in place made it of the data that it replaced
     * @param note a remark about the run that made it; null without one
     * @param doubt why it may be damaged, as found after it was verified; else null
     * @param notNow why it cannot be restored now: its repository was removed from the policy, or cannot be opened;
     *     else null
     */
    public record SnapshotView(
            String id,
            String dataset,
            @Nullable String name,
            @Nullable String workload,
            @Nullable String plan,
            String kind,
            String repository,
            @Nullable String repositoryName,
            String run,
            String set,
            Instant time,
            @Nullable Instant verified,
            long bytes,
            String sha256,
            String file,
            boolean pinned,
            boolean safety,
            @Nullable String note,
            @Nullable String doubt,
            @Nullable String notNow) {}

    /** Lists a page of snapshots, newest data first. {@link SnapshotFilter} describes the filters. */
    @GET
    @Path("/snapshots")
    public List<SnapshotView> snapshots(
            @QueryParam("dataset") @Nullable String dataset,
            @QueryParam("workload") @Nullable String workload,
            @QueryParam("plan") @Nullable String plan,
            @QueryParam("kind") @Nullable String kind,
            @QueryParam("pinned") @Nullable String pinned,
            @QueryParam("from") @Nullable String from,
            @QueryParam("to") @Nullable String to,
            @QueryParam("before") @Nullable String before,
            @QueryParam("limit") @Nullable String limit) {
        if (dataset != null) {
            RequestChecks.dataset(dataset, journal.runs(), inventory);
        }
        Optional<Instant> begin = time("from", from);
        Optional<Instant> end = time("to", to);
        if (begin.isPresent() && end.isPresent() && !end.get().isAfter(begin.get())) {
            throw Problem.invalid("to=" + to + " is not allowed; give a time after from=" + from);
        }
        SnapshotFilter filter = new SnapshotFilter(
                Optional.ofNullable(dataset),
                known(Field.WORKLOAD, workload),
                known(Field.PLAN, plan),
                known(Field.KIND, kind),
                RequestChecks.flag("pinned", pinned),
                begin,
                end,
                Optional.ofNullable(before).map(this::snapshot));
        return journal.verdicts().page(filter, RequestChecks.limit(limit)).stream()
                .map(this::view)
                .toList();
    }

    private Optional<Instant> time(String parameter, @Nullable String text) {
        return Optional.ofNullable(text)
                .map(one -> PointInTime.of(parameter, one, policy.current().timezone()));
    }

    /** Also accepts a name that no snapshot has yet. */
    private Optional<String> known(Field field, @Nullable String name) {
        Set<String> names = journal.verdicts().values(field);
        if (name != null && !names.contains(name)) {
            Inventory now = inventory.get();
            switch (field) {
                case WORKLOAD ->
                    now.workloads().forEach(one -> names.add(one.id().value()));
                case PLAN -> names.addAll(policy.current().plans().keySet());
                case KIND -> now.datasets().forEach(one -> names.add(one.kind().word()));
            }
        }
        return RequestChecks.known(field.name().toLowerCase(Locale.ROOT), name, names);
    }

    /** Keeps a snapshot until it is unpinned, whatever the retention of its plan is. */
    @PUT
    @RolesAllowed("operator")
    @Path("/snapshots/{id}/pin")
    public void pin(String id) {
        Verified snapshot = snapshot(id);
        journal.pins().pin(snapshot, clock.instant());
        audit.append("pin", snapshot.dataset(), "snapshot " + snapshot.snapshot());
    }

    /** Lets the retention of its plan decide about a snapshot again. */
    @DELETE
    @RolesAllowed("operator")
    @Path("/snapshots/{id}/pin")
    public void unpin(String id) {
        Verified snapshot = snapshot(id);
        journal.pins().unpin(snapshot);
        audit.append("unpin", snapshot.dataset(), "snapshot " + snapshot.snapshot());
    }

    private Verified snapshot(String id) {
        return RequestChecks.snapshot(id, journal.pins());
    }

    private SnapshotView view(SnapshotFilter.Match match) {
        Verified verified = match.verdict();
        Optional<RunRecord> run = journal.runs().find(verified.run());
        return new SnapshotView(
                verified.snapshot(),
                verified.dataset(),
                journal.datasets().name(verified.dataset()).orElse(null),
                run.map(RunRecord::workload).orElse(null),
                run.map(one -> one.identity().plan()).orElse(null),
                verified.kind(),
                verified.repository(),
                journal.repositories().name(verified.repository()).orElse(null),
                verified.run(),
                verified.set(),
                verified.time(),
                run.flatMap(RunRecord::ended).orElse(null),
                verified.bytes(),
                verified.sha256(),
                verified.file(),
                match.isPinned(),
                run.filter(one -> one.identity().trigger() == Trigger.RESTORE).isPresent(),
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
