package io.slackwater.health;

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

/** Policies for tests, in Zurich. */
public final class Policies {

    static final ZoneId ZURICH = ZoneId.of("Europe/Zurich");

    private Policies() {}

    static CronSchedule cron(String expression) {
        return CronSchedule.parse(expression);
    }

    public static PlanPolicy plan(String id, boolean enabled, String schedule) {
        return new PlanPolicy(
                id,
                enabled,
                cron(schedule),
                "critical",
                "standard",
                Set.of(),
                PlanPolicy.Verify.FULL,
                PlanPolicy.Engine.EMBEDDED);
    }

    public static Policy policy(PlanPolicy... plans) {
        Map<String, PlanPolicy> byId = new LinkedHashMap<>();
        for (PlanPolicy plan : plans) {
            byId.put(plan.id(), plan);
        }
        CronSchedule weekly = cron("0 6 * * 0");
        return new Policy(
                "my-stack",
                ZURICH,
                Set.of(),
                Policy.Protect.LABELLED,
                Map.of(
                        "critical",
                        new RepositoryPolicy(
                                "critical", "/repos/critical", RepositoryPolicy.Compression.AUTO, Optional.empty())),
                Map.of("standard", new RetentionPolicy("standard", 30, 12, 12, 5)),
                byId,
                new DrillPolicy(weekly),
                new MaintenancePolicy(weekly, weekly, "5%"),
                new AlertPolicy(Optional.empty(), Optional.empty(), Duration.ofHours(24)),
                new Limits(
                        2,
                        3,
                        Duration.ofSeconds(60),
                        Duration.ofMinutes(5),
                        Duration.ofHours(6),
                        Duration.ofMinutes(1),
                        7,
                        50,
                        Duration.ofMinutes(10),
                        512),
                new RestorePolicy(List.of()),
                ConfigPolicy.DEFAULT);
    }
}
