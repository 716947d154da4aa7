package io.slackwater.restore;

import io.slackwater.discovery.RestoredBeside;
import io.slackwater.docker.Docker;
import io.slackwater.docker.ExecCommand;
import io.slackwater.restore.RestoreException.Reason;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Puts a dump into a new database, or roles into a server, by the server's own tools. */
final class DatabaseRestore {

    private final ExecFeed feed;

    DatabaseRestore(Docker docker) {
        this.feed = new ExecFeed(docker);
    }

    /** Refuses a database that is there already. */
    void refuse(PostgresServer server, String name) throws RestoreException, InterruptedException {
        if (exists(server, name)) {
            throw new RestoreException(
                    Reason.EXISTS,
                    "database " + name + " exists already in "
                            + server.container().name() + "; name a new one, nothing is ever overwritten");
        }
    }

    /**
     * Makes the database as the dump's was, then fills it. A failure drops it again.
     *
     * @param mark what it is to be known by, beside the original, or until it is whole
     */
    void database(Choice choice, PostgresServer server, String name, RestoredBeside mark)
            throws RestoreException, InterruptedException {
        refuse(server, name);
        DatabaseDefinition definition = definition(choice, server, name);
        script(server, "CREATE", definition.script(mark.comment(name)), "making database " + name);
        try {
            feed.run(
                    server.container().id(),
                    server.command(
                            List.of(
                                    "pg_restore",
                                    "--exit-on-error",
                                    "--no-password",
                                    "-d",
                                    DatabaseDefinition.connection(name)),
                            "postgres"),
                    sink -> choice.repository()
                            .dump(
                                    choice.snapshot().snapshot(),
                                    "/" + choice.snapshot().file(),
                                    sink),
                    "restoring snapshot " + choice.snapshot().snapshot() + " into database " + name);
            if (mark.filling()) {
                script(server, "COMMENT", DatabaseDefinition.uncommented(name), "finishing database " + name);
            }
        } catch (RestoreException e) {
            drop(server, name, e);
            throw e;
        }
    }

    /** Drops a database that carries the mark of this restore. Returns false when there is none. */
    boolean undo(PostgresServer server, String name, String restore) throws RestoreException, InterruptedException {
        String query = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = '"
                + name.replace("'", "''") + "';\n";
        String comment = script(server, "SELECT", query, "looking for database " + name);
        boolean ours = RestoredBeside.of(name, comment.stripTrailing())
                .filter(mark -> mark.restore().equals(restore))
                .isPresent();
        if (ours) {
            script(server, "DROP", dropped(name), "removing the half restored database " + name);
        }
        return ours;
    }

    private static String dropped(String name) {
        return "DROP DATABASE IF EXISTS " + DatabaseDefinition.quote(name) + " WITH (FORCE);\n";
    }

    private boolean exists(PostgresServer server, String name) throws RestoreException, InterruptedException {
        String query = "SELECT count(*) FROM pg_database WHERE datname = '" + name.replace("'", "''") + "';\n";
        return !script(server, "SELECT", query, "looking for database " + name)
                .strip()
                .equals("0");
    }

    private DatabaseDefinition definition(Choice choice, PostgresServer server, String name)
            throws RestoreException, InterruptedException {
        String text = feed.runOnBeginning(
                server.container().id(),
                ExecCommand.of("pg_restore", "--create", "--schema-only", "-f", "-"),
                sink -> choice.repository()
                        .dump(
                                choice.snapshot().snapshot(),
                                "/" + choice.snapshot().file(),
                                sink),
                "reading the definition of the database in snapshot "
                        + choice.snapshot().snapshot());
        return DatabaseDefinition.read(text, name)
                .orElseThrow(() -> new RestoreException(
                        Reason.FAILED,
                        "snapshot " + choice.snapshot().snapshot() + " does not say how its database was made"));
    }

    private void drop(PostgresServer server, String name, RestoreException failed) throws InterruptedException {
        try {
            script(server, "DROP", dropped(name), "removing the half restored database " + name);
        } catch (RestoreException e) {
            failed.addSuppressed(e);
        }
    }

    private String script(PostgresServer server, String verb, String sql, String what)
            throws RestoreException, InterruptedException {
        byte[] bytes = sql.getBytes(StandardCharsets.UTF_8);
        return feed.run(
                server.container().id(), server.psql("postgres"), sink -> sink.write(bytes), what + " (" + verb + ")");
    }

    /**
     * Makes the roles that the server lacks. Roles that are there keep their password, above all the superuser's: it belongs to the
     * server's own environment.
     */
    void roles(Choice choice, PostgresServer server) throws RestoreException, InterruptedException {
        Set<String> present = script(
                        server, "SELECT", "SELECT quote_ident(rolname) FROM pg_roles;\n", "listing the roles")
                .lines()
                .map(String::strip)
                .collect(Collectors.toSet());
        String script = missingRoles(dump(choice), present);
        byte[] bytes = script.getBytes(StandardCharsets.UTF_8);
        feed.run(
                server.container().id(),
                server.psql("postgres"),
                sink -> sink.write(bytes),
                "restoring roles into " + server.container().name());
    }

    /** Leaves out the statements that make or alter a role that is present. */
    static String missingRoles(String dump, Set<String> present) {
        List<String> kept = new ArrayList<>();
        for (String line : dump.split("\n", -1)) {
            boolean presentRole = present.stream()
                    .anyMatch(role ->
                            line.equals("CREATE ROLE " + role + ";") || line.startsWith("ALTER ROLE " + role + " "));
            if (!presentRole) {
                kept.add(line);
            }
        }
        return String.join("\n", kept);
    }

    private static String dump(Choice choice) throws RestoreException, InterruptedException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            choice.repository()
                    .dump(choice.snapshot().snapshot(), "/" + choice.snapshot().file(), bytes);
        } catch (io.slackwater.repository.RepositoryException | java.io.IOException e) {
            throw new RestoreException(
                    Reason.FAILED,
                    "reading snapshot " + choice.snapshot().snapshot() + " failed: " + e.getMessage(),
                    e);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
