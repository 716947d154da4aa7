package io.slackwater.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.health.TestClock;
import io.slackwater.journal.DiskSample;
import io.slackwater.journal.DiskStore;
import io.slackwater.journal.TestJournal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DisksTest {

    private static final Instant T0 = Instant.parse("2026-06-01T00:00:00Z");
    private static final DiskPlace CRITICAL = DiskPlace.repository("critical", Path.of("/repos/critical"));
    private static final DiskPlace MODELS = DiskPlace.repository("models", Path.of("/repos/models"));
    private static final DiskPlace VOLUMES = DiskPlace.docker(Path.of("/var/lib/docker/volumes"));
    private static final DiskPlace JOURNAL = DiskPlace.journal(Path.of("/data"));

    private final TestJournal journal = new TestJournal();
    private final DiskStore history = journal.journal().disks();
    private final TestClock clock = new TestClock(T0);
    private final Map<Path, DiskSpace> spaces = new HashMap<>();
    private final Disks disks = new Disks(history, clock, path -> Optional.ofNullable(spaces.get(path)));

    @AfterEach
    void close() {
        journal.close();
    }

    private void space(DiskPlace place, String disk, long free) {
        spaces.put(place.path(), new DiskSpace(disk, 1000, free));
    }

    @Test
    void placesOnOneFileSystemAreOneDisk() {
        space(CRITICAL, "/dev/sdb1", 300);
        space(MODELS, "/dev/sdb1", 300);
        space(VOLUMES, "/dev/sda1", 700);
        space(JOURNAL, "/dev/sda1", 700);

        disks.measure(List.of(CRITICAL, MODELS, VOLUMES, JOURNAL));

        assertThat(disks.current())
                .containsExactly(
                        new Disk("/dev/sdb1", List.of(CRITICAL, MODELS), 1000, 300, Optional.empty()),
                        new Disk("/dev/sda1", List.of(VOLUMES, JOURNAL), 1000, 700, Optional.empty()));
    }

    @Test
    void aPlaceThatDoesNotExistIsLeftOut() {
        space(JOURNAL, "/dev/sda1", 700);
        disks.measure(List.of(CRITICAL, JOURNAL));
        assertThat(disks.current()).extracting(Disk::places).containsExactly(List.of(JOURNAL));
    }

    @Test
    void theJournalGetsASampleEverySixHours() {
        space(JOURNAL, "/dev/sda1", 700);
        for (int minute = 0; minute <= 13 * 60; minute++) {
            disks.measure(List.of(JOURNAL));
            clock.advance(Duration.ofMinutes(1));
        }
        assertThat(history.samples("/dev/sda1"))
                .extracting(DiskSample::at)
                .containsExactly(T0, T0.plus(Duration.ofHours(6)), T0.plus(Duration.ofHours(12)));
    }

    @Test
    void samplesOfMoreThanTwoWeeksAreRemovedAlsoOfADiskThatIsGone() {
        history.add(new DiskSample("/dev/gone", T0, 1000, 1), T0);
        space(JOURNAL, "/dev/sda1", 700);
        for (int day = 0; day < 40; day++) {
            disks.measure(List.of(JOURNAL));
            clock.advance(Duration.ofDays(1));
        }
        assertThat(history.samples("/dev/gone")).isEmpty();
        assertThat(history.samples("/dev/sda1")).hasSize(15);
    }

    @Test
    void aClockThatWasAheadLeavesNoSamplesInTheFuture() {
        space(JOURNAL, "/dev/sda1", 700);
        clock.advance(Duration.ofDays(3650));
        disks.measure(List.of(JOURNAL));
        clock.set(T0);

        disks.measure(List.of(JOURNAL));

        assertThat(history.samples("/dev/sda1")).extracting(DiskSample::at).containsExactly(T0);
    }

    @Test
    void theTimeAtWhichADiskIsFullSurvivesARestart() {
        for (int day = 0; day <= 10; day++) {
            space(JOURNAL, "/dev/sda1", 700 - day * 50);
            disks.measure(List.of(JOURNAL));
            clock.advance(Duration.ofDays(1));
        }
        Disks restarted = new Disks(history, clock, path -> Optional.ofNullable(spaces.get(path)));

        restarted.measure(List.of(JOURNAL));

        assertThat(restarted.current())
                .singleElement()
                .satisfies(disk -> assertThat(disk.fullAt())
                        .hasValueSatisfying(full -> assertThat(full)
                                .isBetween(
                                        clock.instant().plus(Duration.ofDays(3)),
                                        clock.instant().plus(Duration.ofDays(5)))));
    }

    @Test
    void thePercentageIsRoundedUpAsInDf() {
        assertThat(new Disk("/dev/sda1", List.of(), 1000, 195, Optional.empty()).usedPercent())
                .isEqualTo(81);
        assertThat(new Disk("/dev/sda1", List.of(), 0, 0, Optional.empty()).usedPercent())
                .isZero();
    }
}
