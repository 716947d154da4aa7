package io.slackwater.journal;

import java.time.Duration;
import java.util.Optional;

/**
 * The duration of a dataset's last freeze, even if the freeze failed. It is the estimate for the next freeze.
 *
 * @param time the duration; at least the limit when the freeze reached its limit
 * @param ours whether Slackwater's restic read the data, not Backrest's
 * @param whole present when restic had no parent snapshot and read everything
 */
public record LastFreeze(Duration time, boolean ours, Optional<Whole> whole) {

    /**
     * Everything that had to be read.
     *
     * @param restic the id of the repository that had no verified snapshot of the dataset
     */
    public record Whole(String restic, long bytes) {}
}
