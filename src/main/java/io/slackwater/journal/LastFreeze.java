package io.slackwater.journal;

import java.time.Duration;
import java.util.Optional;

/**
 * How long a dataset's container was last paused, even if that backup failed. The estimate for the next pause.
 *
 * @param time the duration; at least the limit when the pause reached its limit
 * @param ours whether the restic of Slackwater read the data, instead of Backrest's
 * @param whole the repository's restic id if the repository had no snapshot of the dataset, so that restic read all
 *     data
 */
public record LastFreeze(Duration time, boolean ours, Optional<String> whole) {}
