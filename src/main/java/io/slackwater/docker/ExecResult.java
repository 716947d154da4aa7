package io.slackwater.docker;

/** The output and the exit code of a short command. */
public record ExecResult(int exitCode, String stdout, String stderr) {

    /** The command's error message. If Docker refused the command, Docker's reason, which is in stdout. Never empty. */
    public String reason() {
        String words = stderr.isBlank() ? stdout.strip() : stderr.strip();
        return words.isEmpty() ? "no output (exit code " + exitCode + ")" : words;
    }

    public boolean ok() {
        return exitCode == 0;
    }
}
