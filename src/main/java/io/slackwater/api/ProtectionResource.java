package io.slackwater.api;

import io.slackwater.discovery.Dataset;
import io.slackwater.discovery.Inventory;
import io.slackwater.discovery.Source;
import io.slackwater.discovery.Subject;
import io.slackwater.discovery.Uncovered;
import io.slackwater.discovery.Workload;
import io.slackwater.journal.RunPause;
import io.slackwater.journal.RunRecord;
import io.slackwater.journal.RunState;
import io.slackwater.journal.RunStore;
import io.slackwater.journal.VerdictStore;
import io.slackwater.journal.Verified;
import io.slackwater.policy.Nearest;
import io.slackwater.run.Runs;
import io.slackwater.trust.Acknowledgements;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Shows the protected containers, their datasets, and the data without protection. */
@Path("/api/v1")
@RolesAllowed("viewer")
@RunOnVirtualThread
public class ProtectionResource {

    private final SeenInventory inventory;
    private final RunStore runStore;
    private final VerdictStore verdicts;
    private final RequestAudit audit;
    private final Runs runs;
    private final Acknowledgements acknowledgements;

    public ProtectionResource(
            SeenInventory inventory,
            RunStore runStore,
            VerdictStore verdicts,
            RequestAudit audit,
            Runs runs,
            Acknowledgements acknowledgements) {
        this.inventory = inventory;
        this.runStore = runStore;
        this.verdicts = verdicts;
        this.audit = audit;
        this.runs = runs;
        this.acknowledgements = acknowledgements;
    }

    /**
     * A container that Slackwater protects.
     *
     * @param datasets the ids of its datasets
     * @param because why kind, plan and datasets were chosen as they are
     */
    public record WorkloadView(
            String id,
            String project,
            String service,
            String kind,
            String plan,
            String container,
            String image,
            String state,
            List<String> datasets,
            List<String> because) {}

    /**
     * A dataset with its newest verified snapshot.
     *
     * @param name its original name, for example of the database; the id may lack some characters
     * @param path the directory on the host; null for a database
     * @param lastSuccess when the data of that snapshot were captured; null without a snapshot
     * @param lastFreezeSeconds how long the last run paused the container; null without a pause
     * @param lastFreezeEstimateSeconds how long that pause was expected to take; null without a pause
     * @param note a remark about the run that made it; null without one
     * @param held why no snapshot of this dataset is deleted at present; null when retention works normally
     */
    public record DatasetView(
            String id,
            String workload,
            String name,
            String kind,
            String type,
            String method,
            String plan,
            @Nullable String path,
            boolean running,
            @Nullable Instant lastSuccess,
            @Nullable String lastSnapshot,
            @Nullable Long lastBytes,
            @Nullable Double lastFreezeSeconds,
            @Nullable Double lastFreezeEstimateSeconds,
            @Nullable String note,
            @Nullable String held,
            List<String> because) {}

    /**
     * Data that is not protected.
     *
     * @param subject the affected mount, database or label
     * @param name the original name of the affected database; null when it is no database
     */
    public record UncoveredView(
            String severity,
            String workload,
            String subject,
            @Nullable String name,
            String reason,
            String remedy) {}

    /** The number of protected datasets, and all unprotected data. */
    public record CoverageView(Instant at, int datasets, long alarms, List<UncoveredView> uncovered) {}

    @GET
    @Path("/workloads")
    public List<WorkloadView> workloads() {
        return inventory.get().workloads().stream()
                .map(ProtectionResource::view)
                .toList();
    }

    @GET
    @Path("/datasets")
    public List<DatasetView> datasets() {
        return inventory.get().datasets().stream().map(this::view).toList();
    }

    @GET
    @Path("/datasets/{id}")
    public DatasetView dataset(String id) {
        return view(RequestChecks.existing(id, inventory.get()));
    }

    /** Records that a user knows why a dataset shrank, became empty or was removed. Its retention then continues. */
    @POST
    @RolesAllowed("operator")
    @Path("/datasets/{id}/acknowledge")
    public void acknowledge(String id) {
        Set<String> ever = runStore.datasets();
        // An acknowledgement retires a dataset only if it is missing, so the inventory must be known.
        Inventory now = inventory.get();
        if (!ever.contains(id)) {
            throw now.formerly(id).isPresent()
                    ? RequestChecks.unknownDataset(id, ever, now)
                    : Problem.notFound("no dataset %s was ever backed up%s; GET /api/v1/datasets lists the datasets"
                            .formatted(id, Nearest.hint(id, ever)));
        }
        // The next run of an emptied dataset succeeds only after an acknowledgement.
        boolean succeeded = runStore.newest(id, 1).stream().allMatch(run -> run.state() == RunState.SUCCEEDED);
        if (succeeded && !acknowledgements.pending(id)) {
            throw new Problem(
                    409,
                    "Nothing to acknowledge",
                    "dataset %s exists, did not shrink, lost no snapshot, and its last backup succeeded".formatted(id));
        }
        acknowledgements.acknowledge(id);
        audit.append("acknowledge", id, "");
    }

    @GET
    @Path("/coverage")
    public CoverageView coverage() {
        Inventory now = inventory.get();
        List<UncoveredView> all = now.uncovered().stream()
                .map(u -> new UncoveredView(
                        u.severity().name(),
                        u.workload().value(),
                        u.where(),
                        u.subject() instanceof Subject.Database(String name, String _) ? name : null,
                        u.reason(),
                        u.remedy()))
                .toList();
        long alarms = now.uncovered().stream()
                .filter(u -> u.severity() == Uncovered.Severity.ALARM)
                .count();
        return new CoverageView(now.at(), now.datasets().size(), alarms, all);
    }

    private static WorkloadView view(Workload workload) {
        return new WorkloadView(
                workload.id().value(),
                workload.id().project(),
                workload.id().service(),
                workload.kind().word(),
                workload.plan(),
                workload.container().name(),
                workload.container().image(),
                workload.container().state().name(),
                workload.datasets().stream().map(Dataset::id).toList(),
                workload.because());
    }

    private DatasetView view(Dataset dataset) {
        Optional<Verified> last = verdicts.of(dataset.id()).stream().findFirst();
        Optional<RunPause> pause = runStore.newest(dataset.id(), 1).stream()
                .filter(run -> !run.frozen().isZero())
                .map(RunRecord::pause)
                .findFirst();
        return new DatasetView(
                dataset.id(),
                dataset.workload().value(),
                dataset.name(),
                dataset.kind().word(),
                dataset.isStream() ? "stream" : "tree",
                dataset.method().word(),
                dataset.plan(),
                dataset.source() instanceof Source.Tree tree ? tree.path().toString() : null,
                runs.running(dataset.id()),
                last.map(Verified::time).orElse(null),
                last.map(Verified::snapshot).orElse(null),
                last.map(Verified::bytes).orElse(null),
                pause.flatMap(RunPause::frozen).map(ProtectionResource::seconds).orElse(null),
                pause.map(RunPause::estimate).map(ProtectionResource::seconds).orElse(null),
                last.flatMap(newest -> runStore.find(newest.run()))
                        .flatMap(ProtectionResource::note)
                        .orElse(null),
                acknowledgements.held(dataset.id()).orElse(null),
                dataset.because());
    }

    static Optional<String> note(RunRecord run) {
        return Optional.of(run.message()).filter(message -> !message.isEmpty());
    }

    private static double seconds(Duration time) {
        return time.toMillis() / 1000.0;
    }
}
