package io.slackwater.policy;

import io.slackwater.policy.PlanPolicy.EngineChoice;
import io.slackwater.policy.RepositoryPolicy.Compression;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** The defaults for all values that the policy file omits. */
final class Defaults {

    static final String STANDARD = "standard";

    static final CronSchedule NIGHTLY = new CronSchedule("0 2 * * *");

    static final Map<String, RepositoryPolicy> REPOSITORIES = inOrder(
            RepositoryPolicy::id,
            repository("critical", Compression.AUTO),
            // A model's weights do not compress; trying costs hours of CPU.
            repository("models", Compression.OFF),
            repository("system", Compression.AUTO));

    static final Map<String, RetentionPolicy> RETENTION =
            inOrder(RetentionPolicy::id, new RetentionPolicy(STANDARD, 30, 12, 12, 5));

    /** The default plans. Each kind of service names the plan that it uses by default. */
    static final Map<String, PlanPolicy> PLANS = inOrder(
            PlanPolicy::id,
            plan("critical", NIGHTLY, EngineChoice.BACKREST),
            // The first backup of large models would block Backrest's only queue for hours.
            plan("models", new CronSchedule("0 3 * * 0"), EngineChoice.AUTO),
            plan("system", new CronSchedule("0 1 * * 0"), EngineChoice.BACKREST));

    static final DrillPolicy DRILLS = new DrillPolicy(new CronSchedule("0 5 * * 3"));

    static final MaintenancePolicy MAINTENANCE =
            new MaintenancePolicy(new CronSchedule("0 6 * * 0"), new CronSchedule("0 7 * * 0"), "5%");

    static final AlertPolicy ALERTS = new AlertPolicy(Map.of(), Optional.empty(), Duration.ofHours(24), 80);

    static final Limits LIMITS = new Limits(
            2,
            3,
            Duration.ofSeconds(2),
            Duration.ofSeconds(60),
            Duration.ofMinutes(5),
            Duration.ofHours(6),
            Duration.ofSeconds(60),
            Duration.ofSeconds(30),
            7,
            50,
            Duration.ofMinutes(10),
            256);

    static final RestorePolicy RESTORE = new RestorePolicy(List.of(Path.of("restores")), Duration.ofDays(1));

    private Defaults() {}

    private static RepositoryPolicy repository(String id, Compression compression) {
        return new RepositoryPolicy(id, "/repos/" + id, compression, Optional.empty());
    }

    private static PlanPolicy plan(String id, CronSchedule schedule, EngineChoice engine) {
        return new PlanPolicy(
                id,
                true,
                schedule,
                id,
                STANDARD,
                Set.of(),
                PlanPolicy.Verify.FULL,
                engine,
                Optional.empty(),
                Optional.empty());
    }

    @SafeVarargs
    private static <T> Map<String, T> inOrder(Function<T, String> id, T... values) {
        Map<String, T> map = new LinkedHashMap<>();
        Stream.of(values).forEach(value -> map.put(id.apply(value), value));
        return Collections.unmodifiableMap(map);
    }
}
