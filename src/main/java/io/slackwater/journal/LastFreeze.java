package io.slackwater.journal;

import java.time.Duration;
import java.util.Optional;

/**
 * How long a dataset's container was last paused, even if that backup failed. It is the estimate for the next time.
 *
 * @param time the duration; at least the limit when the pause reached its limit
 * @param ours whether the restic of Slackwater read the data, instead of Backrest's
 * @param whole present when restic had no parent snapshot and read all data
 */
public record LastFreeze(Duration time, boolean ours, Optional<Whole> whole) {

    /**
     * What restic read when it had no parent snapshot.
     *
     * @param restic the id of the repository that had no verified snapshot of the dataset
     * @param bytes the size of all data
     */
    public record Whole(String restic, long bytes) {}
}
