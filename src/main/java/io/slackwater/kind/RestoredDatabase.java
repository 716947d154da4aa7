package io.slackwater.kind;

/** A database that a restore created, or was about to create. */
public interface RestoredDatabase {

    /** How the server identifies the database that has the name now; empty when there is none. */
    String identity() throws RestoreException, InterruptedException;

    /** Drops the database if it carries the mark of the restore, so is not complete. Returns false when there is none. */
    boolean removeIncomplete() throws RestoreException, InterruptedException;
}
