package io.slackwater.docker;

/** What a short command wrote and how it ended. */
public record ExecResult(int exitCode, String stdout, String stderr) {

    /** Why it failed, in its own words: a command that Docker refuses to run has Docker's reason on stdout. Never empty. */
    public String reason() {
        return reason(exitCode, stdout, stderr);
    }

    /** As {@link #reason()}, of a command whose streams were kept elsewhere. */
    public static String reason(int exitCode, String stdout, String stderr) {
        String words = stderr.isBlank() ? stdout.strip() : stderr.strip();
        return words.isEmpty() ? "it said nothing (exit code " + exitCode + ")" : words;
    }

    public boolean ok() {
        return exitCode == 0;
    }
}
