package io.slackwater.api;

import io.slackwater.discovery.Dataset;
import io.slackwater.policy.LivePolicy;
import io.slackwater.policy.PlanPolicy;
import io.slackwater.policy.Policy;
import io.slackwater.policy.RetentionPolicy;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The plans of the current policy, with their datasets. */
@Path("/api/v1")
@RolesAllowed("viewer")
@RunOnVirtualThread
public class PlansResource {

    private final LivePolicy policy;
    private final SeenInventory inventory;
    private final Clock clock;

    public PlansResource(LivePolicy policy, SeenInventory inventory, Clock clock) {
        this.policy = policy;
        this.inventory = inventory;
        this.clock = clock;
    }

    /**
     * A plan of the policy, with the ids of its datasets.
     *
     * @param next the next start; null for a disabled plan
     * @param repository the name of a repository in the policy
     * @param kinds the kinds of services whose datasets use this plan
     * @param verify how snapshots of this plan are verified
     */
    public record PlanView(
            String id,
            boolean enabled,
            String schedule,
            @Nullable Instant next,
            String repository,
            RetentionView retention,
            List<String> kinds,
            String verify,
            List<String> datasets) {}

    /** How many daily, weekly, monthly and yearly snapshots are kept. */
    public record RetentionView(String id, int daily, int weekly, int monthly, int yearly) {

        static RetentionView of(RetentionPolicy kept) {
            return new RetentionView(kept.id(), kept.daily(), kept.weekly(), kept.monthly(), kept.yearly());
        }
    }

    @GET
    @Path("/plans")
    public List<PlanView> plans() {
        Policy now = policy.current();
        return now.plans().values().stream().map(plan -> view(now, plan)).toList();
    }

    private PlanView view(Policy policy, PlanPolicy plan) {
        return new PlanView(
                plan.id(),
                plan.enabled(),
                plan.schedule().toString(),
                plan.schedule().next(clock.instant(), policy.timezone()).orElse(null),
                plan.repository(),
                RetentionView.of(policy.retentionOf(plan)),
                plan.kinds().stream().sorted().toList(),
                plan.verify().name().toLowerCase(java.util.Locale.ROOT),
                inventory.get().datasets().stream()
                        .filter(dataset -> dataset.plan().equals(plan.id()))
                        .map(Dataset::id)
                        .toList());
    }
}
