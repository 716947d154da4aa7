package io.slackwater.kind.postgres;

import io.slackwater.docker.ExecCommand;
import io.slackwater.journal.RestoredObject;
import io.slackwater.kind.RestoreException;
import io.slackwater.kind.RestorePlace;
import io.slackwater.kind.ServerTarget;
import io.slackwater.kind.StoredDump;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Restores a dump into a new database: creates the database with the original options, fills it by {@code pg_restore},
 * then sets rights and settings.
 */
final class DatabaseRestore implements RestorePlace {

    private final PostgresServer server;
    private final StoredDump dump;
    private final ServerTarget target;
    private final MarkedDatabase database;
    private @Nullable DatabaseDefinition definition;
    private String identity = "";

    DatabaseRestore(PostgresServer server, StoredDump dump, ServerTarget target) {
        this.server = server;
        this.dump = dump;
        this.target = target;
        this.database = new MarkedDatabase(server, target.database(), target.restore());
    }

    @Override
    public RestoredObject object() {
        return new RestoredObject(
                RestoredObject.Type.DATABASE, server.workload().id().value(), database.name());
    }

    @Override
    public void refuseExisting() throws RestoreException, InterruptedException {
        if (database.exists()) {
            throw RestoreException.exists(
                    "database " + database.name() + " exists already in " + server.name() + "; name a new one");
        }
    }

    /** Creates the database. Refuses when the server lacks a role or tablespace that the dump needs. */
    @Override
    public String create() throws RestoreException, InterruptedException {
        String name = database.name();
        refuseExisting();
        server.globals().check(requirements(), target.tablespaces(), server.name(), rolesDataset());
        definition = definition();
        RestoreMark mark = new RestoreMark(target.restore(), dump.snapshot(), target.began());
        server.script("postgres", definition.opening(name, mark.comment(name)), "creating database " + name);
        identity = database.identity();
        return identity;
    }

    @Override
    public void fill() throws RestoreException, InterruptedException {
        String name = database.name();
        server.script(name, known().custom(), "setting the parameters of database " + name);
        List<String> argv = new ArrayList<>(List.of("pg_restore", "--exit-on-error", "--no-password"));
        if (!target.tablespaces()) {
            argv.add("--no-tablespaces");
        }
        argv.addAll(List.of("-d", DatabaseDefinition.connection(name)));
        server.feed()
                .run(
                        server.command(argv, "postgres"),
                        dump.content(),
                        "restoring snapshot " + dump.snapshot() + " into database " + name);
    }

    /** Sets rights and settings. The same script removes the comment that marks the database as incomplete. */
    @Override
    public void finish() throws RestoreException, InterruptedException {
        String name = database.name();
        server.script(name, known().closing(), "giving database " + name + " its rights and settings");
    }

    /**
     * Drops the database. Its identifier is compared too: when the connection broke in the last script, the comment
     * that marks it as incomplete may be gone.
     */
    @Override
    public void remove() throws RestoreException, InterruptedException {
        if (!database.removeIncomplete() && !identity.isEmpty() && identity.equals(database.identity())) {
            database.drop();
        }
    }

    private DatabaseDefinition known() {
        if (definition == null) {
            throw new IllegalStateException(object().words() + " is not created yet");
        }
        return definition;
    }

    /**
     * The id of the dataset with the roles of the dumped server, for messages. The two ids differ only in the last
     * part.
     */
    private String rolesDataset() {
        return dump.dataset().substring(0, dump.dataset().lastIndexOf('.') + 1) + PostgresKind.ROLES;
    }

    private ServerGlobals requirements() throws RestoreException, InterruptedException {
        return server.feed()
                .runOnBeginning(
                        ExecCommand.of("pg_restore", "--create", "--schema-only", "-f", "-"),
                        dump.content(),
                        stdout -> DumpRequirements.read(reader(stdout)),
                        "reading the schema in snapshot " + dump.snapshot());
    }

    private DatabaseDefinition definition() throws RestoreException, InterruptedException {
        String what = "reading the definition of the database in snapshot " + dump.snapshot();
        DatabaseEntries entries = server.feed()
                .runOnBeginning(
                        DatabaseEntries.LIST,
                        dump.content(),
                        stdout -> DatabaseEntries.of(new BufferedReader(reader(stdout))),
                        what);
        String text = server.feed().runOnBeginning(entries.script(), dump.content(), PostgresServer::undecoded, what);
        return DatabaseDefinition.read(text, target.tablespaces())
                .orElseThrow(() -> new RestoreException("snapshot " + dump.snapshot()
                        + " has no CREATE DATABASE statement; restore it as in docs/restore-without-slackwater.md"));
    }

    private static InputStreamReader reader(InputStream stdout) {
        return new InputStreamReader(stdout, StandardCharsets.ISO_8859_1);
    }
}
