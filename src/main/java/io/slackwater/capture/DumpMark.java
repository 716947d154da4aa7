package io.slackwater.capture;

/**
 * Marks the processes and sessions that a run starts in a workload's container. Docker cannot end an exec, so the clean-up finds
 * them by this mark.
 *
 * @param name {@code slackwater-<run>}, made of letters, digits, dot, dash and underscore. Servers truncate session names after
 *     63 characters
 */
public record DumpMark(String name) {

    /** The variable in the environment of each process that carries the mark. */
    public static final String VARIABLE = "SLACKWATER_DUMP";

    private static final int LONGEST = 63;

    public static DumpMark of(String run) {
        String safe = "slackwater-" + run.replaceAll("[^A-Za-z0-9._-]", "_");
        return new DumpMark(safe.length() <= LONGEST ? safe : safe.substring(0, LONGEST));
    }

    /** The variable's value. It ends with a character that no name has, so that no mark is the beginning of another. */
    public String value() {
        return name + ";";
    }
}
