package io.slackwater.schedule;

import io.slackwater.policy.AlertPolicy;
import io.slackwater.policy.ConfigPolicy;
import io.slackwater.policy.CronSchedule;
import io.slackwater.policy.DrillPolicy;
import io.slackwater.policy.Limits;
import io.slackwater.policy.MaintenancePolicy;
import io.slackwater.policy.PlanPolicy;
import io.slackwater.policy.Policy;
import io.slackwater.policy.RepositoryPolicy;
import io.slackwater.policy.RestorePolicy;
import io.slackwater.policy.RetentionPolicy;
import java.time.Duration;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Policies with one repository, given plans, and maintenance on Sundays at six and seven. */
public final class Policies {

    private Policies() {}

    public static PlanPolicy plan(String id, String cron) {
        return plan(id, cron, true);
    }

    public static PlanPolicy plan(String id, String cron, boolean enabled) {
        return new PlanPolicy(
                id,
                enabled,
                CronSchedule.parse(cron),
                "main",
                "standard",
                Set.of(),
                PlanPolicy.Verify.FULL,
                PlanPolicy.Engine.EMBEDDED);
    }

    public static Policy policy(String zone, PlanPolicy... plans) {
        Map<String, PlanPolicy> byId = new LinkedHashMap<>();
        Stream.of(plans).forEach(plan -> byId.put(plan.id(), plan));
        return new Policy(
                "x",
                ZoneId.of(zone),
                Set.of(),
                Policy.Protect.LABELLED,
                Map.of(
                        "main",
                        new RepositoryPolicy(
                                "main", "/repos/main", RepositoryPolicy.Compression.AUTO, Optional.empty())),
                Map.of("standard", new RetentionPolicy("standard", 7, 0, 0, 0)),
                byId,
                new DrillPolicy(CronSchedule.parse("0 5 * * 3")),
                new MaintenancePolicy(CronSchedule.parse("0 6 * * 0"), CronSchedule.parse("0 7 * * 0"), "5%"),
                new AlertPolicy(Optional.empty(), Optional.empty(), Duration.ofDays(1)),
                new Limits(
                        2,
                        3,
                        Duration.ofMinutes(1),
                        Duration.ofMinutes(5),
                        Duration.ofHours(6),
                        Duration.ofMinutes(1),
                        7,
                        50,
                        Duration.ofMinutes(10),
                        256),
                new RestorePolicy(List.of()),
                ConfigPolicy.DEFAULT);
    }
}
