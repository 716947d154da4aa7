package io.slackwater.discovery;

/** How a consistent copy of a dataset is made. */
public enum Method {
    /** The service writes a consistent dump. */
    STREAM,
    /** Files are copied while in use. Only for files that never change after they were written. */
    HOT,
    /** Files are copied while the container is paused. */
    FREEZE,
    /** Files are copied while the container is stopped. */
    STOP;

    public String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
