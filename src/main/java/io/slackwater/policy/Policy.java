package io.slackwater.policy;

import java.time.ZoneId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * A validated policy: plans, repositories, retentions, limits and alerts. Immutable; every reference between its parts (plan to
 * repository, plan to retention) resolves.
 *
 * @param instance the name under which snapshots are stored (restic's {@code --host} and the {@code created-by:} tag)
 * @param timezone the zone of every schedule and of retention's days
 * @param projects Compose projects to look at; empty means all of this Docker daemon
 * @param protect whether only labelled workloads are protected, or all except those labelled otherwise
 * @param plans in the order of the file; the first plan that names a kind is that kind's default plan
 * @param config which files the {@code config} datasets store
 */
public record Policy(
        String instance,
        ZoneId timezone,
        Set<String> projects,
        Protect protect,
        Map<String, RepositoryPolicy> repositories,
        Map<String, RetentionPolicy> retention,
        Map<String, PlanPolicy> plans,
        DrillPolicy drills,
        MaintenancePolicy maintenance,
        AlertPolicy alerts,
        Limits limits,
        RestorePolicy restore,
        ConfigPolicy config) {

    /** Which workloads are protected when they carry no {@code slackwater.enable} label. */
    public enum Protect {
        LABELLED,
        ALL
    }

    public Policy {
        projects = Set.copyOf(projects);
        repositories = Collections.unmodifiableMap(new LinkedHashMap<>(repositories));
        retention = Collections.unmodifiableMap(new LinkedHashMap<>(retention));
        plans = Collections.unmodifiableMap(new LinkedHashMap<>(plans));
    }

    /** The retention that the given plan applies. */
    public RetentionPolicy retentionOf(PlanPolicy plan) {
        return Objects.requireNonNull(retention.get(plan.retention()));
    }

    /** The names of all plans, for error messages. */
    public List<String> planNames() {
        return List.copyOf(plans.keySet());
    }
}
