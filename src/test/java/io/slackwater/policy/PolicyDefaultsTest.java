package io.slackwater.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.slackwater.policy.PlanPolicy.EngineChoice;
import io.slackwater.policy.PlanPolicy.Verify;
import io.slackwater.policy.RepositoryPolicy.Compression;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Every default, once. A changed default changes a promise to users, and a review must see the change. */
class PolicyDefaultsTest {

    private final Policy policy = PolicyText.policy("instance: my-stack");

    @Test
    void onlyTheInstanceIsRequired() {
        assertThat(policy.instance()).isEqualTo("my-stack");
    }

    @Test
    void theTimeZoneOfTheSystemIsTheDefault() {
        assertThat(policy.timezone()).isEqualTo(PolicyText.SYSTEM_ZONE);
    }

    @Test
    void labelledWorkloadsOfAllProjectsAreProtected() {
        assertThat(policy.projects()).isEmpty();
        assertThat(policy.protect()).isEqualTo(Policy.Protect.LABELLED);
        assertThat(policy.hold()).isFalse();
    }

    @Test
    void threeRepositoriesAreBelowRepos() {
        assertThat(policy.repositories().values())
                .containsExactly(
                        new RepositoryPolicy("critical", "/repos/critical", Compression.AUTO, Optional.empty()),
                        new RepositoryPolicy("models", "/repos/models", Compression.OFF, Optional.empty()),
                        new RepositoryPolicy("system", "/repos/system", Compression.AUTO, Optional.empty()));
        assertThat(policy.repositories()).containsOnlyKeys("critical", "models", "system");
    }

    @Test
    void theRetentionIsThirtyDaysTwelveWeeksTwelveMonthsFiveYears() {
        assertThat(policy.retention().values()).containsExactly(new RetentionPolicy("standard", 30, 12, 12, 5));
        assertThat(policy.retention()).containsOnlyKeys("standard");
    }

    @Test
    void threePlansCoverTheKinds() {
        assertThat(policy.plans().values())
                .containsExactly(
                        plan(
                                "critical",
                                "0 2 * * *",
                                EngineChoice.BACKREST,
                                "postgres",
                                "open-webui",
                                "config",
                                "volume"),
                        plan("models", "0 3 * * 0", EngineChoice.AUTO, "ollama"),
                        plan("system", "0 1 * * 0", EngineChoice.BACKREST, "redis"));
        assertThat(policy.plans().keySet()).containsExactly("critical", "models", "system");
    }

    private static PlanPolicy plan(String id, String cron, EngineChoice engine, String... kinds) {
        return new PlanPolicy(
                id,
                true,
                new CronSchedule(cron),
                id,
                "standard",
                Set.of(kinds),
                Verify.FULL,
                engine,
                Optional.empty(),
                Optional.empty());
    }

    @Test
    void drillsAndMaintenanceAreWeekly() {
        assertThat(policy.drills()).isEqualTo(new DrillPolicy(new CronSchedule("0 5 * * 3")));
        assertThat(policy.maintenance())
                .isEqualTo(new MaintenancePolicy(new CronSchedule("0 6 * * 0"), new CronSchedule("0 7 * * 0"), "5%"));
    }

    @Test
    void restoresAreAllowedBelowOneDirectoryOfTheStack() {
        assertThat(policy.restore())
                .isEqualTo(new RestorePolicy(List.of(Path.of("restores")), java.time.Duration.ofDays(1)));
    }

    @Test
    void alertsHaveNoReceiverRepeatDailyAndReportADiskAboveEightyPercent() {
        assertThat(policy.alerts()).isEqualTo(new AlertPolicy(Map.of(), Optional.empty(), Duration.ofHours(24), 80));
    }

    @Test
    void theLimitsFitASmallHost() {
        assertThat(policy.limits())
                .isEqualTo(new Limits(
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
                        256));
    }

    @Test
    void anEmptySectionHasTheDefaults() {
        assertThat(PolicyText.policy("""
                instance: my-stack
                repositories:
                retention:
                plans:
                drills:
                maintenance:
                alerts:
                  # webhook: https://example.org
                limits: {}
                """)).isEqualTo(policy);
    }

    @Test
    void theConfigSectionHasNoExtraFiles() {
        assertThat(policy.config()).isEqualTo(ConfigPolicy.DEFAULT);
        assertThat(policy.config()).isEqualTo(new ConfigPolicy(List.of(), List.of(), List.of()));
    }

    @Test
    void aWrittenSectionReplacesTheDefault() {
        Policy own = PolicyText.with("""
                repositories: { main: { uri: /srv/repo } }
                retention: { short: { daily: 3 } }
                plans: { nightly: { schedule: "0 4 * * *", kinds: [postgres] } }
                """);
        assertThat(own.repositories()).containsOnlyKeys("main");
        assertThat(own.retention().values()).containsExactly(new RetentionPolicy("short", 3, 0, 0, 0));
        assertThat(own.plans()).containsOnlyKeys("nightly");
    }

    @Test
    void anEntryWithADefaultNameKeepsTheDefaultsOtherValues() {
        Policy own = PolicyText.with("""
                repositories: { models: {}, critical: { compression: max } }
                retention: { standard: { daily: 60 } }
                plans: { models: { schedule: "0 4 * * *" } , critical: {} }
                """);
        assertThat(own.repositories().get("models"))
                .isEqualTo(new RepositoryPolicy("models", "/repos/models", Compression.OFF, Optional.empty()));
        assertThat(own.repositories().get("critical"))
                .isEqualTo(new RepositoryPolicy("critical", "/repos/critical", Compression.MAX, Optional.empty()));
        assertThat(own.retention().get("standard")).isEqualTo(new RetentionPolicy("standard", 60, 12, 12, 5));
        assertThat(own.plans().values())
                .containsExactly(
                        plan("models", "0 4 * * *", EngineChoice.AUTO, "ollama"),
                        plan(
                                "critical",
                                "0 2 * * *",
                                EngineChoice.BACKREST,
                                "postgres",
                                "open-webui",
                                "config",
                                "volume"));
    }

    @Test
    void aSingleRepositoryAndASingleRetentionNeedNoName() {
        Policy own = PolicyText.with("""
                repositories: { main: { uri: "s3:https://s3.example.org/bucket" } }
                retention: { short: { daily: 3 } }
                """);
        assertThat(own.plans().values())
                .extracting(PlanPolicy::repository, PlanPolicy::retention)
                .containsOnly(tuple("main", "short"));
        PlanPolicy models = Objects.requireNonNull(own.plans().get("models"));
        assertThat(Objects.requireNonNull(own.repositories().get(models.repository()))
                        .uri())
                .isEqualTo("s3:https://s3.example.org/bucket");
        assertThat(own.retentionOf(models).daily()).isEqualTo(3);
    }

    @Test
    void theTimeZoneOfTheFileReplacesTheDefault() {
        assertThat(PolicyText.with("timezone: Asia/Kathmandu").timezone()).isEqualTo(ZoneId.of("Asia/Kathmandu"));
    }
}
