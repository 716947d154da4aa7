package io.slackwater.kind.postgres;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.slackwater.discovery.Credentials;
import io.slackwater.discovery.Execs;
import io.slackwater.discovery.Inspection;
import io.slackwater.docker.DockerException;
import io.slackwater.docker.ExecCommand;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A PostgreSQL server's version, databases and directories.
 *
 * @param version for example {@code 17.2}
 * @param superuser whether the signed-in user may read the roles' passwords
 * @param dataDirectories the data directory and every tablespace, as paths in the server's container
 */
record PostgresCluster(String version, boolean superuser, List<String> dataDirectories, List<Database> databases) {

    PostgresCluster {
        dataDirectories = List.copyOf(dataDirectories);
        databases = List.copyOf(databases);
    }

    /**
     * A database other than template0 and template1. Other templates may contain user data.
     *
     * @param connectable whether it allows connections
     * @param broken whether its {@code DROP DATABASE} was interrupted (PostgreSQL sets the connection limit to -2)
     * @param permitted whether the signed-in user may connect to it
     * @param filling the restore that fills it or was interrupted; empty for a renamed database
     * @param identity the server's system identifier and the database's oid
     */
    record Database(
            String name,
            boolean connectable,
            boolean broken,
            boolean permitted,
            Optional<RestoreMark> filling,
            String identity) {}

    /** The answer, or why there is none. */
    sealed interface Listing {
        record Listed(PostgresCluster cluster) implements Listing {}

        record Failed(String reason) implements Listing {}
    }

    /** One line of JSON, whatever the names hold. */
    private static final String QUERY = """
            select json_build_object(
              'version', current_setting('server_version'),
              'superuser', (select rolsuper from pg_roles where rolname = current_user),
              'directories', (select json_agg(path) from (
                  select setting as path from pg_settings where name = 'data_directory'
                  union all
                  select pg_tablespace_location(oid) from pg_tablespace) as p where path <> ''),
              'databases', (select json_agg(json_build_object(
                  'name', datname, 'connectable', datallowconn, 'broken', datconnlimit = -2,
                  'permitted', has_database_privilege(oid, 'CONNECT'),
                  'comment', shobj_description(oid, 'pg_database'),
                  'identity', (select system_identifier from pg_control_system()) || '/' || oid) order by datname)
                from pg_database where datname not in ('template0', 'template1')))""";

    /** Queries the server with {@code psql} in its container. */
    static Listing ask(Inspection asked, Credentials signIn) throws DockerException, InterruptedException {
        Set<String> entrances = new LinkedHashSet<>(List.of("postgres", "template1"));
        String own = asked.container().environment().getOrDefault("POSTGRES_DB", "");
        if (!own.isEmpty()) {
            entrances.add(own);
        }
        Listing answer = new Listing.Failed("no database to sign in to");
        for (String entrance : entrances) {
            answer = ask(asked, signIn, entrance);
            // Another database helps only when this database does not exist.
            if (!(answer instanceof Listing.Failed failed
                    && failed.reason().contains("database \"" + entrance + "\" does not exist"))) {
                return answer;
            }
        }
        return answer;
    }

    private static Listing ask(Inspection asked, Credentials signIn, String database)
            throws DockerException, InterruptedException {
        List<String> argv = new ArrayList<>(List.of("psql", "-X", "-A", "-t", "-q", "-w", "-v", "ON_ERROR_STOP=1"));
        signIn.user().ifPresent(user -> argv.addAll(List.of("-U", user)));
        argv.addAll(List.of("-c", QUERY));
        // PGDATABASE passes the name, because -d treats a name with '=' as a connection string.
        ExecCommand command = new ExecCommand(argv, Map.of(), "")
                .withEnvironment("PGDATABASE", database)
                .withEnvironment("PGCLIENTENCODING", "UTF8")
                .withEnvironment("PGAPPNAME", "slackwater-discovery")
                .withEnvironment("PGCONNECT_TIMEOUT", "5")
                .withEnvironment("PGOPTIONS", "-c statement_timeout=10s -c lock_timeout=5s");
        if (signIn.password().isPresent()) {
            command = command.withEnvironment(
                    "PGPASSWORD", signIn.password().get().reveal());
        }
        return switch (asked.run(command)) {
            case Execs.Outcome.Refused refused -> new Listing.Failed(refused.why());
            case Execs.Outcome.Ended ended when ended.ok() -> parse(ended.stdout());
            case Execs.Outcome.Ended ended ->
                new Listing.Failed(
                        ended.stderr().isBlank() ? "psql ended with " + ended.exitCode() : line(ended.stderr()));
        };
    }

    private static Listing parse(String output) {
        try {
            JsonNode json = new ObjectMapper().readTree(output);
            if (!json.path("databases").isArray()) {
                return new Listing.Failed("the server lists no database but template0 and template1");
            }
            List<Database> databases = new ArrayList<>();
            for (JsonNode row : json.path("databases")) {
                String name = row.path("name").asText();
                databases.add(new Database(
                        name,
                        row.path("connectable").asBoolean(),
                        row.path("broken").asBoolean(),
                        row.path("permitted").asBoolean(),
                        RestoreMark.of(name, row.path("comment").asText("")),
                        row.path("identity").asText("")));
            }
            List<String> directories = new ArrayList<>();
            json.path("directories").forEach(path -> directories.add(path.asText()));
            return new Listing.Listed(new PostgresCluster(
                    json.path("version").asText(), json.path("superuser").asBoolean(), directories, databases));
        } catch (JsonProcessingException e) {
            return new Listing.Failed("psql's answer is not the JSON that was asked for");
        }
    }

    private static String line(String text) {
        String one = text.strip().replaceAll("\\s*\\R\\s*", "; ");
        return one.length() > 300 ? one.substring(0, 300) + "…" : one;
    }

    Optional<Database> database(String name) {
        return databases.stream().filter(d -> d.name().equals(name)).findFirst();
    }
}
