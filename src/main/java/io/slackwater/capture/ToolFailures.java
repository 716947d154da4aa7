package io.slackwater.capture;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Maps the error messages of a tool to a cause and a remedy.
 *
 * @param meanings the first match applies
 */
public record ToolFailures(List<Meaning> meanings) {

    private static final int NOT_EXECUTABLE = 126;
    private static final int NOT_FOUND = 127;
    private static final int SIGNALS = 128;

    public ToolFailures {
        meanings = List.copyOf(meanings);
    }

    /** @param transientFailure whether the same may succeed a little later */
    public record Meaning(Pattern pattern, boolean transientFailure, String remedy) {

        public static Meaning of(String pattern, boolean transientFailure, String remedy) {
            return new Meaning(Pattern.compile(pattern), transientFailure, remedy);
        }
    }

    /** Whether a command with this exit code did not begin. */
    public static boolean notStarted(int code) {
        return code == NOT_EXECUTABLE || code == NOT_FOUND;
    }

    /** @param what failed, in the user's words: {@code dump of database shop} */
    public CaptureException explain(String what, int code, String stderr) {
        if (notStarted(code)) {
            return CaptureFailures.notStarted(what, code, stderr);
        }
        String essence = CaptureFailures.essence(stderr);
        for (Meaning meaning : meanings) {
            if (meaning.pattern().matcher(stderr).find()) {
                return new CaptureException(
                        "The " + what + " failed: " + essence + ". " + meaning.remedy(), meaning.transientFailure());
            }
        }
        if (code > SIGNALS) {
            return new CaptureException(
                    "The " + what + " was killed by signal " + (code - SIGNALS)
                            + " (out of memory, or the container was stopped); it is tried again",
                    true);
        }
        return new CaptureException(
                "The " + what + " failed with exit code " + code + ": " + essence + ". See the server's log", false);
    }
}
