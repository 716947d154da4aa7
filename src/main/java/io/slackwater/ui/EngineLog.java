package io.slackwater.ui;

import java.util.List;

/**
 * The end of what restic reported in a run, as Backrest keeps it.
 *
 * @param answered false when Backrest did not answer
 * @param lines oldest first; empty when Backrest has no log of the run
 */
public record EngineLog(boolean answered, List<String> lines) {

    static final int LINES = 200;
    static final int LONGEST = 1000;

    /** Backrest did not answer. */
    public static final EngineLog SILENT = new EngineLog(false, List.of());

    /** Makes the log from Backrest's text. Shortens it, and leaves out control characters. */
    public static EngineLog of(String text) {
        List<String> lines = text.lines()
                .map(line -> line.replaceAll("\\p{Cntrl}", " ").stripTrailing())
                .filter(line -> !line.isEmpty())
                .map(line -> line.length() <= LONGEST ? line : line.substring(0, LONGEST) + " …")
                .toList();
        return new EngineLog(true, lines.subList(Math.max(0, lines.size() - LINES), lines.size()));
    }
}
