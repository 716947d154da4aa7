package io.slackwater.api;

import io.slackwater.policy.LivePolicy;
import io.slackwater.policy.RepositoryPolicy;
import io.slackwater.repository.Repositories;
import io.slackwater.run.Maintenance;
import io.slackwater.schedule.Scheduler;
import io.slackwater.trust.SnapshotTrust;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Shows the repositories of the current policy, and starts checks. */
@Path("/api/v1")
@RolesAllowed("viewer")
@RunOnVirtualThread
public class RepositoriesResource {

    private final LivePolicy policy;
    private final Repositories repositories;
    private final SnapshotTrust trust;
    private final Maintenance maintenance;
    private final Scheduler scheduler;
    private final RequestAudit audit;

    public RepositoriesResource(
            LivePolicy policy,
            Repositories repositories,
            SnapshotTrust trust,
            Maintenance maintenance,
            Scheduler scheduler,
            RequestAudit audit) {
        this.policy = policy;
        this.repositories = repositories;
        this.trust = trust;
        this.maintenance = maintenance;
        this.scheduler = scheduler;
        this.audit = audit;
    }

    /**
     * A repository, without its key.
     *
     * @param usedBytes null when unknown: the repository does not exist yet, or is remote
     * @param freeBytes null when unknown
     * @param alarm why the repository cannot be used or trusted; null without a problem
     * @param check the result of its last check since Slackwater started: {@code RUNNING}, {@code GOOD} or {@code
     *     FAILED}; null without a check
     */
    public record RepositoryView(
            String id,
            String uri,
            String compression,
            @Nullable Long usedBytes,
            @Nullable Long freeBytes,
            @Nullable String alarm,
            @Nullable String check) {}

    @GET
    @Path("/repositories")
    public List<RepositoryView> repositories() {
        return policy.current().repositories().values().stream().map(this::view).toList();
    }

    /**
     * Starts a check in the background. It reads the structure and some data, or all data while damage is suspected.
     */
    @POST
    @RolesAllowed("operator")
    @Path("/repositories/{id}/check")
    public Response check(String id) {
        Set<String> names = policy.current().repositories().keySet();
        if (!names.contains(id)) {
            throw RequestChecks.unknown("repository", id, names, "GET /api/v1/repositories");
        }
        scheduler.check(id);
        audit.append("check", id, "");
        return Response.accepted().build();
    }

    private static @Nullable Long known(OptionalLong bytes) {
        return bytes.isPresent() ? bytes.getAsLong() : null;
    }

    private RepositoryView view(RepositoryPolicy policy) {
        Repositories.Space space = repositories.space(policy.id());
        return new RepositoryView(
                policy.id(),
                policy.uri(),
                policy.compression().word(),
                known(space.usedBytes()),
                known(space.freeBytes()),
                trust.alarms()
                        .reason(policy.id())
                        .or(() -> trust.lost().reason(policy.id()))
                        .orElse(null),
                maintenance.checked(policy.id()).map(Enum::name).orElse(null));
    }
}
