package io.slackwater.journal;

/**
 * An object that a restore creates: a database, roles, a volume or a directory. The journal has the step before the
 * object exists, so that the next start can undo an interrupted restore.
 *
 * @param workload the id of the database server's workload; empty for a volume or directory
 * @param name the database's or volume's name, or the directory's path; empty for roles
 * @param identity PostgreSQL's system identifier and the oid of the database; empty until it exists
 */
public record RestoreStep(Creates creates, String workload, String name, String identity) {

    public RestoreStep(Creates creates, String workload, String name) {
        this(creates, workload, name, "");
    }

    public enum Creates {
        VOLUME,
        DIRECTORY,
        DATABASE,
        ROLES
    }
}
