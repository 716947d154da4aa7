package io.slackwater.repository;

import java.util.Arrays;
import java.util.List;

/** restic's exit codes (restic documentation, "Scripting", "Exit codes") and those of the system around it. */
enum ResticExit {
    OK(0),
    /** A backup could not read some source files; its snapshot exists. */
    INCOMPLETE(3),
    NO_REPOSITORY(10),
    LOCKED(11),
    WRONG_KEY(12),
    /** Another process ended restic. Java reports a child killed by signal n as 128 + n. */
    ENDED(129, 130, 131, 137, 143),
    /** Of {@code setsid}: restic could not be started. */
    NOT_STARTED(126, 127),
    /** Any other code: the text has the cause. */
    FAILED;

    private final List<Integer> codes;

    ResticExit(Integer... codes) {
        this.codes = List.of(codes);
    }

    static ResticExit of(int code) {
        return Arrays.stream(values())
                .filter(exit -> exit.codes.contains(code))
                .findFirst()
                .orElse(FAILED);
    }
}
