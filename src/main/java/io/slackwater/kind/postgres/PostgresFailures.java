package io.slackwater.kind.postgres;

import io.slackwater.capture.ToolFailures;
import io.slackwater.capture.ToolFailures.Meaning;
import io.slackwater.journal.EndCause;
import java.util.List;

/** Maps the error messages of PostgreSQL's programs to causes and remedies. An unknown message counts as permanent. */
final class PostgresFailures {

    static final ToolFailures FAILURES = new ToolFailures(List.of(
            Meaning.of(
                    "canceling statement due to (lock|statement) timeout|could not obtain lock",
                    EndCause.SOURCE,
                    "It waited too long for a lock. End the session that holds the lock, or dump at a quieter hour; Slackwater"
                            + " tries again"),
            Meaning.refusal(
                    "password authentication failed|no password supplied|fe_sendauth|authentication failed for user"
                            + "|role \".*\" does not exist|role \".*\" is not permitted to log in",
                    ToolFailures.SIGN_IN),
            Meaning.of(
                    "row-level security|permission denied",
                    EndCause.SOURCE_INVALID,
                    "The user may not read everything. Name a superuser, or a member of pg_read_all_data with BYPASSRLS, by"
                            + " the label slackwater.user"),
            Meaning.of(
                    "max_locks_per_transaction",
                    EndCause.SOURCE_INVALID,
                    "A dump locks every table of its database: raise max_locks_per_transaction and restart the server"),
            Meaning.of(
                    "database \".*\" does not exist|not currently accepting connections",
                    EndCause.SOURCE_INVALID,
                    "The database was dropped, renamed or closed since the last inspection"),
            Meaning.of(
                    "starting up|shutting down|in recovery mode|not yet accepting connections"
                            + "|too many clients|remaining connection slots|administrator command|terminated by user"
                            + "|server closed the connection|terminating connection|connection not open"
                            + "|could not receive data|SSL SYSCALL|No such file or directory|Connection refused"
                            + "|could not connect|connection to server"
                            + "|No space left|out of memory|could not write|could not extend",
                    EndCause.SOURCE,
                    "The server is not ready, ended the connection, or lacks connections, memory or disk space; see its"
                            + " log. Slackwater tries again")));

    private PostgresFailures() {}
}
