package io.slackwater.api;

import io.quarkus.security.identity.SecurityIdentity;
import io.slackwater.app.Slackwater;
import io.slackwater.discovery.Dataset;
import io.slackwater.discovery.Inventory;
import io.slackwater.discovery.Source;
import io.slackwater.discovery.Uncovered;
import io.slackwater.discovery.Workload;
import io.slackwater.health.DatasetNames;
import io.slackwater.journal.InDoubt;
import io.slackwater.journal.Journal.Verified;
import io.slackwater.journal.RepositoryName;
import io.slackwater.journal.RunRecord;
import io.slackwater.policy.Nearest;
import io.slackwater.policy.PlanPolicy;
import io.slackwater.policy.Policy;
import io.slackwater.policy.RepositoryPolicy;
import io.slackwater.policy.RetentionPolicy;
import io.slackwater.repository.Repository;
import io.slackwater.restore.Holder;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is protected, how, where, and what is not. */
@Path("/api/v1")
@RolesAllowed("viewer")
@RunOnVirtualThread
public class StatusResource {

    private final Slackwater slackwater;
    private final SecurityIdentity identity;

    public StatusResource(Slackwater slackwater, SecurityIdentity identity) {
        this.slackwater = slackwater;
        this.identity = identity;
    }

    /** A protected workload. */
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
     * @param name its real name, for example the database's: an id can lose something of it
     * @param lastSuccess from when the data of that snapshot are; null when there is none
     * @param note what its run had to say although all was well; null when nothing
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
            @Nullable String note,
            @Nullable String held,
            List<String> because) {}

    /**
     * Something that is not protected.
     *
     * @param name the real name of the database that it is about; null when it is about none
     */
    public record UncoveredView(
            String severity,
            String workload,
            String subject,
            @Nullable String name,
            String reason,
            String remedy) {}

    /** How much is protected, and all that is not. */
    public record CoverageView(Instant at, int datasets, long alarms, List<UncoveredView> uncovered) {}

    /** A plan with what it applies to. */
    public record PlanView(
            String id,
            boolean enabled,
            String schedule,
            @Nullable Instant next,
            String repository,
            RetentionPolicy retention,
            List<String> kinds,
            String verify,
            List<String> datasets) {}

    /**
     * A repository; never its key.
     *
     * @param usedBytes null when unknown: not made yet, or far away
     * @param freeBytes null when unknown
     * @param check how its last check since the start went: {@code RUNNING}, {@code GOOD} or {@code FAILED}; null when there was none
     */
    public record RepositoryView(
            String id,
            String uri,
            String compression,
            @Nullable Long usedBytes,
            @Nullable Long freeBytes,
            @Nullable String alarm,
            @Nullable String check) {}

    /**
     * A snapshot that can be restored, unless it is said why not now.
     *
     * @param name the dataset's real name, for example the database's; null when it is not known
     * @param repository its restic id, which stays
     * @param repositoryName what the policy called it when it was last opened; null when that is not known
     * @param time from when its data are
     * @param verified when it was known to be whole; null when that is not known any more
     * @param note what its run had to say although all was well; null when nothing
     * @param doubt why it may be damaged, found since it was verified; null when nothing says so
     * @param notNow why it cannot be restored now: its repository left the policy, or cannot be opened; null when it can
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
    @Path("/workloads")
    public List<WorkloadView> workloads() {
        return slackwater.seen().workloads().stream().map(StatusResource::view).toList();
    }

    @GET
    @Path("/datasets")
    public List<DatasetView> datasets() {
        return slackwater.seen().datasets().stream().map(this::view).toList();
    }

    @GET
    @Path("/datasets/{id}")
    public DatasetView dataset(String id) {
        Inventory now = slackwater.seen();
        return now.dataset(id)
                .map(this::view)
                .orElseThrow(() -> Asked.unknownDataset(
                        id, now.datasets().stream().map(Dataset::id).toList(), now));
    }

    /** A person says that a dataset's shrinking or emptiness is meant. */
    @POST
    @RolesAllowed("operator")
    @Path("/datasets/{id}/acknowledge")
    public void acknowledge(String id) {
        Set<String> ever = slackwater.journal().datasets();
        // Whether it is gone for good depends on whether it is there.
        Inventory now = slackwater.seen();
        if (!ever.contains(id)) {
            throw now.formerly(id).isPresent()
                    ? Asked.unknownDataset(id, ever, now)
                    : Problem.notFound(
                            "there never was a run of a dataset %s%s; GET /api/v1/datasets lists what there is"
                                    .formatted(id, Nearest.hint(id, ever)));
        }
        slackwater.runs().acknowledge(id);
        slackwater.journal().audit(identity.getPrincipal().getName(), "acknowledge", id, "");
    }

    @GET
    @Path("/coverage")
    public CoverageView coverage() {
        Inventory now = slackwater.seen();
        List<UncoveredView> all = now.uncovered().stream()
                .map(u -> new UncoveredView(
                        u.severity().name(),
                        u.workload().value(),
                        u.where(),
                        u.database().orElse(null),
                        u.reason(),
                        u.remedy()))
                .toList();
        long alarms = now.uncovered().stream()
                .filter(u -> u.severity() == Uncovered.Severity.ALARM)
                .count();
        return new CoverageView(now.at(), now.datasets().size(), alarms, all);
    }

    @GET
    @Path("/plans")
    public List<PlanView> plans() {
        Policy policy = slackwater.policy();
        return policy.plans().values().stream().map(plan -> view(policy, plan)).toList();
    }

    @GET
    @Path("/repositories")
    public List<RepositoryView> repositories() {
        return slackwater.policy().repositories().values().stream()
                .map(this::view)
                .toList();
    }

    /** Checks its structure and some of its data, or all of them while they are in doubt; in the background. */
    @POST
    @RolesAllowed("operator")
    @Path("/repositories/{id}/check")
    public Response check(String id) {
        Policy policy = slackwater.policy();
        Set<String> names = policy.repositories().keySet();
        if (!names.contains(id)) {
            throw Asked.unknown("repository", id, names, "GET /api/v1/repositories");
        }
        slackwater.maintenance().check(id, policy.maintenance().readDataSubset());
        slackwater.journal().audit(identity.getPrincipal().getName(), "check", id, "");
        return Response.accepted().build();
    }

    @GET
    @Path("/snapshots")
    public List<SnapshotView> snapshots(@QueryParam("dataset") @Nullable String dataset) {
        if (dataset == null || dataset.isBlank()) {
            throw Problem.invalid("say whose snapshots: /api/v1/snapshots?dataset=…; GET /api/v1/datasets lists them");
        }
        Asked.dataset(dataset, slackwater);
        String name = DatasetNames.of(slackwater.journal(), dataset).orElse(null);
        return slackwater.journal().verified(dataset).stream()
                .map(one -> view(one, name))
                .toList();
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
        Optional<Verified> last =
                slackwater.journal().verified(dataset.id()).stream().findFirst();
        return new DatasetView(
                dataset.id(),
                dataset.workload().value(),
                dataset.name(),
                dataset.kind().word(),
                dataset.source().isStream() ? "stream" : "tree",
                dataset.method().word(),
                dataset.plan(),
                dataset.source() instanceof Source.Tree tree ? tree.path().toString() : null,
                slackwater.runs().running(dataset.id()),
                last.map(Verified::time).orElse(null),
                last.map(Verified::snapshot).orElse(null),
                last.map(Verified::bytes).orElse(null),
                last.flatMap(this::runOf).flatMap(StatusResource::note).orElse(null),
                slackwater.runs().held(dataset.id()).orElse(null),
                dataset.because());
    }

    private PlanView view(Policy policy, PlanPolicy plan) {
        return new PlanView(
                plan.id(),
                plan.enabled(),
                plan.schedule().expression(),
                plan.schedule()
                        .next(slackwater.clock().instant(), policy.timezone())
                        .orElse(null),
                plan.repository(),
                policy.retentionOf(plan),
                plan.kinds().stream().sorted().toList(),
                plan.verify().name().toLowerCase(java.util.Locale.ROOT),
                slackwater.seen().datasets().stream()
                        .filter(dataset -> dataset.plan().equals(plan.id()))
                        .map(Dataset::id)
                        .toList());
    }

    private static @Nullable Long known(OptionalLong bytes) {
        return bytes.isPresent() ? bytes.getAsLong() : null;
    }

    private RepositoryView view(RepositoryPolicy policy) {
        Repository.Space space = slackwater.repository(policy.id()).space();
        return new RepositoryView(
                policy.id(),
                policy.uri(),
                policy.compression().word(),
                known(space.usedBytes()),
                known(space.freeBytes()),
                slackwater
                        .repositoryAlarms()
                        .reason(policy.id())
                        .or(() -> slackwater
                                .repositoryAlarms()
                                .lost(policy.id(), slackwater.clock().instant()))
                        .orElse(null),
                slackwater.maintenance().checked(policy.id()).map(Enum::name).orElse(null));
    }

    private Optional<RunRecord> runOf(Verified verified) {
        return slackwater.journal().run(verified.run());
    }

    private static Optional<String> note(RunRecord run) {
        return Optional.of(run.message()).filter(message -> !message.isEmpty());
    }

    private SnapshotView view(Verified verified, @Nullable String name) {
        Optional<RunRecord> run = runOf(verified);
        return new SnapshotView(
                verified.snapshot(),
                verified.dataset(),
                name,
                verified.repository(),
                RepositoryName.of(slackwater.journal(), verified.repository()).orElse(null),
                verified.run(),
                verified.set(),
                verified.time(),
                run.flatMap(RunRecord::ended).orElse(null),
                verified.bytes(),
                verified.sha256(),
                verified.file(),
                run.flatMap(StatusResource::note).orElse(null),
                InDoubt.of(slackwater.journal(), verified).map(InDoubt::reason).orElse(null),
                Holder.notNow(
                                slackwater.journal(),
                                verified,
                                slackwater.policy().repositories().keySet())
                        .orElse(null));
    }
}
