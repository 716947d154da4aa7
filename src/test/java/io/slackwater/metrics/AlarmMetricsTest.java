package io.slackwater.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.slackwater.alert.Alarm.Severity;
import io.slackwater.alert.AlarmSource;
import io.slackwater.alert.Alarms;
import io.slackwater.journal.Journal;
import io.slackwater.journal.RunRecords;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
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

    @BeforeEach
    void start() {
        Clock clock = Clock.fixed(RunRecords.T0, ZoneOffset.UTC);
        journal = Journal.open(directory.resolve("journal.db"), clock);
        alarms = new Alarms(journal.alarms(), clock, () -> Duration.ofDays(1));
        AlarmMetrics.register(alarms, () -> 5L, () -> 1L, registry);
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
                        AlarmSource.STALE.critical("a", "t", "d", "r"),
                        AlarmSource.STALE.critical("b", "t", "d", "r"),
                        AlarmSource.STALE.warning("c", "t", "d", "r")));
        alarms.observed(AlarmSource.DOCKER, List.of(AlarmSource.DOCKER.critical("docker", "t", "d", "r")));
        assertThat(raised(AlarmSource.STALE, Severity.CRITICAL)).isEqualTo(2);
        assertThat(raised(AlarmSource.STALE, Severity.WARNING)).isEqualTo(1);
        assertThat(raised(AlarmSource.DOCKER, Severity.CRITICAL)).isEqualTo(1);
        assertThat(raised(AlarmSource.DOCKER, Severity.WARNING)).isZero();
        assertThat(registry.get("slackwater.alarms").gauges()).hasSize(AlarmSource.values().length * 2);
    }

    @Test
    void anAlarmThatIsOverIsNotCounted() {
        alarms.observed(AlarmSource.RUN, List.of(AlarmSource.RUN.critical("a", "t", "d", "r")));
        alarms.observed(AlarmSource.RUN, List.of());
        assertThat(raised(AlarmSource.RUN, Severity.CRITICAL)).isZero();
    }

    @Test
    void failedRequestsAreCounted() {
        assertThat(registry.get("slackwater.webhook.failures").functionCounter().count())
                .isEqualTo(5);
        assertThat(registry.get("slackwater.ping.failures").functionCounter().count())
                .isEqualTo(1);
    }
}
