package io.slackwater.docker;

/** The output and the exit code of a short command. */
public record ExecResult(int exitCode, String stdout, String stderr) {

    /** The command's own error message. For a command that Docker refuses to run, Docker's reason is on stdout. Never empty. */
    public String reason() {
        return reason(exitCode, stdout, stderr);
    }

    /** As {@link #reason()}, for output that is not in an {@link ExecResult}. */
    public static String reason(int exitCode, String stdout, String stderr) {
        String words = stderr.isBlank() ? stdout.strip() : stderr.strip();
        return words.isEmpty() ? "no output (exit code " + exitCode + ")" : words;
    }

    public boolean ok() {
        return exitCode == 0;
    }
}
