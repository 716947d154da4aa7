package io.slackwater.kind.postgres;

import io.slackwater.capture.CaptureException;
import io.slackwater.capture.CaptureFailures;
import io.slackwater.capture.DumpMark;
import io.slackwater.capture.Leftovers;
import io.slackwater.capture.Target;
import io.slackwater.discovery.Workload;
import io.slackwater.docker.ExecCommand;
import io.slackwater.docker.ExecResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * Runs PostgreSQL's programs in a workload's container. {@code PGDATABASE} passes the database's name, because {@code -d} treats
 * a name with {@code =} as a connection string. No program prompts for a password.
 */
final class PostgresClient {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int CONNECT_SECONDS = 15;
    /**
     * Up to version 17, the postmaster treats a child that ends by a signal as a crash, ends all sessions and recovers
     * ({@code CleanupBackend} in its {@code postmaster.c}).
     */
    private static final List<String> SERVER = List.of("postgres", "postmaster");

    private static final Logger LOG = Logger.getLogger(PostgresClient.class);

    /** Other sessions with a lock that blocks reading, with the table and the lock's age. */
    private static final String HOLDERS = """
            SELECT format('%s is held by session %s (user %s, application %s, %s since %s)', l.relation::regclass, a.pid,
                          a.usename, coalesce(nullif(a.application_name, ''), 'unnamed'), coalesce(a.state, 'active'),
                          date_trunc('second', coalesce(a.state_change, a.backend_start)))
              FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
             WHERE l.locktype = 'relation' AND l.granted AND l.mode = 'AccessExclusiveLock'
               AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
               AND l.relation >= 16384 AND a.pid <> pg_backend_pid()
             ORDER BY a.xact_start LIMIT 3
            """;

    private final Target target;
    private final Workload workload;

    PostgresClient(Target target) {
        this.target = target;
        this.workload = target.workload();
    }

    /**
     * The image's default user: {@code POSTGRES_USER}, else {@code postgres}. Without it the client would use the system user's
     * name.
     */
    String user() {
        return workload.signIn().user().orElseGet(() -> {
            String user = target.container().environment().getOrDefault("POSTGRES_USER", "");
            return user.isEmpty() ? "postgres" : user;
        });
    }

    /** A command that carries the mark, in its environment and as its sessions' application name. */
    ExecCommand marked(DumpMark mark, String database, List<String> argv) {
        Map<String, String> environment = environment(mark.name(), database);
        environment.put(DumpMark.VARIABLE, mark.value());
        return new ExecCommand(argv, environment, "");
    }

    Map<String, String> environment(String application, String database) {
        Map<String, String> environment = new HashMap<>();
        environment.put("PGDATABASE", database);
        environment.put("PGAPPNAME", application);
        environment.put("PGCONNECT_TIMEOUT", Integer.toString(CONNECT_SECONDS));
        // The error messages are parsed, so they must be in English.
        environment.put("LC_ALL", "C");
        workload.signIn().password().ifPresent(password -> environment.put("PGPASSWORD", password.reveal()));
        return environment;
    }

    ExecResult query(String database, String sql) throws CaptureException, InterruptedException {
        List<String> argv =
                List.of("psql", "-X", "-A", "-t", "-q", "-w", "-v", "ON_ERROR_STOP=1", "-U", user(), "-c", sql);
        return target.run(new ExecCommand(argv, environment("slackwater", database), ""), LIMIT);
    }

    /** Ends the sessions and the processes that carry the mark. */
    void end(DumpMark mark, List<String> databases) throws CaptureException, InterruptedException {
        // The mark's name is made of letters, digits, dot, dash and underscore only: no quoting is needed.
        String sql = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = '"
                + mark.name() + "' AND pid <> pg_backend_pid()";
        String refused = "";
        for (String database : databases) {
            ExecResult result = query(database, sql);
            if (result.ok()) {
                refused = "";
                if (!result.stdout().strip().equals("0")) {
                    LOG.infof(
                            "sessions of %s ended workload=%s count=%s",
                            mark.name(), workload.id(), result.stdout().strip());
                }
                break;
            }
            refused = CaptureFailures.essence(result.stderr());
        }
        // Without its client a session ends by itself as soon as it sends something, or gets its lock.
        Leftovers.end(target, mark, SERVER);
        if (!refused.isEmpty()) {
            LOG.debugf("sessions of %s could not be asked for workload=%s: %s", mark.name(), workload.id(), refused);
        }
    }

    /** The sessions that lock tables of the database now, as a sentence's end; empty when there are none or the query fails. */
    String holders(String database) throws InterruptedException {
        try {
            ExecResult result = query(database, HOLDERS);
            List<String> lines = new ArrayList<>(
                    result.stdout().lines().filter(line -> !line.isBlank()).toList());
            return result.ok() ? String.join(", ", lines) : "";
        } catch (CaptureException e) {
            LOG.debugf("lock holders of workload=%s: %s", workload.id(), e.getMessage());
            return "";
        }
    }
}
