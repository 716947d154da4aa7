package io.slackwater.capture;

import io.slackwater.discovery.Sentence;
import io.slackwater.journal.EndCause;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Finds cause and remedy for the error messages of a program.
 *
 * @param meanings the first one whose pattern matches applies
 */
public record ToolFailures(List<Meaning> meanings) {

    /** The remedy for a missing or wrong user or password. */
    public static final String SIGN_IN =
            "The server refuses the user or the password. Give the right ones by the labels slackwater.user and"
                    + " slackwater.password.env or slackwater.password.file";

    /**
     * From this exit code on, a checking tool says nothing about the dump. 124: timed out; 126, 127: not executable or
     * not found; above: killed by a signal.
     */
    public static final int NOT_ABOUT_THE_DUMP = 124;

    private static final int NOT_EXECUTABLE = 126;
    private static final int NOT_FOUND = 127;
    private static final int SIGNALS = 128;
    private static final int LONGEST_LINE = 240;
    private static final int LINES = 3;

    public ToolFailures {
        meanings = List.copyOf(meanings);
    }

    /**
     * The meaning of an error message.
     *
     * @param pattern what the message contains
     * @param remedy the cause and the remedy, for the user
     * @param refusal whether the server refused the user
     */
    public record Meaning(Pattern pattern, EndCause endCause, String remedy, boolean refusal) {

        public static Meaning of(String pattern, EndCause endCause, String remedy) {
            return new Meaning(Pattern.compile(pattern), endCause, remedy, false);
        }

        public static Meaning refusal(String pattern, String remedy) {
            return new Meaning(Pattern.compile(pattern), EndCause.SOURCE_INVALID, remedy, true);
        }
    }

    /** Whether the server refused the user. */
    public boolean refused(String stderr) {
        return meanings.stream()
                .anyMatch(meaning ->
                        meaning.refusal() && meaning.pattern().matcher(stderr).find());
    }

    /** Whether the exit code says that the command did not start. */
    public static boolean notStarted(int code) {
        return code == NOT_EXECUTABLE || code == NOT_FOUND;
    }

    /**
     * Creates the exception for a failed command.
     *
     * @param what the failed operation in words, such as {@code dump of database shop}
     */
    public CaptureException explain(String what, int code, String stderr) {
        if (notStarted(code)) {
            return notStarted(what, code, stderr);
        }
        String essence = essence(stderr);
        for (Meaning meaning : meanings) {
            if (meaning.pattern().matcher(stderr).find()) {
                return new CaptureException(
                        "The " + what + " failed: " + essence + ". " + meaning.remedy(), meaning.endCause());
            }
        }
        if (code > SIGNALS) {
            return new CaptureException(
                    "The " + what + " was killed by signal " + (code - SIGNALS)
                            + " (out of memory, or the container was stopped); Slackwater tries again",
                    EndCause.SOURCE);
        }
        return new CaptureException(
                "The " + what + " failed with exit code " + code + ": " + essence + ". See the server's log",
                EndCause.SOURCE_INVALID);
    }

    /**
     * The lines of a program's stderr that give the reason: at most three, shortened, without a full stop. Never empty.
     */
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
        return Sentence.endless((telling.isEmpty() ? lines : telling)
                .stream()
                        .limit(LINES)
                        .map(line -> line.length() <= LONGEST_LINE ? line : line.substring(0, LONGEST_LINE) + "…")
                        .collect(Collectors.joining("; ")));
    }

    /**
     * Explains a command that did not start. While Docker removes a container it reports 126 or 127 with an empty
     * stderr, so that counts as transient.
     */
    private static CaptureException notStarted(String what, int code, String stderr) {
        return stderr.isBlank()
                ? new CaptureException(
                        "The " + what + " could not be started (exit code " + code
                                + "): the container was being stopped, or has no such program; Slackwater tries again",
                        EndCause.SOURCE)
                : new CaptureException(
                        "The " + what + " failed: the container has no such program (exit code " + code + "): "
                                + essence(stderr),
                        EndCause.SOURCE_INVALID);
    }
}
