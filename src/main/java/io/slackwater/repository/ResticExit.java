package io.slackwater.repository;

/**
 * The meaning of restic's exit codes (restic documentation, "Scripting", "Exit codes"). Other codes mean signals and
 * programs that did not start.
 */
enum ResticExit {
    OK,
    /** The backup could not read some source files, but its snapshot exists. */
    INCOMPLETE,
    NO_REPOSITORY,
    LOCKED,
    WRONG_KEY,
    /** A signal ended restic. Java reports signal n as 128 + n. */
    ENDED,
    /** {@code setsid} could not start restic. */
    NOT_STARTED,
    /** Any other code. Only restic's messages tell the cause. */
    FAILED;

    static ResticExit of(int code) {
        return switch (code) {
            case 0 -> OK;
            case 3 -> INCOMPLETE;
            case 10 -> NO_REPOSITORY;
            case 11 -> LOCKED;
            case 12 -> WRONG_KEY;
            case 126, 127 -> NOT_STARTED;
            case 129, 130, 131, 137, 143 -> ENDED;
            default -> FAILED;
        };
    }
}
