package io.slackwater.repository;

import java.util.Arrays;
import java.util.List;

/**
 * The meaning of exit codes: restic's (restic documentation, "Scripting", "Exit codes"), and those for signals and for
 * programs that did not start.
 */
enum ResticExit {
    OK(0),
    /** The backup could not read some source files, but its snapshot exists. */
    INCOMPLETE(3),
    NO_REPOSITORY(10),
    LOCKED(11),
    WRONG_KEY(12),
    /** A signal ended restic. Java reports signal n as 128 + n. */
    ENDED(129, 130, 131, 137, 143),
    /** {@code setsid} could not start restic. */
    NOT_STARTED(126, 127),
    /** Any other code. Only restic's messages tell the cause. */
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
