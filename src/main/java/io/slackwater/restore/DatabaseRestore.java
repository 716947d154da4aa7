package io.slackwater.restore;

import io.slackwater.docker.Docker;
import io.slackwater.docker.ExecCommand;
import io.slackwater.kind.postgres.RestoredBeside;
import io.slackwater.repository.RepositoryException;
import io.slackwater.restore.RestoreException.Reason;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

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
     * Makes the database as the dump's was, fills it, then gives it its rights and settings. A failure drops it again.
     *
     * @param mark what it is to be known by until it is whole
     * @param made is told what the server knows the database by, as soon as it is there
     */
    void database(
            Choice choice,
            PostgresServer server,
            RestoreTarget.Database target,
            RestoredBeside mark,
            Consumer<String> made)
            throws RestoreException, InterruptedException {
        String name = target.database();
        refuse(server, name);
        globals(server)
                .check(
                        requirements(choice, server),
                        target.tablespaces(),
                        server.container().name());
        DatabaseDefinition definition = definition(choice, server, target);
        open(server, name, definition, mark);
        try {
            made.accept(identity(server, name));
            script(server, name, definition.custom(), "setting the parameters of database " + name);
            feed.run(
                    server.container().id(),
                    server.command(filling(target), "postgres"),
                    dump(choice),
                    "restoring snapshot " + choice.snapshot().snapshot() + " into database " + name);
            script(server, name, definition.closing(), "giving database " + name + " its rights and settings");
        } catch (RestoreException | RuntimeException e) {
            drop(server, name, e);
            throw e;
        }
    }

    /** Of a failure only what carries the mark is removed: another database may have taken the name meanwhile. */
    private void open(PostgresServer server, String name, DatabaseDefinition definition, RestoredBeside mark)
            throws RestoreException, InterruptedException {
        try {
            script(server, "postgres", definition.opening(name, mark.comment(name)), "making database " + name);
        } catch (RestoreException e) {
            try {
                undo(server, name, mark.restore());
            } catch (RestoreException undone) {
                e.addSuppressed(undone);
            }
            throw e;
        }
    }

    private static List<String> filling(RestoreTarget.Database target) {
        List<String> argv = new ArrayList<>(List.of("pg_restore", "--exit-on-error", "--no-password"));
        if (!target.tablespaces()) {
            argv.add("--no-tablespaces");
        }
        argv.addAll(List.of("-d", DatabaseDefinition.connection(target.database())));
        return argv;
    }

    /** What the server knows a database by, whatever it is called; empty when it is not there. */
    String identity(PostgresServer server, String name) throws RestoreException, InterruptedException {
        String query = "SELECT system_identifier || '/' || oid FROM pg_control_system(), pg_database WHERE datname = "
                + DatabaseDefinition.literal(name) + ";\n";
        return ask(server, query, "looking for database " + name).strip();
    }

    /** Drops a database that carries the mark of this restore: it is not whole. Returns false when there is none. */
    boolean undo(PostgresServer server, String name, String restore) throws RestoreException, InterruptedException {
        String query = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = "
                + DatabaseDefinition.literal(name) + ";\n";
        String comment = ask(server, query, "looking for database " + name);
        boolean ours = RestoredBeside.of(name, comment.stripTrailing())
                .filter(mark -> mark.restore().equals(restore))
                .isPresent();
        if (ours) {
            ask(server, dropped(name), "removing the half restored database " + name);
        }
        return ours;
    }

    private static String dropped(String name) {
        return "DROP DATABASE IF EXISTS " + DatabaseDefinition.quote(name) + " WITH (FORCE);\n";
    }

    private boolean exists(PostgresServer server, String name) throws RestoreException, InterruptedException {
        String query = "SELECT count(*) FROM pg_database WHERE datname = " + DatabaseDefinition.literal(name) + ";\n";
        return !ask(server, query, "looking for database " + name).strip().equals("0");
    }

    private DumpRequirements requirements(Choice choice, PostgresServer server)
            throws RestoreException, InterruptedException {
        return feed.runOnBeginning(
                server.container().id(),
                ExecCommand.of("pg_restore", "--create", "--schema-only", "-f", "-"),
                dump(choice),
                stdout -> DumpRequirements.read(new InputStreamReader(stdout, StandardCharsets.ISO_8859_1)),
                "reading the schema in snapshot " + choice.snapshot().snapshot());
    }

    private DatabaseDefinition definition(Choice choice, PostgresServer server, RestoreTarget.Database target)
            throws RestoreException, InterruptedException {
        String what = "reading the definition of the database in snapshot "
                + choice.snapshot().snapshot();
        String container = server.container().id();
        DatabaseEntries entries = feed.runOnBeginning(
                container,
                DatabaseEntries.LIST,
                dump(choice),
                stdout -> DatabaseEntries.of(
                        new BufferedReader(new InputStreamReader(stdout, StandardCharsets.ISO_8859_1))),
                what);
        String text = feed.runOnBeginning(container, entries.script(), dump(choice), DatabaseRestore::raw, what);
        return DatabaseDefinition.read(text, target.tablespaces())
                .orElseThrow(() -> new RestoreException(
                        Reason.FAILED,
                        "snapshot " + choice.snapshot().snapshot() + " does not say how its database was made"));
    }

    private void drop(PostgresServer server, String name, Exception failed) throws InterruptedException {
        try {
            ask(server, dropped(name), "removing the half restored database " + name);
        } catch (RestoreException e) {
            failed.addSuppressed(e);
        }
    }

    private String ask(PostgresServer server, String sql, String what) throws RestoreException, InterruptedException {
        return RawText.words(script(server, "postgres", RawText.of(sql), what));
    }

    private ServerGlobals globals(PostgresServer server) throws RestoreException, InterruptedException {
        return ServerGlobals.of(script(server, "postgres", ServerGlobals.QUERY, "listing the roles"));
    }

    /** Has psql run a raw script, and returns its raw answer. */
    private String script(PostgresServer server, String database, String script, String what)
            throws RestoreException, InterruptedException {
        return feed.run(
                server.container().id(),
                server.psql(database),
                sink -> sink.write(RawText.bytes(script)),
                DatabaseRestore::raw,
                what);
    }

    private static String raw(InputStream stdout) throws IOException {
        return new String(stdout.readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    /**
     * Makes the roles and tablespaces that the server lacks. A failure says what of them is there by then.
     *
     * @param tablespaces whether tablespaces are made too
     */
    void roles(Choice choice, PostgresServer server, boolean tablespaces)
            throws RestoreException, InterruptedException {
        String dump = read(choice);
        ServerGlobals before = globals(server);
        try {
            script(
                    server,
                    "postgres",
                    new MissingGlobals(before, tablespaces).script(dump),
                    "restoring roles into " + server.container().name());
        } catch (RestoreException e) {
            throw new RestoreException(Reason.FAILED, e.getMessage() + ". " + created(server, before, e), e);
        }
    }

    private String created(PostgresServer server, ServerGlobals before, RestoreException failed)
            throws InterruptedException {
        try {
            ServerGlobals created = globals(server).since(before);
            return "Created before that: " + created.words()
                    + (created.roles().isEmpty()
                            ? ""
                            : ". They may lack settings and memberships: remove the cause, drop them, and restore the roles"
                                    + " again; roles that are there are left as they are");
        } catch (RestoreException e) {
            failed.addSuppressed(e);
            return "What had been created before that is not known: " + e.getMessage();
        }
    }

    private static ExecFeed.Input dump(Choice choice) {
        return sink -> choice.repository()
                .dump(choice.snapshot().snapshot(), "/" + choice.snapshot().file(), sink);
    }

    private static String read(Choice choice) throws RestoreException, InterruptedException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            dump(choice).writeTo(bytes);
        } catch (RepositoryException | IOException e) {
            throw new RestoreException(
                    Reason.FAILED,
                    "reading snapshot " + choice.snapshot().snapshot() + " failed: " + e.getMessage(),
                    e);
        }
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }
}
