package io.slackwater.kind.redis;

import io.slackwater.capture.ToolFailures;
import io.slackwater.capture.ToolFailures.Meaning;
import io.slackwater.journal.EndCause;
import java.util.List;

/** Maps the error messages of {@code redis-cli --rdb} to causes and remedies. */
public final class RedisFailures {

    public static final ToolFailures FAILURES = new ToolFailures(List.of(
            Meaning.refusal(
                    "WRONGPASS|NOAUTH|Authentication required|invalid password|invalid username-password",
                    ToolFailures.SIGN_IN),
            Meaning.refusal(
                    "NOPERM|no permissions", "The user lacks rights: ACL SETUSER <user> +psync +sync +replconf +ping"),
            Meaning.of(
                    "LOADING|MASTERDOWN|NOMASTERLINK|Connection refused|Could not connect|No route|timed out"
                            + "|reading bulk length while SYNCing"
                            + "|I/O Error|Error reading|Server closed|reset by peer|Broken pipe",
                    EndCause.SOURCE,
                    "The server is not ready, or ended the transfer early; its log has the reason. Common ones are a full"
                            + " disk, too little memory for the fork (set vm.overcommit_memory=1) and a low"
                            + " client-output-buffer-limit replica. Slackwater tries again")));

    private RedisFailures() {}
}
