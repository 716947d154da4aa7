package io.slackwater.policy;

import java.time.ZoneId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The validated content of the policy file. Immutable. Every reference between its parts resolves, such as from a plan
 * to its repository.
 *
 * @param instance the name of this installation: restic's {@code --host}, and the tag {@code created-by:}
 * @param timezone the zone of all schedules and of the days in retention
 * @param projects the Compose projects to back up; empty for all projects of the Docker daemon
 * @param protect which workloads are backed up without a label
 * @param hold whether no verified snapshot is forgotten and no repository is pruned
 * @param plans in the order of the file; the first plan that lists a kind is its default plan
 * @param config which files the {@code config} datasets store
 */
public record Policy(
        String instance,
        ZoneId timezone,
        Set<String> projects,
        Protect protect,
        boolean hold,
        Map<String, RepositoryPolicy> repositories,
        Map<String, RetentionPolicy> retention,
        Map<String, PlanPolicy> plans,
        DrillPolicy drills,
        MaintenancePolicy maintenance,
        AlertPolicy alerts,
        Limits limits,
        RestorePolicy restore,
        ConfigPolicy config) {

    /** Which workloads are backed up when they have no label {@code slackwater.enable}. */
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

    /** The retention of a plan. */
    public RetentionPolicy retentionOf(PlanPolicy plan) {
        return Objects.requireNonNull(retention.get(plan.retention()));
    }

    /** The plan of this name; empty when it is missing or disabled. */
    public Optional<PlanPolicy> enabledPlan(String name) {
        return Optional.ofNullable(plans.get(name)).filter(PlanPolicy::enabled);
    }
}
