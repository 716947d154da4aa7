package io.slackwater.kind.redis;

import io.slackwater.capture.CaptureException;
import io.slackwater.capture.CaptureFailures;
import java.util.List;
import java.util.regex.Pattern;

/** What the messages of {@code redis-cli --rdb} mean, and what to do about them. */
public final class RedisFailures {

    private static final int NOT_EXECUTABLE = 126;
    private static final int NOT_FOUND = 127;
    private static final int SIGNALS = 128;

    /** The first that is found counts. */
    private static final List<Meaning> MEANINGS = List.of(
            new Meaning(
                    "WRONGPASS|invalid password|invalid username-password",
                    false,
                    "The server refuses the user or the password. Give the right ones by the labels slackwater.user and"
                            + " slackwater.password.env or slackwater.password.file"),
            new Meaning(
                    "NOAUTH|Authentication required",
                    false,
                    "The server wants a password. Name it by the label slackwater.password.env or slackwater.password.file"),
            new Meaning(
                    "NOPERM|no permissions",
                    false,
                    "The user lacks rights: ACL SETUSER <user> +psync +sync +replconf +ping"),
            new Meaning(
                    "unknown command",
                    false,
                    "The server has SYNC or PSYNC renamed or disabled: allow it for the backup"),
            new Meaning("LOADING", true, "The server still reads its data; it is tried again"),
            new Meaning(
                    "MASTERDOWN|NOMASTERLINK", true, "This is a replica that has lost its master; it is tried again"),
            new Meaning(
                    "Connection refused|Could not connect|No route|timed out",
                    true,
                    "The server does not answer inside its container; see its log, it is tried again"),
            new Meaning(
                    "reading bulk length while SYNCing",
                    true,
                    "The server could not save: see its log for the reason, mostly a full disk, too little memory for the fork"
                            + " (vm.overcommit_memory=1), or a directory it may not write"),
            new Meaning(
                    "I/O Error|Error reading|Server closed|reset by peer|Broken pipe",
                    true,
                    "The server ended the transfer in the middle: see its log, mostly too little memory for the fork"
                            + " (vm.overcommit_memory=1) or client-output-buffer-limit replica; it is tried again"));

    /** What a server says to a wrong user or password, or to none. */
    private static final Pattern REFUSED =
            Pattern.compile("WRONGPASS|NOAUTH|NOPERM|invalid password|invalid username-password");

    private RedisFailures() {}

    /** Whether the server refused the sign-in. */
    static boolean refused(String said) {
        return REFUSED.matcher(said).find();
    }

    public static CaptureException explain(String what, int code, String stderr) {
        if (code == NOT_EXECUTABLE || code == NOT_FOUND) {
            return CaptureFailures.notStarted(what, code, stderr);
        }
        for (Meaning meaning : MEANINGS) {
            if (meaning.pattern().matcher(stderr).find()) {
                return new CaptureException(
                        "The " + what + " failed: " + CaptureFailures.essence(stderr) + ". " + meaning.remedy(),
                        meaning.transientFailure());
            }
        }
        if (code > SIGNALS) {
            return new CaptureException(
                    "The " + what + " was killed by signal " + (code - SIGNALS)
                            + " (out of memory, or the container was stopped); it is tried again",
                    true);
        }
        return new CaptureException(
                "The " + what + " failed with exit code " + code + ": " + CaptureFailures.essence(stderr)
                        + ". See the server's log",
                false);
    }

    private record Meaning(Pattern pattern, boolean transientFailure, String remedy) {
        Meaning(String pattern, boolean transientFailure, String remedy) {
            this(Pattern.compile(pattern), transientFailure, remedy);
        }
    }
}
