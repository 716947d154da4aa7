package io.slackwater.kind.postgres;

import io.slackwater.kind.Forecast;
import io.slackwater.kind.Replacement;
import io.slackwater.kind.ReplacementTarget;
import io.slackwater.kind.RestoreException;
import io.slackwater.kind.ServerTarget;
import io.slackwater.kind.StoredDump;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Replaces a live database. The dump is restored into a database beside it while the service runs. Then {@link
 * DatabaseExchange} renames both, so the service waits only for the renaming.
 */
final class DatabaseReplacement implements Replacement {

    private final PostgresServer server;
    private final StoredDump dump;
    private final ReplacementTarget target;
    private final String beside;
    private final DatabaseRestore restore;
    private @Nullable String identity;

    DatabaseReplacement(PostgresServer server, StoredDump dump, ReplacementTarget target) {
        this.server = server;
        this.dump = dump;
        this.target = target;
        this.beside = DatabaseExchange.beside(target.name(), target.restore());
        this.restore = new DatabaseRestore(
                server, dump, new ServerTarget(target.restore(), target.began(), target.workload(), beside, true));
    }

    @Override
    public Forecast forecast() throws RestoreException, InterruptedException {
        return new DatabaseForecast(server, dump, target.name()).read();
    }

    @Override
    public String name() {
        return target.name();
    }

    @Override
    public String beside() {
        return beside;
    }

    /** Fills the database beside and collects its statistics, because a dump has none. */
    @Override
    public String prepare() throws RestoreException, InterruptedException {
        identity = restore.create();
        restore.fill();
        restore.finish();
        server.ask(beside, "ANALYZE;\n", "collecting the statistics of database " + beside);
        return identity;
    }

    @Override
    public void confirm() throws RestoreException, InterruptedException {
        String made = Objects.requireNonNull(identity, "a database is prepared before it is confirmed");
        if (!new DatabaseExchange(server, target.name(), beside, made).applied()) {
            throw new RestoreException("database " + target.name() + " of " + server.name()
                    + " is not the restored one: another program renamed it meanwhile");
        }
        server.ask(target.name(), "SELECT 1;\n", "connecting to the restored database " + target.name());
    }
}
