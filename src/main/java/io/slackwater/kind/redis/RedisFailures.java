package io.slackwater.kind.redis;

import io.slackwater.capture.ToolFailures;
import io.slackwater.capture.ToolFailures.Meaning;
import java.util.List;
import java.util.regex.Pattern;

/** Maps the error messages of {@code redis-cli --rdb} to causes and remedies. */
public final class RedisFailures {

    public static final ToolFailures FAILURES = new ToolFailures(
            List.of(
                    Meaning.of(
                            "WRONGPASS|invalid password|invalid username-password",
                            false,
                            "The server refuses the user or the password. Give the right ones by the labels slackwater.user and"
                                    + " slackwater.password.env or slackwater.password.file"),
                    Meaning.of(
                            "NOAUTH|Authentication required",
                            false,
                            "The server requires a password. Name it by the label slackwater.password.env or slackwater.password.file"),
                    Meaning.of(
                            "NOPERM|no permissions",
                            false,
                            "The user lacks rights: ACL SETUSER <user> +psync +sync +replconf +ping"),
                    Meaning.of(
                            "unknown command",
                            false,
                            "The server has SYNC or PSYNC renamed or disabled: allow it for the backup"),
                    Meaning.of("LOADING", true, "The server still reads its data; Slackwater tries again"),
                    Meaning.of(
                            "MASTERDOWN|NOMASTERLINK",
                            true,
                            "This is a replica that has lost its master; Slackwater tries again"),
                    Meaning.of(
                            "Connection refused|Could not connect|No route|timed out",
                            true,
                            "The server does not answer inside its container; see its log. Slackwater tries again"),
                    Meaning.of(
                            "reading bulk length while SYNCing",
                            true,
                            "The server could not save: see its log for the reason, mostly a full disk, too little memory for the fork"
                                    + " (vm.overcommit_memory=1), or a directory it may not write"),
                    Meaning.of(
                            "I/O Error|Error reading|Server closed|reset by peer|Broken pipe",
                            true,
                            "The server ended the transfer in the middle: see its log, mostly too little memory for the fork"
                                    + " (vm.overcommit_memory=1) or client-output-buffer-limit replica; Slackwater tries again")));

    /** The server's error for a wrong or missing user or password. */
    private static final Pattern REFUSED =
            Pattern.compile("WRONGPASS|NOAUTH|NOPERM|invalid password|invalid username-password");

    private RedisFailures() {}

    /** Whether the server refused the sign-in. */
    static boolean refused(String said) {
        return REFUSED.matcher(said).find();
    }
}
