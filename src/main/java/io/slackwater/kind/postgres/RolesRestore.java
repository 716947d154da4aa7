package io.slackwater.kind.postgres;

import io.slackwater.journal.RestoreStep;
import io.slackwater.kind.RestoreException;
import io.slackwater.kind.RestoreException.Reason;
import io.slackwater.kind.RestorePlace;
import io.slackwater.kind.StoredDump;
import java.nio.charset.StandardCharsets;

/**
 * Creates the roles and tablespaces that a server lacks. A failure says which of them exist by then; they stay, for something may use them.
 *
 * @param tablespaces whether tablespaces are created too
 */
record RolesRestore(PostgresServer server, StoredDump dump, boolean tablespaces) implements RestorePlace {

    @Override
    public String words() {
        return "the roles of workload " + server.workload().id();
    }

    @Override
    public RestoreStep step() {
        return new RestoreStep(RestoreStep.Creates.ROLES, server.workload().id().value(), "");
    }

    @Override
    public void refuseExisting() {
        // Roles that exist are left as they are.
    }

    @Override
    public void fill() throws RestoreException, InterruptedException {
        String script = dump.text(StandardCharsets.ISO_8859_1);
        ServerGlobals before = server.globals();
        try {
            server.script(
                    "postgres",
                    new MissingGlobals(before, tablespaces).script(script),
                    "restoring roles into " + server.name());
        } catch (RestoreException e) {
            throw new RestoreException(Reason.FAILED, e.getMessage() + ". " + created(before, e), e);
        }
    }

    private String created(ServerGlobals before, RestoreException failed) throws InterruptedException {
        try {
            ServerGlobals created = server.globals().without(before);
            return "Created before that: " + created.words()
                    + (created.roles().isEmpty()
                            ? ""
                            : ". They may lack settings and memberships: remove the cause, drop them, and restore the"
                                    + " roles again; roles that exist are left as they are");
        } catch (RestoreException e) {
            failed.addSuppressed(e);
            return "What was created before that is not known: " + e.getMessage();
        }
    }
}
