package io.slackwater.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.policy.RepositoryPolicy.Compression;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every key by its name, each with a value that is not its default. */
class PolicyKeysTest {

    @Test
    void theCompleteExampleIsRead() {
        Policy policy = PolicyText.policy("""
                instance: my-stack
                timezone: Europe/Zurich
                repositories:
                  critical: { uri: /repos/critical }     # key: generated into /secrets/keys/critical.key on first use
                  models:   { uri: /repos/models, compression: "off" }
                  system:   { uri: /repos/system }
                retention:
                  standard: { daily: 30, weekly: 12, monthly: 12, yearly: 5 }
                plans:
                  critical: { schedule: "0 2 * * *", repository: critical, retention: standard, kinds: [postgres, open-webui, config, volume] }
                  models:   { schedule: "0 3 * * 0", repository: models,   retention: standard, kinds: [ollama] }
                  system:   { schedule: "0 1 * * 0", repository: system,   retention: standard, kinds: [redis] }   # and logs
                drills:      { schedule: "0 5 * * 3" }
                maintenance: { prune: "0 6 * * 0", check: "0 7 * * 0", readDataSubset: "5%" }
                alerts:      { webhook: "https://example.org/hook", ping: "https://example.org/ping" }
                """);
        Policy defaults = PolicyText.policy("instance: my-stack");
        assertThat(policy).usingRecursiveComparison().ignoringFields("alerts").isEqualTo(defaults);
        assertThat(policy.alerts().channels())
                .containsExactly(Map.entry("webhook", webhook("https://example.org/hook")));
        assertThat(policy.alerts().ping()).contains(URI.create("https://example.org/ping"));
    }

    @Test
    void theTopLevelKeysAreRead() {
        Policy policy = PolicyText.policy("""
                instance: My_stack.1-a
                timezone: Australia/Lord_Howe
                projects: [shop, blog]
                protect: all
                hold: true
                """);
        assertThat(policy.instance()).isEqualTo("My_stack.1-a");
        assertThat(policy.timezone()).isEqualTo(ZoneId.of("Australia/Lord_Howe"));
        assertThat(policy.projects()).containsExactlyInAnyOrder("shop", "blog");
        assertThat(policy.protect()).isEqualTo(Policy.Protect.ALL);
        assertThat(policy.hold()).isTrue();
    }

    @Test
    void theKeysOfARepositoryAreRead() {
        Policy policy = PolicyText.with("""
                repositories:
                  far:
                    uri: sftp:backup@host:/srv/repo
                    compression: max
                    environment: /secrets/far.env
                """);
        assertThat(policy.repositories().get("far"))
                .isEqualTo(new RepositoryPolicy(
                        "far",
                        "sftp:backup@host:/srv/repo",
                        Compression.MAX,
                        Optional.of(Path.of("/secrets/far.env"))));
    }

