package io.slackwater.kind.postgres;

import io.slackwater.discovery.Sentence;
import io.slackwater.docker.ExecResult;
import io.slackwater.journal.EndCause;
import io.slackwater.journal.RestoredObject;
import io.slackwater.kind.ExecFeed;
import io.slackwater.kind.RestoreException;
import io.slackwater.kind.RestorePlace;
import io.slackwater.kind.ServerTarget;
import io.slackwater.kind.StoredDump;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Restores a dump into a new database. Creates the database with the original options, fills it by {@code pg_restore},
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

    @Override
    public String create() throws RestoreException, InterruptedException {
        String name = database.name();
        refuseExisting();
        definition = definition();
        RestoreMark mark = new RestoreMark(target.restore(), dump.snapshot(), target.began());
        script("postgres", definition.opening(name, mark.comment(name)), "creating database " + name);
        identity = database.identity();
        return identity;
    }

    @Override
    public void fill() throws RestoreException, InterruptedException {
        String name = database.name();
        script(name, known().beforeFill(), "checking rights and settings of database " + name);
        List<String> argv = new ArrayList<>(List.of("pg_restore", "--exit-on-error", "--no-password"));
        if (!target.tablespaces()) {
            argv.add("--no-tablespaces");
        }
        argv.addAll(List.of("-d", DatabaseDefinition.connection(name)));
        explained(() -> server.feed()
                .run(
                        server.command(argv, "postgres"),
                        dump.content(),
                        "restoring snapshot " + dump.snapshot() + " into database " + name));
    }

    /** Sets rights and settings. The same script removes the comment that marks the database as incomplete. */
    @Override
    public void finish() throws RestoreException, InterruptedException {
        String name = database.name();
        script(name, known().closing(), "giving database " + name + " its rights and settings");
    }

    /**
     * Drops the database if its comment or its identifier proves that this restore created it. The last script removes
     * the comment, even if the connection breaks meanwhile.
     */
    @Override
    public void remove() throws RestoreException, InterruptedException {
        if (!database.removeIncomplete() && !identity.isEmpty() && identity.equals(database.identity())) {
            database.drop();
        }
    }

    private DatabaseDefinition known() {
        return Objects.requireNonNull(definition, "create() reads the definition");
    }

    private void script(String database, String script, String what) throws RestoreException, InterruptedException {
        explained(() -> server.script(database, script, what));
    }

    /** A step of the restore. */
    @FunctionalInterface
    private interface Step {
        void run() throws RestoreException, InterruptedException;
    }

    /**
     * Adds the remedy for a role or tablespace that the server lacks: no dump of a database contains these. Omits the
     * remedy when the failure has a known transient cause, such as a full disk.
     */
    private void explained(Step step) throws RestoreException, InterruptedException {
        try {
            step.run();
        } catch (ExecFeed.CommandFailed e) {
            ExecResult result = e.result();
            if (PostgresFailures.FAILURES
                            .explain("restore", result.exitCode(), result.stderr())
                            .endCause()
                    == EndCause.SOURCE) {
                throw e;
            }
            String roles = dump.dataset().substring(0, dump.dataset().lastIndexOf('.') + 1) + PostgresKind.ROLES;
            throw new RestoreException(
                    Sentence.ended(String.valueOf(e.getMessage())) + " If a role does not exist, restore " + roles
                            + " into the server first. If a tablespace does not exist, create it with the owner and location"
                            + " that " + roles
                            + " contains, or restore without tablespaces (\"tablespaces\": false in the"
                            + " target of the API, --no-tablespaces of backrest-management.sh)",
                    e);
        }
    }

    private DatabaseDefinition definition() throws RestoreException, InterruptedException {
        String what = "reading the definition of the database in snapshot " + dump.snapshot();
        ExecFeed feed = server.feed();
        String list = feed.runOnBeginning(DatabaseEntries.LIST, dump.content(), PostgresServer::undecoded, what);
        String text =
                feed.runOnBeginning(DatabaseEntries.script(list), dump.content(), PostgresServer::undecoded, what);
        return DatabaseDefinition.read(text, target.tablespaces())
                .orElseThrow(() -> new RestoreException("snapshot " + dump.snapshot()
                        + " has no CREATE DATABASE statement; restore it as in docs/restore-without-slackwater.md"));
    }
}
