package io.slackwater.kind.postgres;

import java.util.Optional;

/** The journal's records of earlier backups and restores of databases. */
@FunctionalInterface
public interface PostgresHistory {

    /** Whether a dataset of this id was backed up before. */
    boolean has(String dataset);

    /**
     * The restore that made a database.
     *
     * @param identity what its server knows it by, which it takes along when it is renamed: system identifier and oid
     * @param name under which the restore made it
     */
    default Optional<RestoreMark> restored(String identity, String name) {
        return Optional.empty();
    }
}