    @ParameterizedTest
    @CsvSource({"off, OFF", "'\"off\"', OFF", "auto, AUTO", "fastest, FASTEST", "better, BETTER", "max, MAX"})
    void theCompressionOffNeedsNoQuotes(String written, Compression compression) {
        Policy policy = PolicyText.with("repositories: { a: { uri: /a, compression: " + written + " } }");
        assertThat(a(policy).compression()).isEqualTo(compression);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/repos/a",
                "sftp:user@host:/srv/restic",
                "sftp://user@[::1]:2222//srv/restic",
                "rest:https://host:8000/",
                "rest:http+unix:///tmp/rest.socket:/repo/",
                "s3:s3.us-east-1.amazonaws.com/bucket",
                "s3:http://minio:9000/bucket",
                "swift:container:/path",
                "b2:bucket:path",
                "azure:container:/",
                "gs:bucket:/",
                "rclone:remote:path"
            })
    void everyRepositoryAddressOfResticIsAccepted(String uri) {
        assertThat(a(PolicyText.with("repositories: { a: { uri: '" + uri + "' } }"))
                        .uri())
                .isEqualTo(uri);
    }

    @Test
    void aLocalAddressBecomesItsPath() {
        RepositoryPolicy repository = a(PolicyText.with("repositories: { a: { uri: 'local:/srv/../repos/a/' } }"));
        assertThat(repository.uri()).isEqualTo("/repos/a");
        assertThat(repository.localPath()).contains(Path.of("/repos/a"));
    }

    private static RepositoryPolicy a(Policy policy) {
        return Objects.requireNonNull(policy.repositories().get("a"));
    }

    @Test
    void theKeysOfARetentionAreRead() {
        assertThat(PolicyText.with("retention: { r: { daily: 1, weekly: 2, monthly: 3, yearly: 4 } }")
                        .retention())
                .containsEntry("r", new RetentionPolicy("r", 1, 2, 3, 4));
    }

    @Test
    void theKeysOfAPlanAreRead() {
        Policy policy = PolicyText.with("""
                repositories: { a: { uri: /a }, b: { uri: /b } }
                retention: { standard: { daily: 30 }, long: { yearly: 9 } }
                plans:
                  p: { enabled: false, schedule: "*/5 1 2 3 4", repository: b, retention: long, kinds: [redis, open-webui], verify: size, engine: embedded, maxDuration: 90m, rpo: 1d2h }
                """);
        assertThat(policy.plans())
                .containsEntry(
                        "p",
                        new PlanPolicy(
                                "p",
                                false,
                                new CronSchedule("*/5 1 2 3 4"),
                                "b",
                                "long",
                                Set.of("redis", "open-webui"),
                                PlanPolicy.Verify.SIZE,
                                PlanPolicy.EngineChoice.EMBEDDED,
                                Optional.of(Duration.ofMinutes(90)),
                                Optional.of(Duration.ofHours(26))));
    }

    @Test
    void theKeysOfDrillsAndMaintenanceAreRead() {
        Policy policy = PolicyText.with("""
                drills: { schedule: "1 1 * * *" }
                maintenance: { prune: "2 2 * * *", check: "3 3 * * *", readDataSubset: 1/7 }
                """);
        assertThat(policy.drills().schedule()).hasToString("1 1 * * *");
        assertThat(policy.maintenance())
                .isEqualTo(new MaintenancePolicy(new CronSchedule("2 2 * * *"), new CronSchedule("3 3 * * *"), "1/7"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"5%", "100%", "0.5%", "1/1", "256/256", "500M", "2G"})
    void everyReadDataSubsetOfResticIsAccepted(String subset) {
        assertThat(PolicyText.with("maintenance: { readDataSubset: " + subset + " }")
                        .maintenance()
                        .readDataSubset())
                .isEqualTo(subset);
    }

    private static ChannelPolicy webhook(String url) {
        return ChannelPolicy.all("webhook", new ChannelPolicy.Destination.Webhook(URI.create(url)));
    }

    @Test
    void theKeysOfAlertsAreRead() {
        AlertPolicy alerts = PolicyText.with(
                        "alerts: { webhook: 'http://a/x?y=z', ping: 'https://b:1/c', repeat: 90m, diskPercent: 95 }")
                .alerts();
        assertThat(alerts)
                .isEqualTo(new AlertPolicy(
                        Map.of("webhook", webhook("http://a/x?y=z")),
                        Optional.of(URI.create("https://b:1/c")),
                        Duration.ofMinutes(90),
                        95));
    }

    @Test
    void theDirectoriesForRestoresAreRead() {
        assertThat(PolicyText.with("restore: { directories: [/srv/look//x/, ./data/restores, /srv/stack/restores] }")
                        .restore()
                        .directories())
                .containsExactly(Path.of("/srv/look/x"), Path.of("data/restores"), Path.of("/srv/stack/restores"));
        assertThat(PolicyText.with("restore: { directories: [] }").restore().directories())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "concurrentRuns, 5, 5",
        "attempts, 1, 1",
        "freezeTarget, 0s, PT0S",
        "freezeMax, 10s, PT10S",
        "idle, 1m30s, PT1M30S",
        "dump, 1d, PT24H",
        "lockWait, 2m, PT2M",
        "unverifiedDays, 0, 0",
        "shrinkPercent, 90, 90",
        "queueLimit, 90s, PT1M30S",
        "minFreeMiB, 1024, 1024"
    })
    void everyLimitIsReadAndChangesNoOther(String key, String written, String value) {
        Function<Limits, String> text = limits -> switch (key) {
            case "concurrentRuns" -> "" + limits.concurrentRuns();
            case "attempts" -> "" + limits.attempts();
            case "freezeTarget" -> limits.freezeTarget().toString();
            case "freezeMax" -> limits.freezeMax().toString();
            case "idle" -> limits.idle().toString();
            case "dump" -> limits.dump().toString();
            case "lockWait" -> limits.lockWait().toString();
            case "unverifiedDays" -> "" + limits.unverifiedDays();
            case "shrinkPercent" -> "" + limits.shrinkPercent();
            case "queueLimit" -> limits.queueLimit().toString();
            default -> "" + limits.minFreeMiB();
        };
        Limits limits =
                PolicyText.with("limits: { " + key + ": " + written + " }").limits();
        assertThat(text.apply(limits)).isEqualTo(value).isNotEqualTo(text.apply(Defaults.LIMITS));
        assertThat(limits).usingRecursiveComparison().ignoringFields(key).isEqualTo(Defaults.LIMITS);
    }

    @Test
    void theKeysOfConfigAreRead() {
        assertThat(PolicyText.with("config: { include: ['*.bin', a/**], exclude: [secrets], paths: [/etc/nginx/] }")
                        .config())
                .isEqualTo(
                        new ConfigPolicy(List.of("*.bin", "a/**"), List.of("secrets"), List.of(Path.of("/etc/nginx"))));
    }

    @Test
    void plansKeepTheOrderOfTheFile() {
        Policy policy = PolicyText.with("""
                repositories: { r: { uri: /r } }
                plans: { z: { schedule: "0 1 * * *" }, a: { schedule: "0 2 * * *" }, m: { schedule: "0 3 * * *" } }
                """);
        assertThat(policy.plans().keySet()).containsExactly("z", "a", "m");
    }

    @Test
    void anAliasRepeatsItsAnchor() {
        Policy policy = PolicyText.with("""
                retention:
                  standard: &tiers { daily: 7 }
                  b: *tiers
                """);
        assertThat(policy.retention()).containsEntry("b", new RetentionPolicy("b", 7, 0, 0, 0));
    }

    @Test
    void aByteOrderMarkAndWindowsLineEndsAreAccepted() {
        assertThat(PolicyText.policy("\uFEFFinstance: x\r\ntimezone: UTC\r\n").timezone())
                .isEqualTo(ZoneId.of("UTC"));
    }
}
