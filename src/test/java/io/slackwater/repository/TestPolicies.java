package io.slackwater.repository;

import io.slackwater.policy.AlertPolicy;
import io.slackwater.policy.ConfigPolicy;
import io.slackwater.policy.CronSchedule;
import io.slackwater.policy.DrillPolicy;
import io.slackwater.policy.Limits;
import io.slackwater.policy.MaintenancePolicy;
import io.slackwater.policy.Policy;
import io.slackwater.policy.RepositoryPolicy;
import io.slackwater.policy.RestorePolicy;
import io.slackwater.policy.RetentionPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Policies for tests of this room: only repositories and limits matter. */
final class TestPolicies {

    private static final CronSchedule NEVER = new CronSchedule("0 0 1 1 *");

    private TestPolicies() {}

    static Limits limits(Duration idle, int minFreeMiB) {
        Duration minute = Duration.ofMinutes(1);
        return new Limits(1, 1, minute, minute, idle, minute, Duration.ofSeconds(1), minute, 7, 50, minute, minFreeMiB);
    }

    static RepositoryPolicy repository(String id, Path path) {
        return new RepositoryPolicy(id, path.toString(), RepositoryPolicy.Compression.AUTO, Optional.empty());
    }

    static Policy of(Limits limits, RepositoryPolicy... repositories) {
        Map<String, RepositoryPolicy> byId = new LinkedHashMap<>();
        for (RepositoryPolicy repository : repositories) {
            byId.put(repository.id(), repository);
        }
        return new Policy(
                "it-stack",
                ZoneId.of("Europe/Zurich"),
                Set.of(),
                Policy.Protect.LABELLED,
                false,
                byId,
                Map.of("standard", new RetentionPolicy("standard", 30, 12, 12, 5)),
                Map.of(),
                new DrillPolicy(NEVER),
                new MaintenancePolicy(NEVER, NEVER, "5%"),
                new AlertPolicy(Map.of(), Optional.empty(), Duration.ofHours(1), 80),
                limits,
                new RestorePolicy(List.of(), java.time.Duration.ofDays(1)),
                ConfigPolicy.DEFAULT);
    }
}
