package io.slackwater.ui;

import java.util.Locale;

/** The state of a thing on a page, from good to bad. Pages show each as a word, a colour and a shape. */
public enum Light {
    /** Nothing is expected, for example because the plan is disabled. */
    OFF,
    OK,
    /** A run is in progress. */
    BUSY,
    /** A person should look within days. */
    WARN,
    /** Data would be lost if the host died now. */
    BAD;

    /** The name in style sheets, and of the shape. */
    public String css() {
        return name().toLowerCase(Locale.ROOT);
    }

    Light worse(Light other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
