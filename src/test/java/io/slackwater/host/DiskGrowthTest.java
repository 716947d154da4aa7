package io.slackwater.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.journal.DiskSample;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntToLongFunction;
import org.junit.jupiter.api.Test;

class DiskGrowthTest {

    private static final Instant NOW = Instant.parse("2026-06-15T00:00:00Z");
    private static final long GB = 1_000_000_000;
    private static final long TOTAL = 1000 * GB;

    /** One sample every six hours up to now. */
    private static List<DiskSample> samples(int count, IntToLongFunction free) {
        List<DiskSample> samples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Instant at = NOW.minus(Duration.ofHours(6L * (count - 1 - i)));
            samples.add(new DiskSample("/dev/sda1", at, TOTAL, free.applyAsLong(i)));
        }
        return samples;
    }

    @Test
    void aDiskThatFillsUpEvenlyIsFullWhenItsFreeSpaceIsUsedUp() {
        // Ten gigabytes a day, and fifty are free.
        assertThat(DiskGrowth.fullAt(samples(56, i -> 50 * GB + (55 - i) * 10 * GB / 4), 50 * GB, NOW))
                .contains(NOW.plus(Duration.ofDays(5)));
    }

    @Test
    void aDiskThatDoesNotChangeOrEmptiesIsNeverFull() {
        assertThat(DiskGrowth.fullAt(samples(56, i -> 50 * GB), 50 * GB, NOW)).isEmpty();
        assertThat(DiskGrowth.fullAt(samples(56, i -> i * GB), 55 * GB, NOW)).isEmpty();
    }

    @Test
    void twoAndAHalfDaysTellNoTrend() {
        assertThat(DiskGrowth.fullAt(samples(11, i -> (20 - i) * GB), 10 * GB, NOW))
                .isEmpty();
        assertThat(DiskGrowth.fullAt(samples(13, i -> (20 - i) * GB), 8 * GB, NOW))
                .isPresent();
    }

    @Test
    void aFewSamplesOverALongTimeTellNoTrend() {
        List<DiskSample> rare = samples(56, i -> 50 * GB + (55 - i) * GB);
        assertThat(DiskGrowth.fullAt(List.of(rare.get(0), rare.get(30), rare.get(55)), 50 * GB, NOW))
                .isEmpty();
    }

    @Test
    void aLargeFileThatStaysIsNoGrowth() {
        assertThat(DiskGrowth.fullAt(samples(56, i -> i < 20 ? 400 * GB : 100 * GB), 100 * GB, NOW))
                .isEmpty();
    }

    @Test
    void aDiskThatWasEnlargedDaysAgoHidesNoGrowth() {
        // The disk got 500 GB ten days ago, and fills up by 10 GB a day before and after.
        assertThat(DiskGrowth.fullAt(samples(56, i -> (i < 14 ? 200 : 700) * GB - i * 10 * GB / 4), 20 * GB, NOW))
                .contains(NOW.plus(Duration.ofDays(2)));
    }

    @Test
    void temporaryFilesOfABackupHideNoGrowth() {
        Random random = new Random(7);
        assertThat(DiskGrowth.fullAt(
                        samples(56, i -> 60 * GB + (55 - i) * 10 * GB / 4 - (random.nextInt(5) == 0 ? 30 * GB : 0)),
                        60 * GB,
                        NOW))
                .hasValueSatisfying(
                        full -> assertThat(full).isBetween(NOW.plus(Duration.ofDays(5)), NOW.plus(Duration.ofDays(7))));
    }

    @Test
    void aWeeklyPruneThatFreesAllOfTheWeekIsNoGrowth() {
        // Each day 4 GB, on Sundays all of them are freed.
        assertThat(DiskGrowth.fullAt(samples(56, i -> 100 * GB - (i % 28) / 4 * 4 * GB), 76 * GB, NOW)
                        .filter(full -> full.isBefore(NOW.plus(Duration.ofDays(30)))))
                .isEmpty();
    }

    @Test
    void aFullDiskThatStillGrowsIsFullNow() {
        assertThat(DiskGrowth.fullAt(samples(56, i -> (55 - i) * GB), 0, NOW)).contains(NOW);
    }

    @Test
    void aDiskThatGrowsByABytePerDayHasNoDate() {
        assertThat(DiskGrowth.fullAt(samples(56, i -> 50 * GB - i), 50 * GB, NOW))
                .isEmpty();
    }
}
