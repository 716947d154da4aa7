package io.slackwater.discovery;

import java.math.BigDecimal;
import java.time.Duration;

/**
 * The longest allowed freeze of a workload, the place of that setting, and the remedies when it is too short.
 *
 * @param container the name of the container that is frozen
 * @param labelled whether a label of that container set it, and not the policy
 */
public record FreezeLimit(Duration max, String container, boolean labelled) {

    private static final String LABEL = "slackwater.freeze.max";
    private static final String HELPS =
            "Raise that limit, exclude files with slackwater.volumes.exclude, or set slackwater.method=hot if the files may"
                    + " change during the copy";

    public static FreezeLimit of(Workload workload) {
        return new FreezeLimit(
                workload.freezeMax(),
                workload.container().name(),
                workload.labels().containsKey(LABEL));
    }

    /** Explains why a backup failed when its freeze reached this limit, and how to change that. */
    public String reached() {
        return "the freeze of " + container + " reached its limit while it was read: " + this
                + "; the snapshot is discarded. Without a change, a retry would reach the limit again. "
                + HELPS;
    }

    /** Explains why a backup failed when its freeze reached this limit while another program's restic read. */
    public String reachedElsewhere() {
        return "the freeze of " + container + " reached its limit while Backrest read: " + this
                + "; the snapshot is discarded. Slackwater's own restic makes the next backup";
    }

    /**
     * Explains why no backup starts after a freeze of this duration, and how to change that.
     *
     * @param measured which program read which data during that freeze
     */
    public String tooShortFor(Duration last, String measured) {
        return "it would freeze too long: its last freeze took " + seconds(last) + " (" + measured
                + "), and its limit is " + this + ". " + HELPS;
    }

    /** The limit with its unit and the place where a user sets it. */
    @Override
    public String toString() {
        return seconds(max) + ", from "
                + (labelled ? "the label " + LABEL + " of container " + container : "limits.freezeMax in the policy");
    }

    private static String seconds(Duration time) {
        return BigDecimal.valueOf(time.toMillis(), 3).stripTrailingZeros().toPlainString() + " s";
    }
}
