package io.slackwater.kind;

/** A database that a restore created, or was about to create when Slackwater stopped. */
public interface RestoredDatabase {

    /** The server's own identifier of the database that has this name now; empty when none has it. */
    String identity() throws RestoreException, InterruptedException;

    /** Drops the database if a comment of this restore still marks it as incomplete. Returns whether it was dropped. */
    boolean removeIncomplete() throws RestoreException, InterruptedException;
}
