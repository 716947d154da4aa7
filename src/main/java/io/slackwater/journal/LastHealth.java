package io.slackwater.journal;

/** The health of a dataset when Docker was last surveyed. It still counts after the dataset was removed. */
public enum LastHealth {
    UP,
    DOWN,
    /** The dataset had disappeared although its container still existed. */
    VANISHED
}
