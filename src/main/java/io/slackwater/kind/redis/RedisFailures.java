package io.slackwater.kind.redis;

import io.slackwater.capture.ToolFailures;
import io.slackwater.capture.ToolFailures.Meaning;
import io.slackwater.journal.EndCause;
import java.util.List;
import java.util.regex.Pattern;

/** Maps the error messages of {@code redis-cli --rdb} to causes and remedies. */
public final class RedisFailures {

    public static final ToolFailures FAILURES = new ToolFailures(
            List.of(
                    Meaning.of(
                            "WRONGPASS|invalid password|invalid username-password",
                            EndCause.SOURCE_INVALID,
                            "The server refuses the user or the password. Give the right ones by the labels slackwater.user and"
                                    + " slackwater.password.env or slackwater.password.file"),
                    Meaning.of(
                            "NOAUTH|Authentication required",
                            EndCause.SOURCE_INVALID,
                            "The server requires a password. Name it by the label slackwater.password.env or slackwater.password.file"),
                    Meaning.of(
                            "NOPERM|no permissions",
                            EndCause.SOURCE_INVALID,
                            "The user lacks rights: ACL SETUSER <user> +psync +sync +replconf +ping"),
                    Meaning.of(
                            "unknown command",
                            EndCause.SOURCE_INVALID,
                            "SYNC or PSYNC is renamed or disabled in the server: enable them for the backup user"),
                    Meaning.of(
                            "LOADING", EndCause.SOURCE, "The server is still loading its data; Slackwater tries again"),
                    Meaning.of(
                            "MASTERDOWN|NOMASTERLINK",
                            EndCause.SOURCE,
                            "This is a replica that has lost its master; Slackwater tries again"),
                    Meaning.of(
                            "Connection refused|Could not connect|No route|timed out",
                            EndCause.SOURCE,
                            "The server does not answer inside its container; see its log. Slackwater tries again"),
                    Meaning.of(
                            "reading bulk length while SYNCing",
                            EndCause.SOURCE,
                            "The server could not save; its log has the reason. Common ones are a full disk, too little memory for the fork"
                                    + " (set vm.overcommit_memory=1), and a directory without write permission"),
                    Meaning.of(
                            "I/O Error|Error reading|Server closed|reset by peer|Broken pipe",
                            EndCause.SOURCE,
                            "The server ended the transfer early; its log has the reason. Common ones are too little memory for the fork"
                                    + " (set vm.overcommit_memory=1) and a low client-output-buffer-limit replica. Slackwater tries again")));

    /** The server's error for a missing or wrong user or password. */
    private static final Pattern REFUSED =
            Pattern.compile("WRONGPASS|NOAUTH|NOPERM|invalid password|invalid username-password");

    private RedisFailures() {}

    /** Whether the server refused the sign-in. */
    static boolean refused(String said) {
        return REFUSED.matcher(said).find();
    }
}
