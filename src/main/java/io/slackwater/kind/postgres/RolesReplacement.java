package io.slackwater.kind.postgres;

import io.slackwater.kind.Forecast;
import io.slackwater.kind.Replacement;
import io.slackwater.kind.RestoreException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Merges the roles of a snapshot into the server: creates the missing ones. Nothing is overwritten or dropped. */
final class RolesReplacement implements Replacement {

    private final PostgresServer server;
    private final RolesRestore restore;

    RolesReplacement(PostgresServer server, RolesRestore restore) {
        this.server = server;
        this.restore = restore;
    }

    @Override
    public Forecast forecast() {
        return new Forecast(
                "no role of workload " + server.workload().id()
                        + ": missing roles are created, existing ones keep their passwords and attributes",
                "",
                List.of(),
                0,
                Optional.empty(),
                Duration.ZERO,
                List.of("created roles stay after a rollback"),
                List.of());
    }

    @Override
    public String name() {
        return PostgresKind.ROLES;
    }

    @Override
    public String beside() {
        return "";
    }

    @Override
    public String prepare() throws RestoreException, InterruptedException {
        restore.fill();
        return "";
    }

    @Override
    public void confirm() {
        // The script of the roles runs in one transaction, so it was complete.
    }

    @Override
    public String note() {
        return restore.note();
    }
}
