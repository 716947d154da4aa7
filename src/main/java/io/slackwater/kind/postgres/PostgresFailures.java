package io.slackwater.kind.postgres;

import io.slackwater.capture.CaptureException;
import io.slackwater.capture.ToolFailures;
import io.slackwater.capture.ToolFailures.Meaning;
import io.slackwater.journal.EndCause;
import java.util.List;
import java.util.regex.Pattern;

/** Maps the error messages of PostgreSQL's programs to causes and remedies. */
final class PostgresFailures {

    private static final Pattern LOCKED =
            Pattern.compile("canceling statement due to (lock|statement) timeout|could not obtain lock");

    private static final String NO_PASSWORD =
            "password authentication failed|no password supplied|fe_sendauth|authentication failed for user";
    private static final String NO_ROLE = "role \".*\" does not exist";

    /** The server's error for a missing or wrong user or password. */
    private static final Pattern REFUSED = Pattern.compile(NO_PASSWORD + "|" + NO_ROLE);

    private PostgresFailures() {}

    private static ToolFailures failures(String database) {
        return new ToolFailures(List.of(
                Meaning.of(
                        NO_PASSWORD,
                        EndCause.SOURCE_INVALID,
                        "The server refuses the password. Give the right one by the labels slackwater.user and"
                                + " slackwater.password.env or slackwater.password.file"),
                Meaning.of(
                        NO_ROLE,
                        EndCause.SOURCE_INVALID,
                        "The server has no such user. Name a user that may read everything by the label slackwater.user"),
                Meaning.of(
                        "role \".*\" is not permitted to log in",
                        EndCause.SOURCE_INVALID,
                        "Name a user that may log in by the label slackwater.user"),
                Meaning.of(
                        "database \".*\" does not exist",
                        EndCause.SOURCE_INVALID,
                        "The database was dropped or renamed since the last inspection"),
                Meaning.of(
                        "not currently accepting connections",
                        EndCause.SOURCE_INVALID,
                        "Allow connections: ALTER DATABASE " + DatabaseDefinition.shown(database)
                                + " ALLOW_CONNECTIONS true"),
                Meaning.of(
                        "row-level security|permission denied",
                        EndCause.SOURCE_INVALID,
                        "The user may not read everything. Name a superuser, or a member of pg_read_all_data with BYPASSRLS, by"
                                + " the label slackwater.user"),
                Meaning.of(
                        "server version mismatch",
                        EndCause.SOURCE_INVALID,
                        "The container's pg_dump is older than its server: use the image's own pg_dump"),
                Meaning.of(
                        "starting up|shutting down|in recovery mode|not yet accepting connections",
                        EndCause.SOURCE,
                        "The server is starting or stopping; Slackwater tries again"),
                Meaning.of(
                        "too many clients|remaining connection slots",
                        EndCause.SOURCE,
                        "All connections are taken: raise max_connections or use a pool"),
                Meaning.of(
                        "max_locks_per_transaction|out of shared memory",
                        EndCause.SOURCE_INVALID,
                        "A dump locks every table of its database, and the server allows too few locks: raise"
                                + " max_locks_per_transaction in its configuration (at least the number of tables divided by"
                                + " max_connections) and restart the server"),
                Meaning.of(
                        "administrator command",
                        EndCause.SOURCE,
                        "The dump's session in the server was terminated; Slackwater tries again"),
                Meaning.of(
                        "server closed the connection|terminating connection|connection not open|could not receive data|SSL SYSCALL",
                        EndCause.SOURCE,
                        "The connection to the server was lost; see the server's log. Slackwater tries again"),
                Meaning.of(
                        "terminated by user",
                        EndCause.SOURCE,
                        "The dump's process was terminated; Slackwater tries again"),
                Meaning.of(
                        "No such file or directory|Connection refused|could not connect|connection to server",
                        EndCause.SOURCE,
                        "The server does not answer inside its container; see its log. Slackwater tries again"),
                Meaning.of(
                        "No space left|out of memory|could not write|could not extend",
                        EndCause.SOURCE,
                        "The server's host lacks disk space or memory; Slackwater tries again"),
                Meaning.of(
                        "missing chunk|invalid page|could not read block|invalid memory alloc|unexpected chunk|cache lookup failed",
                        EndCause.SOURCE_INVALID,
                        "The database itself is damaged: keep the older snapshots and look at the server's log")));
    }

    /** Whether the server refused the sign-in. */
    static boolean refused(String stderr) {
        return REFUSED.matcher(stderr).find();
    }

    /**
     * Explains a failed dump.
     *
     * @param what the failed dump, for the message
     * @param database the database that the program signed in to
     */
    static CaptureException explain(String what, String database, int code, String stderr, HolderLookup holders)
            throws InterruptedException {
        if (LOCKED.matcher(stderr).find()) {
            String who = holders.holders();
            return new CaptureException(
                    "The " + what + " waited too long for a lock: "
                            + (who.isEmpty() ? ToolFailures.essence(stderr) : who)
                            + ". End that session, or dump at a quieter hour; Slackwater tries again",
                    EndCause.SOURCE);
        }
        return failures(database).explain(what, code, stderr);
    }

    /** Describes the sessions that hold locks; empty when unknown. */
    @FunctionalInterface
    interface HolderLookup {
        String holders() throws InterruptedException;
    }
}
