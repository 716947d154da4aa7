package io.slackwater.journal;

/** The health of a dataset when Docker was last surveyed, as far as it matters after the dataset is gone. */
public enum LastHealth {
    UP,
    DOWN,
    /** The dataset had disappeared although its workload still existed. */
    VANISHED
}
