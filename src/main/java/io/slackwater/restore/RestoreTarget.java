package io.slackwater.restore;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/** Where a snapshot is put: always a new place, never over something that exists. */
public sealed interface RestoreTarget {

    /** The place in words, for messages. */
    default String words() {
        return switch (this) {
            case Database(Optional<String> workload, String database, boolean tablespaces) ->
                (database.isBlank() ? "the server" : "database " + database)
                        + workload.map(name -> " of workload " + name).orElse("");
            case Volume(String name) -> "volume " + name;
            case Directory(Path path) -> "directory " + path;
        };
    }

    /**
     * A new database in a workload's server. Roles go into the server itself.
     *
     * @param workload {@code project-service}; empty: the workload that the snapshot came from
     * @param tablespaces whether everything goes into its old tablespace; else into the server's default
     */
    record Database(Optional<String> workload, String database, boolean tablespaces) implements RestoreTarget {}

    /** A new Docker volume. */
    record Volume(String name) implements RestoreTarget {

        /** Docker's own rule ("RestrictedNamePattern"). */
        private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]+");

        /** Why Docker refuses the name, with the remedy; empty when Docker accepts it. */
        Optional<String> problem() {
            return NAME.matcher(name).matches()
                    ? Optional.empty()
                    : Optional.of(
                            "target.volume \"" + name
                                    + "\" (--volume of backrest-management.sh) is no name for a Docker"
                                    + " volume: Docker wants at least two characters of letters, digits, _, . and -, the first a letter or a digit");
        }
    }

    /** A directory on the host that does not exist yet or is empty. */
    record Directory(Path path) implements RestoreTarget {}
}
