package io.slackwater.docker;

/** What a short command wrote and how it ended. */
public record ExecResult(int exitCode, String stdout, String stderr) {

    public boolean ok() {
        return exitCode == 0;
    }
}
