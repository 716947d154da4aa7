package io.slackwater.kind.redis;

import io.slackwater.capture.ToolFailures;
import io.slackwater.capture.ToolFailures.Meaning;
import io.slackwater.journal.EndCause;
import java.util.List;
import java.util.regex.Pattern;

/** Maps the error messages of {@code redis-cli --rdb} to causes and remedies. */
public final class RedisFailures {

    private static final String NO_RIGHTS = "NOPERM|no permissions";

    /** The server's error for a missing or wrong user or password. */
    private static final String NO_SIGN_IN =
            "WRONGPASS|NOAUTH|Authentication required|invalid password|invalid username-password";

    private static final Pattern REFUSED = Pattern.compile(NO_SIGN_IN + "|" + NO_RIGHTS);

    public static final ToolFailures FAILURES = new ToolFailures(List.of(
            Meaning.of(
                    NO_SIGN_IN,
                    EndCause.SOURCE_INVALID,
                    "The server refuses the user or the password. Give the right ones by the labels slackwater.user and"
                            + " slackwater.password.env or slackwater.password.file"),
            Meaning.of(
                    NO_RIGHTS,
                    EndCause.SOURCE_INVALID,
                    "The user lacks rights: ACL SETUSER <user> +psync +sync +replconf +ping"),
            Meaning.of(
                    "LOADING|MASTERDOWN|NOMASTERLINK|Connection refused|Could not connect|No route|timed out"
                            + "|reading bulk length while SYNCing"
                            + "|I/O Error|Error reading|Server closed|reset by peer|Broken pipe",
                    EndCause.SOURCE,
                    "The server is not ready, or ended the transfer early; its log has the reason. Common ones are a full"
                            + " disk, too little memory for the fork (set vm.overcommit_memory=1) and a low"
                            + " client-output-buffer-limit replica. Slackwater tries again")));

    private RedisFailures() {}

    /** Whether the server refused the sign-in. */
    static boolean refused(String said) {
        return REFUSED.matcher(said).find();
    }
}
