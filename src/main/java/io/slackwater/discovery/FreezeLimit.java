package io.slackwater.discovery;

import java.math.BigDecimal;
import java.time.Duration;

/**
 * How long a backup may pause a container, and where that limit is set. Also says what to do about a short limit.
 *
 * @param container the name of the paused container
 * @param labelled true if a label of the container sets the limit; false if the policy does
 */
public record FreezeLimit(Duration max, String container, boolean labelled) {

    private static final String LABEL = "slackwater.freeze.max";
    private static final String HELPS =
            "Raise that limit, exclude files with slackwater.files.exclude, or set slackwater.method=hot if the files may"
                    + " change during the copy";

    public static FreezeLimit of(Workload workload) {
        return new FreezeLimit(
                workload.freezeMax(),
                workload.container().name(),
                workload.labels().containsKey(LABEL));
    }

    /** The error message of a backup whose pause of the container reached the limit, with the remedy. */
    public String reached() {
        return "the freeze of " + container + " reached its limit while it was read: " + this
                + "; the snapshot is discarded. Without a change, a retry would reach the limit again. "
                + HELPS;
    }

    /** The error message of a backup that reached the limit while Backrest's restic was reading. */
    public String reachedElsewhere() {
        return "the freeze of " + container + " reached its limit while Backrest read: " + this
                + "; the snapshot is discarded. Slackwater's own restic makes the next backup";
    }

    /**
     * The error message of a backup that is not started, because the last pause was too long.
     *
     * @param reader the program that read the data during that pause
     */
    public String tooShortFor(Duration last, String reader) {
        return "it would freeze too long: its last freeze took " + seconds(last) + " (" + reader
                + " read the data), and its limit is " + this + ". " + HELPS;
    }

    /** The error message of a backup that is not started, because restic alone would need longer than the limit. */
    public String tooShortFor(Duration estimate) {
        return "it would freeze too long: restic would need about " + seconds(estimate)
                + " to compare the files with the" + " last snapshot, and its limit is " + this + ". " + HELPS;
    }

    /** The limit, its unit and the setting, for messages. */
    @Override
    public String toString() {
        return seconds(max) + ", from "
                + (labelled ? "the label " + LABEL + " of container " + container : "limits.freezeMax in the policy");
    }

    private static String seconds(Duration time) {
        return BigDecimal.valueOf(time.toMillis(), 3).stripTrailingZeros().toPlainString() + " s";
    }
}
