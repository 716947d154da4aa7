package io.slackwater.journal;

import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** Stores how the sizes of repositories changed. */
public record RepositorySizeStore(Database database) {

    /** Returns the sizes of all repositories, oldest first. */
    public List<RepositorySize> all() {
        return database.list(RepositorySize.class, "SELECT * FROM repository_size ORDER BY at, repository");
    }

    /**
     * Adds sizes, in one transaction. Removes older ones, also of repositories that are gone.
     *
     * @param kept sizes before this time are removed
     */
    public void add(Collection<RepositorySize> sizes, Instant kept) {
        database.write(sql -> {
            sql.update("DELETE FROM repository_size WHERE at < ?", kept);
            for (RepositorySize size : sizes) {
                Columns.of(size).replace(sql, "repository_size");
            }
        });
    }
}
