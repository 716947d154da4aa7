package io.slackwater.capture;

import io.slackwater.docker.DockerException;
import java.io.IOException;
import java.util.List;

/** How failures of the other rooms and of tools become ours. */
final class Failures {

    private static final int LONGEST_LINE = 240;
    private static final int LINES = 3;

    private Failures() {}

    /** The same failure for an interface that throws {@link IOException}: its cause tells whether it is transient. */
    static IOException carried(CaptureException failure) {
        return new IOException(failure.getMessage(), failure);
    }

    /** The failure that {@link #carried} packed, or a new transient one. */
    static CaptureException unpacked(String what, IOException failure) {
        return failure.getCause() instanceof CaptureException inner
                ? inner
                : new CaptureException(what + ": " + failure.getMessage(), true, failure);
    }

    static CaptureException docker(String what, DockerException failure) {
        return new CaptureException(what + ": " + failure.getMessage(), failure.transientFailure(), failure);
    }

    /** The lines of a tool's stderr that say why, shortened; never empty. */
    static String essence(String stderr) {
        List<String> lines = stderr.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
        if (lines.isEmpty()) {
            return "it said nothing";
        }
        List<String> telling = lines.stream()
                .filter(line ->
                        line.matches("(?i).*(error|fatal|detail|denied|failed|cannot|not found|noauth|noperm).*"))
                .toList();
        List<String> from = telling.isEmpty() ? lines : telling;
        return String.join(
                "; ",
                from.subList(Math.max(0, from.size() - LINES), from.size()).stream()
                        .map(line -> line.length() <= LONGEST_LINE ? line : line.substring(0, LONGEST_LINE) + "…")
                        .toList());
    }
}
