package io.slackwater.discovery;

import io.slackwater.app.ServiceKinds;
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
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Policies for tests: the default plans with changes. */
public final class Policies {

    private Policies() {}

    static Policy usual() {
        return policy(Set.of(), Policy.Protect.LABELLED, "/repos/critical");
    }

    public static Policy policy(Set<String> projects, Policy.Protect protect, String uri) {
        Map<String, PlanPolicy> plans = new LinkedHashMap<>();
        plans.put("critical", plan("critical", kinds("critical")));
        plans.put("models", plan("models", kinds("models")));
        Set<String> system = kinds("system");
        system.add("postgres");
        plans.put("system", plan("system", system));
        return policy(projects, protect, uri, plans);
    }

    /** The kinds with this default plan. */
    private static Set<String> kinds(String plan) {
        return ServiceKinds.plans().entrySet().stream()
                .filter(kind -> kind.getValue().equals(plan))
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(HashSet::new));
    }

    public static Policy policy(
            Set<String> projects, Policy.Protect protect, String uri, Map<String, PlanPolicy> plans) {
        return new Policy(
                "test",
                ZoneOffset.UTC,
                projects,
                protect,
                false,
                Map.of("main", new RepositoryPolicy("main", uri, RepositoryPolicy.Compression.AUTO, Optional.empty())),
                Map.of("standard", new RetentionPolicy("standard", 30, 12, 12, 5)),
                plans,
                new DrillPolicy(NEVER),
                new MaintenancePolicy(NEVER, NEVER, "5%"),
                new AlertPolicy(Map.of(), Optional.empty(), Duration.ofHours(1), 80),
                new Limits(
                        2,
                        3,
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(60),
                        Duration.ofMinutes(5),
                        Duration.ofHours(1),
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(30),
                        7,
                        50,
                        Duration.ofMinutes(10),
                        500),
                new RestorePolicy(List.of(), java.time.Duration.ofDays(1)),
                ConfigPolicy.DEFAULT);
    }

    public static Policy with(ConfigPolicy config) {
        return with(usual().restore(), config);
    }

    static Policy restoring(Path... directories) {
        return with(new RestorePolicy(List.of(directories), java.time.Duration.ofDays(1)), ConfigPolicy.DEFAULT);
    }

    private static Policy with(RestorePolicy restore, ConfigPolicy config) {
        Policy usual = usual();
        return new Policy(
                usual.instance(),
                usual.timezone(),
                usual.projects(),
                usual.protect(),
                usual.hold(),
                usual.repositories(),
                usual.retention(),
                usual.plans(),
                usual.drills(),
                usual.maintenance(),
                usual.alerts(),
                usual.limits(),
                restore,
                config);
    }

    public static PlanPolicy plan(String id, Set<String> kinds) {
        return new PlanPolicy(
                id,
                true,
                NEVER,
                "main",
                "standard",
                kinds,
                PlanPolicy.Verify.FULL,
                PlanPolicy.EngineChoice.EMBEDDED,
                Optional.empty(),
                Optional.empty());
    }

    static Set<String> plans() {
        return usual().plans().keySet();
    }

    private static final CronSchedule NEVER = new CronSchedule("0 0 1 1 *");
}
