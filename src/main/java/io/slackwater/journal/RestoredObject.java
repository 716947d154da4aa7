package io.slackwater.journal;

/**
 * The object that a restore creates or replaces: a database, roles, a volume, a directory, or live data. Recorded before the restore begins, so
 * that the next start can undo an interrupted restore.
 *
 * @param workload the id of the database server's workload; empty for a volume or directory
 * @param name the database's or volume's name, or the directory's path; empty for roles; a
 *     dataset or workload for live data
 * @param identity PostgreSQL's system identifier and the oid of the database; empty until it exists
 */
public record RestoredObject(Type type, String workload, String name, String identity) {

    public RestoredObject(Type type, String workload, String name) {
        this(type, workload, name, "");
    }

    /** The object in words, for messages: {@code database app_restored of workload shop-db}. */
    public String words() {
        return switch (type) {
            case VOLUME -> "volume " + name;
            case DIRECTORY -> "directory " + name;
            case DATABASE -> "database " + name + " of workload " + workload;
            case ROLES -> "the roles of workload " + workload;
            case IN_PLACE -> "the live data of " + name;
        };
    }

    public enum Type {
        VOLUME,
        DIRECTORY,
        DATABASE,
        ROLES,
        /** Live data, which {@link ReplacedData} lists. */
        IN_PLACE
    }
}
