package io.slackwater.kind.postgres;

import java.util.Optional;

/** What the journal knows about earlier backups and restores of databases. */
@FunctionalInterface
public interface PostgresHistory {

    /** Whether a dataset with this id was backed up before. */
    boolean has(String dataset);

    /**
     * The restore that created a database; empty for any other database.
     *
     * @param identity the server's system identifier and the database's oid; a renamed database keeps it
     * @param name the name under which the restore created the database
     */
    default Optional<RestoreMark> restored(String identity, String name) {
        return Optional.empty();
    }
}
