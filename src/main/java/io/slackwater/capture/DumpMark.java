package io.slackwater.capture;

/**
 * A mark on the processes and sessions that a run starts in a container. Docker cannot end an exec, so the clean-up
 * finds them by this mark.
 *
 * @param name {@code slackwater-<run>}, of letters, digits, dots, dashes and underscores; at most 63 characters,
 *      because database servers truncate longer session names
 */
public record DumpMark(String name) {

    /** The environment variable with the mark. */
    public static final String VARIABLE = "SLACKWATER_DUMP";

    private static final int LONGEST = 63;

    public static DumpMark of(String run) {
        String safe = "slackwater-" + run.replaceAll("[^A-Za-z0-9._-]", "_");
        return new DumpMark(safe.length() <= LONGEST ? safe : safe.substring(0, LONGEST));
    }

    /**
     * The variable's value. It ends with a character that no name contains, so that no value is the beginning of
     * another.
     */
    public String value() {
        return name + ";";
    }
}
