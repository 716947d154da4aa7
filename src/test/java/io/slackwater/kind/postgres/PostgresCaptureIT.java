package io.slackwater.kind.postgres;

import static io.slackwater.kind.postgres.PostgresWorld.grow;
import static io.slackwater.kind.postgres.PostgresWorld.refused;
import static io.slackwater.kind.postgres.PostgresWorld.sql;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.slackwater.capture.CaptureException;
import io.slackwater.capture.CaptureRequest;
import io.slackwater.capture.CaptureWorld;
import io.slackwater.capture.DumpMark;
import io.slackwater.capture.StreamCapture;
import io.slackwater.discovery.Kind;
import io.slackwater.discovery.Source;
import io.slackwater.journal.EndCause;
import io.slackwater.stream.DumpSource;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresCaptureIT {

    private static PostgresWorld world;
    private static StreamCapture databases;
    private static StreamCapture roles;

    /** Everything that a restore must bring back, in one line each. */
    private static final String FACTS = """
            SELECT 'rows', md5(string_agg(t::text, '|' ORDER BY id)) FROM docs t
            UNION ALL SELECT 'sequence', last_value::text FROM docs_id_seq
            UNION ALL SELECT 'large object', md5(lo_get(424242))
            UNION ALL SELECT 'index', string_agg(indexdef, ';' ORDER BY indexdef) FROM pg_indexes WHERE tablename = 'docs'
            UNION ALL SELECT 'vector', string_agg(id::text, ',') FROM (SELECT id FROM docs ORDER BY v <-> '[1,2,3]', id LIMIT 5) n
            UNION ALL SELECT 'owner', tableowner FROM pg_tables WHERE tablename = 'docs'
            UNION ALL SELECT 'extension', string_agg(extname || extversion, ',' ORDER BY extname) FROM pg_extension
            """;

    private static String server = "";

    @BeforeAll
    static void start() throws Exception {
        world = new PostgresWorld();
        databases = world.databases;
        roles = world.roles;
        server = world.startServer("pg");
        sql(
                server,
                "postgres",
                "CREATE ROLE webapp LOGIN PASSWORD 'webpw'; ALTER ROLE webapp SET statement_timeout='7s'");
        for (String name : List.of("we ird-DB", "a=b", "größe")) {
            sql(server, "postgres", "CREATE DATABASE \"" + name + "\" OWNER webapp");
            fill(server, name);
        }
        sql(server, "postgres", "CREATE DATABASE empty");
    }

    @AfterAll
    static void stop() throws Exception {
        world.close();
    }

    private static void fill(String container, String database) throws Exception {
        sql(container, database, """
                CREATE EXTENSION vector;
                CREATE TABLE docs (id serial PRIMARY KEY, body text, v vector(3));
                INSERT INTO docs (body, v) SELECT md5(i::text), ARRAY[i, i*2 % 17, i % 5]::vector FROM generate_series(1, 500) i;
                CREATE INDEX ON docs USING hnsw (v vector_l2_ops);
                SELECT lo_from_bytea(424242, decode(repeat('deadbeef', 50000), 'hex'));
                ALTER TABLE docs OWNER TO webapp;
                """);
    }

    private static CaptureRequest database(String name) throws Exception {
        return world.request(server, new Source.Stream(new Kind("postgres"), name, "dump"), PostgresWorld.OWNER);
    }

    private static void restore(byte[] dump, String container, String into) throws Exception {
        sql(container, "postgres", "CREATE DATABASE \"" + into + "\" TEMPLATE template0");
        CaptureWorld.docker(
                dump, "exec", "-i", container, "pg_restore", "-U", "appowner", "--exit-on-error", "-d", into);
    }

    @ParameterizedTest
    @ValueSource(strings = {"we ird-DB", "a=b", "größe"})
    void anOddlyNamedDatabaseIsDumpedCheckedAndRestoredWithItsLargeObjects(String name) throws Exception {
        CaptureRequest request = database(name);
        byte[] dump = CaptureWorld.dump(databases, request);
        CaptureWorld.check(databases, request, dump);
        String into = "restored" + Math.abs(name.hashCode());
        restore(dump, server, into);
        assertThat(sql(server, into, FACTS)).isEqualTo(sql(server, name, FACTS)).contains("large object");
    }

    @Test
    void anEmptyDatabaseIsDumped() throws Exception {
        CaptureRequest request = database("empty");
        byte[] dump = CaptureWorld.dump(databases, request);
        CaptureWorld.check(databases, request, dump);
        restore(dump, server, "restored_empty");
        assertThat(sql(server, "restored_empty", "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"))
                .isEqualTo("0");
    }

    @Test
    void rolesAreDumpedCheckedAndRestoredIntoAFreshServer() throws Exception {
        CaptureRequest request =
                world.request(server, new Source.Stream(new Kind("postgres"), "roles", "sql"), PostgresWorld.OWNER);
        byte[] script = CaptureWorld.dump(roles, request);
        CaptureWorld.check(roles, request, script);
        String fresh = world.startServer("pg-fresh");
        CaptureWorld.Result restored =
                CaptureWorld.tryDocker(script, "exec", "-i", fresh, "psql", "-X", "-U", "appowner", "-d", "postgres");
        assertThat(restored.err().lines().filter(line -> line.contains("ERROR")))
                .allMatch(line -> line.contains("role \"appowner\" already exists"));
        String hash =
                "SELECT a.rolpassword, r.rolconfig FROM pg_authid a JOIN pg_roles r USING (oid) WHERE a.rolname = 'webapp'";
        assertThat(sql(fresh, "postgres", hash))
                .isEqualTo(sql(server, "postgres", hash))
                .contains("SCRAM", "7s");
    }

    @Test
    void aMissingDatabaseIsRefusedBeforeAnyByte() throws Exception {
        refused(databases, database("gone"), false, "database \"gone\" does not exist", "dropped, renamed");
    }

    @Test
    void aMissingUserIsRefusedWithItsRemedy() throws Exception {
        CaptureRequest request = world.request(
                server, new Source.Stream(new Kind("postgres"), "a=b", "dump"), CaptureWorld.signIn("nobody", ""));
        refused(databases, request, false, "role \"nobody\" does not exist", "slackwater.user");
    }

    @Test
    void aLockOfAnotherSessionFailsTheDumpWithItsTable() throws Exception {
        sql(server, "postgres", "CREATE DATABASE locked");
        sql(server, "locked", "CREATE TABLE held (i int)");
        try (Session session = new Session(server, "locked")) {
            session.say("BEGIN; LOCK TABLE held IN ACCESS EXCLUSIVE MODE; SELECT 'locked now';");
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> sql(
                                    server, "locked", "SELECT count(*) FROM pg_locks WHERE relation = 'held'::regclass")
                            .equals("1"));
            CaptureRequest request = world.request(
                    server,
                    new Source.Stream(new Kind("postgres"), "locked", "dump"),
                    Duration.ofMinutes(1),
                    Duration.ofSeconds(1));
            refused(databases, request, true, "waited too long for a lock", "held");
        }
    }

    @Test
    void sweepEndsADumpThatWaitsForALock() throws Exception {
        sql(server, "postgres", "CREATE DATABASE locked2");
        sql(server, "locked2", "CREATE TABLE held (i int)");
        try (Session session = new Session(server, "locked2")) {
            session.say("BEGIN; LOCK TABLE held IN ACCESS EXCLUSIVE MODE;");
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> sql(
                                    server,
                                    "locked2",
                                    "SELECT count(*) FROM pg_locks WHERE relation = 'held'::regclass")
                            .equals("1"));
            CaptureRequest request = database("locked2");
            var thrown = new java.util.concurrent.CompletableFuture<Throwable>();
            Thread lost =
                    Thread.ofPlatform().start(() -> thrown.complete(catchThrowable(() -> databases.open(request))));
            String waiting = "SELECT count(*) FROM pg_stat_activity WHERE application_name = '"
                    + DumpMark.of(request.run()).name() + "'";
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> sql(server, "postgres", waiting).equals("1"));
            databases.sweep(request);
            lost.join();
            assertThat(CaptureWorld.failure(thrown.join()).endCause()).isEqualTo(EndCause.SOURCE);
            assertThat(sql(server, "postgres", waiting)).isEqualTo("0");
            assertThat(CaptureWorld.docker("top", server)).doesNotContain("pg_dump");
            databases.sweep(request);
        }
    }

    @Test
    void anInterruptedOpenLeavesNoProcess() throws Exception {
        sql(server, "postgres", "CREATE DATABASE locked3");
        sql(server, "locked3", "CREATE TABLE held (i int)");
        try (Session session = new Session(server, "locked3")) {
            session.say("BEGIN; LOCK TABLE held IN ACCESS EXCLUSIVE MODE;");
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> sql(
                                    server,
                                    "locked3",
                                    "SELECT count(*) FROM pg_locks WHERE relation = 'held'::regclass")
                            .equals("1"));
            CaptureRequest request = database("locked3");
            var thrown = new java.util.concurrent.CompletableFuture<Throwable>();
            Thread opening =
                    Thread.ofPlatform().start(() -> thrown.complete(catchThrowable(() -> databases.open(request))));
            String waiting = "SELECT count(*) FROM pg_stat_activity WHERE application_name = '"
                    + DumpMark.of(request.run()).name() + "'";
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> sql(server, "postgres", waiting).equals("1"));
            opening.interrupt();
            assertThat(thrown.join()).isInstanceOf(InterruptedException.class);
            assertThat(sql(server, "postgres", waiting)).isEqualTo("0");
            assertThat(CaptureWorld.docker("top", server)).doesNotContain("pg_dump");
        }
    }

    @Test
    void anEarlyCloseEndsTheDumpInTheContainer() throws Exception {
        sql(server, "postgres", "CREATE DATABASE big1");
        grow(server, "big1", 40_000);
        CaptureRequest request = database("big1");
        DumpSource source = databases.open(request);
        assertThat(source.read(new byte[1000], 0, 1000)).isPositive();
        assertThat(CaptureWorld.docker("top", server)).contains("pg_dump");
        source.close();
        source.close();
        assertThat(CaptureWorld.docker("top", server)).doesNotContain("pg_dump");
        assertThat(sql(
                        server,
                        "postgres",
                        "SELECT count(*) FROM pg_stat_activity WHERE application_name LIKE 'slackwater-%'"))
                .isEqualTo("0");
    }

    @Test
    void aDumpTimesOut() throws Exception {
        sql(server, "postgres", "CREATE DATABASE locked4");
        sql(server, "locked4", "CREATE TABLE held (i int)");
        try (Session session = new Session(server, "locked4")) {
            session.say("BEGIN; LOCK TABLE held IN ACCESS EXCLUSIVE MODE;");
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> sql(
                                    server,
                                    "locked4",
                                    "SELECT count(*) FROM pg_locks WHERE relation = 'held'::regclass")
                            .equals("1"));
            CaptureRequest request = world.request(
                    server,
                    new Source.Stream(new Kind("postgres"), "locked4", "dump"),
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(60));
            refused(databases, request, false, "longer than the allowed 2 s");
            assertThat(CaptureWorld.docker("top", server)).doesNotContain("pg_dump");
        }
    }

    /**
     * Within a short time: pg_restore ends without reading the rest, and Docker neither reads the rest nor informs the
     * writer.
     */
    @Test
    @Timeout(30)
    void aDamagedOrTruncatedDumpFailsTheCheck() throws Exception {
        CaptureRequest request = database("we ird-DB");
        byte[] dump = CaptureWorld.dump(databases, request);
        for (byte[] bad : List.of(
                Arrays.copyOf(dump, dump.length - 1),
                Arrays.copyOf(dump, dump.length / 2),
                new byte[0],
                new byte[500_000])) {
            CaptureException failure =
                    CaptureWorld.failure(catchThrowable(() -> CaptureWorld.check(databases, request, bad)));
            assertThat(failure.endCause()).as(failure.getMessage()).isEqualTo(EndCause.NOT_WHOLE);
            assertThat(failure).hasMessageContaining("we ird-DB");
        }
    }

    /** A psql that stays open. */
    private static final class Session implements AutoCloseable {
        private final Process process;
        private final OutputStream stdin;

        Session(String container, String database) throws Exception {
            process = new ProcessBuilder(
                            "docker",
                            "exec",
                            "-i",
                            "-e",
                            "PGAPPNAME=holder-app",
                            container,
                            "psql",
                            "-U",
                            "appowner",
                            "-d",
                            database)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            stdin = process.getOutputStream();
        }

        void say(String statement) throws Exception {
            stdin.write((statement + "\n").getBytes(StandardCharsets.UTF_8));
            stdin.flush();
        }

        @Override
        public void close() throws Exception {
            stdin.close();
            process.waitFor();
        }
    }
}
