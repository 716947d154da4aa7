package io.slackwater.kind.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.slackwater.capture.CaptureException;
import io.slackwater.capture.CaptureRequest;
import io.slackwater.capture.CaptureWorld;
import io.slackwater.capture.StreamCapture;
import io.slackwater.discovery.Credentials;
import io.slackwater.discovery.Kind;
import io.slackwater.discovery.Source;
import io.slackwater.journal.EndCause;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Real PostgreSQL servers of one test class, with the captures of their databases. Closing removes the servers. */
final class PostgresWorld implements AutoCloseable {

    /** The superuser of each server. */
    static final Credentials OWNER = new Credentials(Optional.of("appowner"), Optional.empty(), List.of());

    private final CaptureWorld world = new CaptureWorld();
    final StreamCapture databases = world.capture(new Source.Stream(new Kind("postgres"), "any", "dump"));
    final StreamCapture roles = world.capture(new Source.Stream(new Kind("postgres"), "roles", "sql"));

    /** Starts a server, waits until it takes connections, and returns its container's name. */
    String startServer(String purpose, String... more) throws Exception {
        String[] arguments = new String[more.length + 5];
        System.arraycopy(more, 0, arguments, 0, more.length);
        System.arraycopy(
                new String[] {"-e", "POSTGRES_USER=appowner", "-e", "POSTGRES_PASSWORD=pw", "pgvector/pgvector:pg17"},
                0,
                arguments,
                more.length,
                5);
        String name = world.start(purpose, arguments);
        // Over TCP: the server that runs the first initialisation listens on its socket only.
        CaptureWorld.docker(
                "exec",
                "-e",
                "PGPASSWORD=pw",
                name,
                "timeout",
                "90",
                "bash",
                "-c",
                "until psql -h 127.0.0.1 -U appowner -d postgres -c 'select 1' 2>/dev/null; do sleep 0.2; done");
        return name;
    }

    CaptureRequest request(String container, Source source, Credentials signIn) throws Exception {
        return world.request(container, source, signIn);
    }

    CaptureRequest request(String container, Source source, Duration limit, Duration lockWait) throws Exception {
        return world.request(container, source, OWNER, limit, lockWait);
    }

    /** @param extra rows of random text, about 1 kB each */
    static void grow(String container, String database, int extra) throws Exception {
        sql(
                container,
                database,
                "CREATE TABLE big AS SELECT i, (SELECT string_agg(md5(random()::text || i || j), '') FROM generate_series(1,32) j) t"
                        + " FROM generate_series(1," + extra + ") i");
    }

    static String sql(String container, String database, String statement) throws Exception {
        return CaptureWorld.docker(
                        statement.getBytes(StandardCharsets.UTF_8),
                        "exec",
                        "-i",
                        "-e",
                        "PGDATABASE=" + database,
                        container,
                        "psql",
                        "-X",
                        "-A",
                        "-t",
                        "-q",
                        "-v",
                        "ON_ERROR_STOP=1",
                        "-U",
                        "appowner",
                        "-f",
                        "-")
                .strip();
    }

    /** Asserts that the capture refuses before any byte, with these words. */
    static CaptureException refused(StreamCapture capture, CaptureRequest request, boolean later, String... words) {
        CaptureException failure =
                CaptureWorld.failure(catchThrowable(() -> capture.open(request).close()));
        assertThat(failure).hasMessageContainingAll(words);
        assertThat(failure.endCause()).isEqualTo(later ? EndCause.SOURCE : EndCause.SOURCE_INVALID);
        return failure;
    }

    @Override
    public void close() throws Exception {
        world.close();
    }
}
