package io.slackwater.repository;

/** restic's exit codes (restic documentation, "Scripting", "Exit codes") and those of the system around it. */
enum ResticExit {
    OK,
    /** 1: the text has the cause. */
    FAILED,
    /** 2: a Go runtime error. */
    CRASHED,
    /** 3: a backup could not read some source files; its snapshot exists. */
    INCOMPLETE,
    NO_REPOSITORY,
    LOCKED,
    WRONG_KEY,
    /** 130 of restic, or a signal: another process ended it. */
    ENDED,
    /** 126 and 127 of {@code setsid}: restic could not be started. */
    NOT_STARTED,
    UNKNOWN;

    static ResticExit of(int code) {
        return switch (code) {
            case 0 -> OK;
            case 1 -> FAILED;
            case 2 -> CRASHED;
            case 3 -> INCOMPLETE;
            case 10 -> NO_REPOSITORY;
            case 11 -> LOCKED;
            case 12 -> WRONG_KEY;
            case 126, 127 -> NOT_STARTED;
            // Java reports a child killed by signal n as 128 + n.
            case 129, 130, 131, 137, 143 -> ENDED;
            default -> UNKNOWN;
        };
    }
}
