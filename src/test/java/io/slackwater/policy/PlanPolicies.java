package io.slackwater.policy;

import java.time.Duration;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Policies with one repository, given plans, and maintenance on Sundays at six and seven. */
public final class PlanPolicies {

    private PlanPolicies() {}

    public static PlanPolicy plan(String id, String cron) {
        return plan(id, cron, true);
    }

    public static PlanPolicy plan(String id, String cron, boolean enabled) {
        return new PlanPolicy(
                id,
                enabled,
                new CronSchedule(cron),
                "critical",
                "standard",
                Set.of(),
                PlanPolicy.Verify.FULL,
                PlanPolicy.EngineChoice.EMBEDDED,
                Optional.empty(),
                Optional.empty());
    }

    /** The same plan with a recovery point objective. */
    public static PlanPolicy withRpo(PlanPolicy plan, Duration rpo) {
        return new PlanPolicy(
                plan.id(),
                plan.enabled(),
                plan.schedule(),
                plan.repository(),
                plan.retention(),
                plan.kinds(),
                plan.verify(),
                plan.engine(),
                plan.maxDuration(),
                Optional.of(rpo));
    }

    public static Policy policy(String zone, PlanPolicy... plans) {
        return policy(zone, ConfigPolicy.DEFAULT, plans);
    }

    public static Policy policy(String zone, ConfigPolicy config, PlanPolicy... plans) {
        Map<String, PlanPolicy> byId = new LinkedHashMap<>();
        Stream.of(plans).forEach(plan -> byId.put(plan.id(), plan));
        return new Policy(
                "x",
                ZoneId.of(zone),
                Set.of(),
                Policy.Protect.LABELLED,
                false,
                Map.of(
                        "critical",
                        new RepositoryPolicy(
                                "critical", "/repos/critical", RepositoryPolicy.Compression.AUTO, Optional.empty())),
                Map.of("standard", new RetentionPolicy("standard", 7, 0, 0, 0)),
                byId,
                new DrillPolicy(new CronSchedule("0 5 * * 3")),
                new MaintenancePolicy(new CronSchedule("0 6 * * 0"), new CronSchedule("0 7 * * 0"), "5%"),
                new AlertPolicy(Map.of(), Optional.empty(), Duration.ofDays(1), 80),
                new Limits(
                        2,
                        3,
                        Duration.ofSeconds(2),
                        Duration.ofMinutes(1),
                        Duration.ofMinutes(5),
                        Duration.ofHours(6),
                        Duration.ofMinutes(1),
                        Duration.ofSeconds(30),
                        7,
                        50,
                        Duration.ofMinutes(10),
                        256),
                new RestorePolicy(List.of(), java.time.Duration.ofDays(1)),
                config);
    }
}
