package io.slackwater.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.host.Disk;
import io.slackwater.host.DiskPlace;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DiskAlarmsTest {

    private static final Instant NOW = Instant.parse("2026-06-15T00:00:00Z");
    private static final long GIB = 1L << 30;
    private static final DiskPlace CRITICAL = DiskPlace.repository("critical", Path.of("/repos/critical"));
    private static final DiskPlace MODELS = DiskPlace.repository("models", Path.of("/repos/models"));
    private static final DiskPlace VOLUMES = DiskPlace.docker(Path.of("/var/lib/docker/volumes"));
    private static final DiskPlace JOURNAL = DiskPlace.journal(Path.of("/data"));

    private static List<Alarm> alarms(long free, Optional<Instant> full, DiskPlace... places) {
        return DiskAlarms.of(List.of(new Disk("/dev/sdb1", List.of(places), 100 * GIB, free * GIB, full)), 80, NOW);
    }

    private static Optional<Instant> in(Duration time) {
        return Optional.of(NOW.plus(time));
    }

    @Test
    void aDiskAboveThePercentageRaisesOneAlarmForAllThatIsOnIt() {
        assertThat(alarms(19, Optional.empty(), CRITICAL, MODELS, JOURNAL))
                .singleElement()
                .satisfies(alarm -> {
                    assertThat(alarm.key()).isEqualTo("disk:/dev/sdb1");
                    assertThat(alarm.severity()).isEqualTo(Alarm.Severity.WARNING);
                    assertThat(alarm.title()).isEqualTo("Disk /dev/sdb1 is filling up");
                    assertThat(alarm.detail())
                            .isEqualTo("81 % are used (alerts.diskPercent: 80), and 19.0 GiB are free."
                                    + " The disk holds repository critical, repository models, Slackwater's journal.");
                    assertThat(alarm.cause()).isEqualTo("USED");
                    assertThat(alarm.patience()).isEqualTo(Duration.ofHours(1));
                });
    }

    @Test
    void aDiskThatIsFullWithinAWeekRaisesAnAlarmWithTheTime() {
        assertThat(alarms(50, in(Duration.ofDays(6)), VOLUMES)).singleElement().satisfies(alarm -> {
            assertThat(alarm.detail()).contains("it is full at 2026-06-21T00:00:00Z");
            assertThat(alarm.cause()).isEqualTo("GROWS");
        });
    }

    @Test
    void aDiskWithEnoughSpaceForAWeekRaisesNoAlarm() {
        assertThat(alarms(20, in(Duration.ofDays(8)), CRITICAL)).isEmpty();
    }

    @Test
    void aSecondReasonIsAnotherCause() {
        assertThat(alarms(10, in(Duration.ofDays(2)), CRITICAL))
                .extracting(Alarm::cause)
                .containsExactly("USED, GROWS");
    }

    @Test
    void theRemedyFitsWhatTheDiskHolds() {
        assertThat(alarms(1, Optional.empty(), CRITICAL, MODELS).getFirst().remedy())
                .startsWith("df -h shows")
                .containsOnlyOnce("SLACKWATER_REPOS")
                .doesNotContain("docker image prune");
        assertThat(alarms(1, Optional.empty(), VOLUMES, JOURNAL).getFirst().remedy())
                .contains("docker image prune", "slackwater-data")
                .doesNotContain("SLACKWATER_REPOS");
    }
}
