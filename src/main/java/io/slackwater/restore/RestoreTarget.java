package io.slackwater.restore;

import io.slackwater.kind.RestoreException;
import io.slackwater.kind.RestoreException.Reason;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/** Where a restore writes the data. It is always a new place; existing data are never overwritten. */
public sealed interface RestoreTarget {

    /**
     * A new database in a workload's server, or the server itself for a dump that is no database.
     *
     * @param workload {@code project-service}; when empty, the workload that the snapshot was made of
     * @param tablespaces whether the data return to the tablespaces of the original database; otherwise the server's
     *     default is used
     */
    record Database(Optional<String> workload, String database, boolean tablespaces) implements RestoreTarget {}

    /** A new Docker volume. */
    record Volume(String name) implements RestoreTarget {

        /** Docker's own rule for names ({@code RestrictedNamePattern}). */
        private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]+");

        void check() throws RestoreException {
            if (!NAME.matcher(name).matches()) {
                throw new RestoreException(
                        Reason.INVALID,
                        "target.volume \"" + name
                                + "\" (--volume of backrest-management.sh) is not a valid name of a Docker"
                                + " volume: use two or more letters, digits, _, . and -, beginning with a letter or digit");
            }
        }
    }

    /** A directory on the host that does not exist yet, or is empty. */
    record Directory(Path path) implements RestoreTarget {}
}
