package io.slackwater.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.journal.AlarmRecord;
import io.slackwater.policy.ChannelPolicy;
import io.slackwater.policy.PolicyText;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ChannelRuleTest {

    private static final ZoneId ZURICH = ZoneId.of("Europe/Zurich");

    private static ChannelRule rule(String keys) {
        ChannelPolicy channel = PolicyText.with(
                        "alerts: { channels: { ops: { type: webhook, url: 'https://x', %s } } }".formatted(keys))
                .alerts()
                .channels()
                .get("ops");
        return new ChannelRule(Objects.requireNonNull(channel), ZURICH);
    }

    private static AlarmRecord alarm(String key, String severity, String workload) {
        return new AlarmRecord(
                key,
                severity,
                "t",
                "d",
                "r",
                "",
                workload,
                Instant.EPOCH,
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                Map.of());
    }

    @Test
    void aChannelWithoutFiltersWantsEverything() {
        assertThat(rule("").wants(alarm("run:a", "warning", "shop-db"))).isTrue();
        assertThat(rule("").wants(alarm("docker:unreachable", "critical", ""))).isTrue();
    }

    @Test
    void aCriticalChannelWantsNoWarning() {
        ChannelRule rule = rule("severity: critical");
        assertThat(rule.wants(alarm("run:a", "warning", ""))).isFalse();
        assertThat(rule.wants(alarm("stale:a", "critical", ""))).isTrue();
    }

    @Test
    void sourcesAreMatchedByTheirWholeWord() {
        ChannelRule rule = rule("sources: [run, stale]");
        assertThat(rule.wants(alarm("run:a", "warning", ""))).isTrue();
        assertThat(rule.wants(alarm("coverage:run", "warning", ""))).isFalse();
        assertThat(rule.wants(alarm("runner:a", "warning", ""))).isFalse();
    }

    @Test
    void aChannelForFailedBackupsWantsTheAlarmOfTheirCause() {
        for (String key : List.of("workload:shop-db", "repository:models:disk-low", "repository:models:failed")) {
            assertThat(rule("sources: [stale]").wants(alarm(key, "critical", "")))
                    .as(key)
                    .isTrue();
            assertThat(rule("sources: [docker]").wants(alarm(key, "critical", "")))
                    .as(key)
                    .isFalse();
        }
        assertThat(rule("sources: [run]").wants(alarm("repository:models:trouble", "critical", "")))
                .isTrue();
        assertThat(rule("sources: [run]").wants(alarm("repository:models:waits", "warning", "")))
                .isFalse();
        assertThat(rule("sources: [disk]").wants(alarm("repository:models:trouble", "critical", "")))
                .isFalse();
    }

    @Test
    void workloadsAreGlobsAndAnAlarmWithoutAWorkloadPasses() {
        ChannelRule rule = rule("workloads: ['shop-*', 'b?og-w.b']");
        assertThat(rule.wants(alarm("run:a", "warning", "shop-db"))).isTrue();
        assertThat(rule.wants(alarm("run:a", "warning", "blog-w.b"))).isTrue();
        assertThat(rule.wants(alarm("run:a", "warning", "blog-web"))).isFalse();
        assertThat(rule.wants(alarm("run:a", "warning", "myshop-db"))).isFalse();
        assertThat(rule.wants(alarm("repository:critical:lost", "critical", "")))
                .isTrue();
    }

    @Test
    void aChannelIsNotToldThatItFails() {
        assertThat(rule("").wants(alarm("channel:ops", "warning", ""))).isFalse();
        assertThat(rule("").wants(alarm("channel:mail", "warning", ""))).isTrue();
    }

    @Test
    void warningsWaitInQuietHoursOfThePolicysZoneAndCriticalAlarmsPass() {
        ChannelRule rule = rule("quiet: '22:00-07:00'");
        AlarmRecord warning = alarm("run:a", "warning", "");
        // Zurich is two hours ahead of UTC in June.
        assertThat(rule.quiet(warning, Instant.parse("2026-06-01T19:59:59Z"))).isFalse();
        assertThat(rule.quiet(warning, Instant.parse("2026-06-01T20:00:00Z"))).isTrue();
        assertThat(rule.quiet(warning, Instant.parse("2026-06-02T04:59:59Z"))).isTrue();
        assertThat(rule.quiet(warning, Instant.parse("2026-06-02T05:00:00Z"))).isFalse();
        assertThat(rule.quiet(alarm("stale:a", "critical", ""), Instant.parse("2026-06-01T22:00:00Z")))
                .isFalse();
        assertThat(rule("quiet: '12:00-13:00'").quiet(warning, Instant.parse("2026-06-01T11:00:00Z")))
                .isFalse();
    }
}
