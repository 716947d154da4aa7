package io.slackwater.kind.postgres;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.slackwater.capture.ToolFailures;
import io.slackwater.discovery.Credentials;
import io.slackwater.discovery.Execs;
import io.slackwater.discovery.Inspection;
import io.slackwater.docker.DockerException;
import io.slackwater.docker.ExecCommand;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A PostgreSQL server's version, databases and directories, as {@link #QUERY} returns them.
 *
 * @param version for example {@code 17.2}
 * @param superuser whether the user is a superuser, who may read the roles' passwords
 * @param directories paths of the data directory and of all tablespaces in the server's container
 */
record PostgresCluster(String version, boolean superuser, List<String> directories, List<Database> databases) {

    PostgresCluster {
        directories = List.copyOf(directories);
        databases = List.copyOf(databases);
    }

    /**
     * A database other than template0 and template1. Other templates are listed, because they may contain user data.
     *
     * @param connectable whether the database allows connections
     * @param broken whether a {@code DROP DATABASE} was interrupted (PostgreSQL sets the connection limit to -2)
     * @param identity the server's system identifier and the database's oid
     */
    record Database(String name, boolean connectable, boolean broken, String comment, String identity) {

        /** The restore that is filling this database, or that was interrupted; empty for any other database. */
        Optional<RestoreMark> filling() {
            return RestoreMark.of(name, comment);
        }
    }

    /** The server's answer, or the reason why there is none. */
    sealed interface Listing {
        record Listed(PostgresCluster cluster) implements Listing {}

        record Failed(String reason) implements Listing {}
    }

    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(
                    DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
                    DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES);

    /** Returns one line of JSON, even when names contain line breaks. */
    private static final String QUERY = """
            select json_build_object(
              'version', current_setting('server_version'),
              'superuser', (select rolsuper from pg_roles where rolname = current_user),
              'directories', (select coalesce(json_agg(path), '[]') from (
                  select setting as path from pg_settings where name = 'data_directory'
                  union all
                  select pg_tablespace_location(oid) from pg_tablespace) as p where path <> ''),
              'databases', (select coalesce(json_agg(json_build_object(
                  'name', datname, 'connectable', datallowconn, 'broken', datconnlimit = -2,
                  'comment', coalesce(shobj_description(oid, 'pg_database'), ''),
                  'identity', (select system_identifier from pg_control_system()) || '/' || oid) order by datname), '[]')
                from pg_database where datname not in ('template0', 'template1')))""";

    /**
     * psql's exit code when it cannot connect (psql's documentation, Exit Status). Its error message is not used,
     * because the server's language varies.
     */
    private static final int NOT_CONNECTED = 2;

    /**
     * Queries the server with {@code psql} in its container. Tries the next database when psql cannot connect, as
     * {@code pg_dumpall} does, because the first database may not exist. template1 always exists but comes last,
     * because a session in it blocks CREATE DATABASE.
     */
    static Listing ask(Inspection asked, Credentials signIn) throws DockerException, InterruptedException {
        List<String> entrances = Stream.of(
                        "postgres", asked.container().environment().getOrDefault("POSTGRES_DB", ""), "template1")
                .filter(name -> !name.isEmpty())
                .distinct()
                .toList();
        String refusal = "";
        for (String entrance : entrances) {
            ExecCommand psql = new PostgresClient(signIn)
                    .psql("slackwater-discovery", entrance, "-c", QUERY)
                    .withEnvironment("PGOPTIONS", "-c statement_timeout=10s -c lock_timeout=5s");
            switch (asked.run(psql)) {
                case Execs.ExecOutcome.Refused refused -> {
                    return new Listing.Failed(refused.why());
                }
                case Execs.ExecOutcome.Ended ended
                when ended.ok() -> {
                    return parse(ended.stdout());
                }
                case Execs.ExecOutcome.Ended ended
                when ended.exitCode() != NOT_CONNECTED -> {
                    return new Listing.Failed(ToolFailures.essence(ended.stderr()));
                }
                case Execs.ExecOutcome.Ended ended ->
                    refusal = signIn.tried(ToolFailures.essence(ended.stderr()), asked.container());
            }
        }
        return new Listing.Failed(refusal);
    }

    private static Listing parse(String output) {
        try {
            return new Listing.Listed(JSON.readValue(output, PostgresCluster.class));
        } catch (JsonProcessingException e) {
            return new Listing.Failed("psql's answer is not the expected JSON");
        }
    }
}
