package io.slackwater.kind.postgres;

import io.slackwater.kind.RestoreException;
import io.slackwater.kind.RestoredDatabase;

/** A database that a restore creates. Until it is complete, its comment holds the restore's id. */
record MarkedDatabase(PostgresServer server, String name, String restore) implements RestoredDatabase {

    @Override
    public String identity() throws RestoreException, InterruptedException {
        return select("system_identifier || '/' || oid FROM pg_control_system(), pg_database")
                .strip();
    }

    @Override
    public boolean removeIncomplete() throws RestoreException, InterruptedException {
        String comment = select("shobj_description(oid, 'pg_database') FROM pg_database");
        boolean ours = RestoreMark.of(name, comment.stripTrailing())
                .filter(mark -> mark.restore().equals(restore))
                .isPresent();
        if (ours) {
            drop();
        }
        return ours;
    }

    boolean exists() throws RestoreException, InterruptedException {
        return !select("oid FROM pg_database").isBlank();
    }

    void drop() throws RestoreException, InterruptedException {
        server.ask(
                "DROP DATABASE IF EXISTS " + DatabaseDefinition.quote(name) + " WITH (FORCE);\n",
                "removing the incomplete database " + name);
    }

    private String select(String what) throws RestoreException, InterruptedException {
        return server.ask(
                "SELECT " + what + " WHERE datname = " + DatabaseDefinition.literal(name) + ";\n",
                "looking for database " + name);
    }
}
