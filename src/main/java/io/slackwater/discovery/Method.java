package io.slackwater.discovery;

/** How a dataset is brought to a consistent state. */
public enum Method {
    /** The service writes a consistent dump. */
    STREAM,
    /** Copied while in use: only for files that never change once written. */
    HOT,
    /** Copied while the workload is paused. */
    FREEZE,
    /** Copied while the workload is stopped. */
    STOP;

    public String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
