package io.slackwater.journal;

/**
 * What a restore is about to create. It is journaled before it exists, so that the next start can undo a killed restore.
 *
 * @param workload whose server it is created in; empty for a volume or directory
 * @param name the database's or volume's name, or the directory's path; empty for roles
 * @param identity how the server identifies the database, system identifier and oid; empty until the database exists
 */
public record RestoreStep(Creates creates, String workload, String name, String identity) {

    public RestoreStep(Creates creates, String workload, String name) {
        this(creates, workload, name, "");
    }

    /** The kind of thing. */
    public enum Creates {
        VOLUME,
        DIRECTORY,
        DATABASE,
        ROLES
    }
}
