package io.slackwater.kind.postgres;

import io.slackwater.capture.CaptureException;
import io.slackwater.capture.DumpMark;
import io.slackwater.capture.Leftovers;
import io.slackwater.capture.Target;
import io.slackwater.discovery.Credentials;
import io.slackwater.docker.ExecCommand;
import io.slackwater.docker.ExecResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * Builds and runs commands of PostgreSQL's programs in the server's container. The database's name goes through {@code
 * PGDATABASE}, because {@code -d} treats a name with {@code =} as a connection string. No program prompts for a
 * password.
 */
record PostgresClient(Credentials signIn) {

    /** The superuser of an image whose environment names no user. */
    static final String USER = "postgres";

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int CONNECT_SECONDS = 15;
    /**
     * Server processes, which are never killed. Up to version 17, the postmaster treats a child killed by a signal as a
     * crash. It then ends all sessions and recovers ({@code CleanupBackend} in {@code postmaster.c}).
     */
    private static final Logger LOG = Logger.getLogger(PostgresClient.class);

    /**
     * A command that signs in to a database.
     *
     * @param application the application name of its sessions in the server
     */
    ExecCommand command(String application, String database, List<String> argv) {
        Map<String, String> environment = new HashMap<>();
        environment.put("PGUSER", signIn.user().orElse(USER));
        environment.put("PGDATABASE", database);
        environment.put("PGAPPNAME", application);
        environment.put("PGCONNECT_TIMEOUT", Integer.toString(CONNECT_SECONDS));
        // The remedies depend on the messages of the programs, so these must be in English.
        environment.put("LC_ALL", "C");
        signIn.password().ifPresent(password -> environment.put("PGPASSWORD", password.reveal()));
        return new ExecCommand(argv, environment, "");
    }

    /**
     * A command whose process and sessions carry a mark. The mark is in the environment and in the application name, so
     * that {@link #end} finds them.
     */
    ExecCommand marked(DumpMark mark, String database, List<String> argv) {
        return command(mark.name(), database, argv).withEnvironment(DumpMark.VARIABLE, mark.value());
    }

    /** A psql command that prints bare values and stops at the first error. Its input and output are UTF-8. */
    ExecCommand psql(String application, String database, String... more) {
        List<String> argv = new ArrayList<>(List.of("psql", "-X", "-A", "-t", "-q", "-w", "-v", "ON_ERROR_STOP=1"));
        argv.addAll(List.of(more));
        return command(application, database, argv).withEnvironment("PGCLIENTENCODING", "UTF8");
    }

    /**
     * Ends the sessions and the processes of a dump.
     *
     * @param mark identifies the dump in the application name and in the environment
     */
    void end(Target target, DumpMark mark, List<String> databases) throws CaptureException, InterruptedException {
        // The mark's name is made of letters, digits, dot, dash and underscore only: no quoting is needed.
        String sql = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = '"
                + mark.name() + "' AND pid <> pg_backend_pid()";
        for (String database : databases) {
            ExecResult result = target.run(psql("slackwater", database, "-c", sql), LIMIT);
            LOG.debugf(
                    "sessions of %s ended workload=%s count=%s %s",
                    mark.name(),
                    target.workload().id(),
                    result.stdout().strip(),
                    result.stderr().strip());
            if (result.ok()) {
                break;
            }
        }
        // Without its client a session ends by itself as soon as it sends something, or gets its lock.
        Leftovers.end(target.docker(), target.container(), mark);
    }
}
