package io.slackwater.journal;

import java.time.Duration;
import java.util.Optional;

/**
 * How long the last freeze of a dataset took, also when the freeze did not hold. The next one is expected to take as long.
 *
 * @param time the limit at least, when the freeze reached its limit
 * @param ours whether a restic of Slackwater read meanwhile, and not Backrest's
 * @param whole present when everything had to be read, because there was no snapshot to go by
 */
public record LastFreeze(Duration time, boolean ours, Optional<Whole> whole) {

    /**
     * Everything that had to be read.
     *
     * @param restic the id of the repository that had no verified snapshot of the dataset
     */
    public record Whole(String restic, long bytes) {}
}
