package io.slackwater.kind.postgres;

import io.slackwater.discovery.Sentence;
import io.slackwater.journal.RestoredObject;
import io.slackwater.kind.RestoreException;
import io.slackwater.kind.RestorePlace;
import io.slackwater.kind.StoredDump;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * Creates the roles and tablespaces that a server lacks. Creates all roles or none. After a failure, existing objects
 * stay, because another object may use them; the message lists them.
 */
final class RolesRestore implements RestorePlace {

    /** Returns the name of the first superuser, whose oid is {@code BOOTSTRAP_SUPERUSERID}. */
    private static final String FIRST_SUPERUSER =
            DatabaseDefinition.RAW + "SELECT rolname FROM pg_roles WHERE oid = 10;\n";

    private static final String REMEDY =
            " Remove the cause and restore the roles again; existing roles stay unchanged. Or download the"
                    + " script (--download of backrest-management.sh), correct it, and run it with psql";

    private final PostgresServer server;
    private final StoredDump dump;
    private final boolean tablespaces;
    private Set<String> kept = Set.of();

    /**
     * Creates the restore.
     *
     * @param tablespaces whether to create tablespaces too
     */
    RolesRestore(PostgresServer server, StoredDump dump, boolean tablespaces) {
        this.server = server;
        this.dump = dump;
        this.tablespaces = tablespaces;
    }

    @Override
    public RestoredObject object() {
        return new RestoredObject(
                RestoredObject.Type.ROLES, server.workload().id().value(), "");
    }

    @Override
    public void refuseExisting() {
        // Roles that exist are left as they are.
    }

    @Override
    public void fill() throws RestoreException, InterruptedException {
        String script = dump.text(StandardCharsets.ISO_8859_1);
        ServerGlobals before = server.globals();
        String superuser = server.script("postgres", FIRST_SUPERUSER, "looking for the first superuser");
        MissingGlobals missing = new MissingGlobals(script, before, superuser.strip(), tablespaces);
        kept = missing.kept();
        try {
            server.script("postgres", missing.script(), "restoring roles into " + server.name());
        } catch (RestoreException e) {
            throw new RestoreException(
                    Sentence.ended(String.valueOf(e.getMessage())) + " Created before the failure: "
                            + complete(before, e) + REMEDY,
                    e);
        }
    }

    @Override
    public String note() {
        return kept.isEmpty()
                ? ""
                : "existing roles kept their passwords and attributes: " + new ServerGlobals(kept, Set.of()).words();
    }

    private String complete(ServerGlobals before, RestoreException failed) throws InterruptedException {
        try {
            return server.globals().without(before).words() + ".";
        } catch (RestoreException e) {
            failed.addSuppressed(e);
            return Sentence.ended("unknown, because " + e.getMessage());
        }
    }
}
