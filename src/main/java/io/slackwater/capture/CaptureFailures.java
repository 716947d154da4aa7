package io.slackwater.capture;

import io.slackwater.docker.DockerException;
import java.util.List;
import java.util.stream.Collectors;

/** Turns failures of Docker and of tools into a {@link CaptureException}. */
public final class CaptureFailures {

    private static final int LONGEST_LINE = 240;
    private static final int LINES = 3;

    private CaptureFailures() {}

    static CaptureException docker(String what, DockerException failure) {
        return new CaptureException(what + ": " + failure.getMessage(), failure.transientFailure(), failure);
    }

    /** The first lines of a tool's stderr with the reason, shortened and without a full stop; never empty. */
    public static String essence(String stderr) {
        List<String> lines = stderr.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
        if (lines.isEmpty()) {
            return "it gave no reason";
        }
        List<String> telling = lines.stream()
                .filter(line ->
                        line.matches("(?i).*(error|fatal|detail|hint:|denied|failed|cannot|not found|noauth|noperm).*"))
                .toList();
        String essence = (telling.isEmpty() ? lines : telling)
                .stream()
                        .limit(LINES)
                        .map(line -> line.length() <= LONGEST_LINE ? line : line.substring(0, LONGEST_LINE) + "…")
                        .collect(Collectors.joining("; "));
        return essence.endsWith(".") ? essence.substring(0, essence.length() - 1) : essence;
    }
}
