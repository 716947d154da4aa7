package io.slackwater.journal;

import java.time.Duration;
import java.util.Optional;

/**
 * How long a dataset's container was last paused, even if that backup failed. The estimate for the next pause.
 *
 * @param time the duration; at least the limit when the pause reached its limit
 * @param ours whether the restic of Slackwater read the data, instead of Backrest's
 * @param whole the restic id of a repository without a snapshot of the dataset, for which restic read all data;
 *     empty otherwise
 */
public record LastFreeze(Duration time, boolean ours, Optional<String> whole) {}
