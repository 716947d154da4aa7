package io.slackwater.host;

import io.slackwater.journal.DiskSample;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Estimates when a disk is full. The growth is the median of the slopes between all pairs of samples (the Theil-Sen
 * estimator). One large file that comes or goes, or a larger disk, therefore does not change it. Pure.
 */
final class DiskGrowth {

    /** A shorter time does not tell a trend from a busy day. */
    private static final Duration AT_LEAST = Duration.ofDays(3);

    private static final int FEWEST_SAMPLES = 8;

    /** A later time means nothing. */
    private static final Duration AT_MOST = Duration.ofDays(3650);

    private DiskGrowth() {}

    /**
     * Returns when the disk is full; empty when it does not fill up, or the samples span less than three days.
     *
     * @param samples oldest first
     * @param free the free bytes now
     */
    static Optional<Instant> fullAt(List<DiskSample> samples, long free, Instant now) {
        if (samples.size() < FEWEST_SAMPLES
                || Duration.between(samples.getFirst().at(), samples.getLast().at())
                                .compareTo(AT_LEAST)
                        < 0) {
            return Optional.empty();
        }
        double seconds = free / growth(samples);
        return seconds >= 0 && seconds < AT_MOST.toSeconds()
                ? Optional.of(now.plusSeconds((long) seconds))
                : Optional.empty();
    }

    /** Returns the bytes per second by which the free space shrinks. */
    private static double growth(List<DiskSample> samples) {
        List<Double> slopes = new ArrayList<>();
        for (int later = 1; later < samples.size(); later++) {
            for (int earlier = 0; earlier < later; earlier++) {
                DiskSample from = samples.get(earlier);
                DiskSample to = samples.get(later);
                slopes.add((from.freeBytes() - to.freeBytes())
                        / (Duration.between(from.at(), to.at()).toMillis() / 1000.0));
            }
        }
        slopes.sort(null);
        int middle = slopes.size() / 2;
        return slopes.size() % 2 == 1 ? slopes.get(middle) : (slopes.get(middle - 1) + slopes.get(middle)) / 2;
    }
}
