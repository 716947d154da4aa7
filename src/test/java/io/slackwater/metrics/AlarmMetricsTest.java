package io.slackwater.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.slackwater.alert.Alarm.Severity;
import io.slackwater.alert.AlarmSource;
import io.slackwater.alert.AlarmText;
import io.slackwater.alert.Alarms;
import io.slackwater.alert.StackCommands;
import io.slackwater.journal.Journal;
import io.slackwater.journal.RunRecords;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlarmMetricsTest {

    @TempDir
    Path directory;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private Journal journal;
    private Alarms alarms;
    private AlarmMetrics metrics;
    private final Map<String, Long> delivery = new HashMap<>();

    @BeforeEach
    void start() {
        Clock clock = Clock.fixed(RunRecords.T0, ZoneOffset.UTC);
        journal = Journal.open(directory.resolve("journal.db"), clock);
        alarms = new Alarms(journal.alarms(), clock, () -> Duration.ofDays(1), StackCommands.NONE);
        metrics = new AlarmMetrics(alarms, () -> delivery, () -> 1L, registry);
    }

    @AfterEach
    void stop() {
        journal.close();
    }

    private double raised(AlarmSource source, Severity severity) {
        return registry.get("slackwater.alarms")
                .tags("source", source.word(), "severity", severity.word())
                .gauge()
                .value();
    }

    @Test
    void alarmsAreCountedBySourceAndSeverity() {
        alarms.observed(
                AlarmSource.STALE,
                List.of(
                        AlarmSource.STALE.critical("a", AlarmText.plain("t"), "d", AlarmText.plain("r")),
                        AlarmSource.STALE.critical("b", AlarmText.plain("t"), "d", AlarmText.plain("r")),
                        AlarmSource.STALE.warning("c", AlarmText.plain("t"), "d", AlarmText.plain("r"))));
        alarms.observed(
                AlarmSource.DOCKER,
                List.of(AlarmSource.DOCKER.critical("docker", AlarmText.plain("t"), "d", AlarmText.plain("r"))));
        assertThat(raised(AlarmSource.STALE, Severity.CRITICAL)).isEqualTo(2);
        assertThat(raised(AlarmSource.STALE, Severity.WARNING)).isEqualTo(1);
        assertThat(raised(AlarmSource.DOCKER, Severity.CRITICAL)).isEqualTo(1);
        assertThat(raised(AlarmSource.DOCKER, Severity.WARNING)).isZero();
        assertThat(registry.get("slackwater.alarms").gauges()).hasSize(AlarmSource.values().length * 2);
    }

    @Test
    void anAlarmThatIsOverIsNotCounted() {
        alarms.observed(
                AlarmSource.RUN,
                List.of(AlarmSource.RUN.critical("a", AlarmText.plain("t"), "d", AlarmText.plain("r"))));
        alarms.observed(AlarmSource.RUN, List.of());
        assertThat(raised(AlarmSource.RUN, Severity.CRITICAL)).isZero();
    }

    private double failures(String channel) {
        return registry.get("slackwater.alert.delivery.failures")
                .tag("channel", channel)
                .functionCounter()
                .count();
    }

    @Test
    void failedMessagesAreCountedByChannel() {
        delivery.putAll(Map.of("mail", 5L, "chat", 0L));
        metrics.refresh();
        delivery.put("chat", 2L);

        assertThat(failures("mail")).isEqualTo(5);
        assertThat(failures("chat")).isEqualTo(2);
    }

    @Test
    void aChannelThatLeavesThePolicyHasNoCounter() {
        delivery.putAll(Map.of("mail", 5L, "chat", 2L));
        metrics.refresh();
        delivery.remove("mail");
        metrics.refresh();

        assertThat(registry.find("slackwater.alert.delivery.failures").functionCounters())
                .extracting(counter -> counter.getId().getTag("channel"))
                .containsExactly("chat");
    }

    @Test
    void failedPingsAreCounted() {
        assertThat(registry.get("slackwater.ping.failures").functionCounter().count())
                .isEqualTo(1);
    }
}
