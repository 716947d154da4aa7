package io.slackwater.journal;

/**
 * An object that a restore creates: a database, volume or directory. The step is journaled first, so that the next start can undo
 * a killed restore.
 *
 * @param workload the workload of the server; empty for a volume or directory
 * @param name the database's or volume's name, or the directory's path; empty for roles
 * @param identity the system identifier and the oid of the database; empty until it exists
 */
public record RestoreStep(Creates creates, String workload, String name, String identity) {

    public RestoreStep(Creates creates, String workload, String name) {
        this(creates, workload, name, "");
    }

    /** The type of the created object. */
    public enum Creates {
        VOLUME,
        DIRECTORY,
        DATABASE,
        ROLES
    }
}
