package io.slackwater.journal;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.ResourceProvider;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.flywaydb.core.api.resource.LoadableResource;

/** Brings a journal file to the schema of this version, by Flyway's migrations. */
final class Schema {

    /** Named one by one: scanning the class path finds nothing inside Quarkus' packaged application. */
    private static final List<String> MIGRATIONS = List.of("V9__journal.sql");

    /** Flyway's version of the oldest schema that this version can read. Datasets had other ids before. */
    private static final int OLDEST = 9;

    private Schema() {}

    static void migrate(Path file, DataSource source) {
        refuseOldIds(file, source);
        try {
            Flyway.configure(Schema.class.getClassLoader())
                    .dataSource(source)
                    .resourceProvider(new Migrations())
                    .javaMigrationClassProvider(List::of)
                    .skipDefaultCallbacks(true)
                    .loggers("slf4j")
                    // By default Flyway accepts the schema of a newer version, and the journal would fail later.
                    .ignoreMigrationPatterns(new String[0])
                    .locations(new String[0])
                    .load()
                    .migrate();
        } catch (FlywayValidateException e) {
            throw new JournalException(
                    "The journal %s was written by another version of Slackwater than this one (%s). Start that version again, or a newer one."
                            .formatted(
                                    file,
                                    String.valueOf(e.getMessage())
                                            .lines()
                                            .findFirst()
                                            .orElse("")),
                    e);
        } catch (FlywayException e) {
            throw JournalFault.explain(file, "be brought to this version's schema", e);
        }
    }

    private static void refuseOldIds(Path file, DataSource source) {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            if (!answers(
                    statement, "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'flyway_schema_history'")) {
                return;
            }
            if (answers(
                    statement,
                    "SELECT 1 FROM flyway_schema_history WHERE CAST(version AS INTEGER) BETWEEN 1 AND "
                            + (OLDEST - 1))) {
                throw new JournalException(
                        "The journal %s was written by an older version of Slackwater, whose datasets have other ids (shop-db-app, now shop.db.app). Stop Slackwater, move %s and its -wal and -shm files away, and start again: every dataset is then backed up anew. The older snapshots stay in the repositories; docs/restore-without-slackwater.md says how restic restores them."
                                .formatted(file, file),
                        null);
            }
        } catch (SQLException e) {
            throw JournalFault.explain(file, "be read", e);
        }
    }

    private static boolean answers(Statement statement, String query) throws SQLException {
        try (ResultSet rows = statement.executeQuery(query)) {
            return rows.next();
        }
    }

    private static final class Migrations implements ResourceProvider {

        @Override
        @SuppressWarnings("NullAway") // Flyway's contract: null when there is no such resource
        public LoadableResource getResource(String name) {
            return MIGRATIONS.stream()
                    .filter(name::equals)
                    .map(Migration::new)
                    .findFirst()
                    .orElse(null);
        }

        @Override
        public Collection<LoadableResource> getResources(String prefix, String[] suffixes) {
            return MIGRATIONS.stream()
                    .filter(name -> name.startsWith(prefix))
                    .filter(name -> Arrays.stream(suffixes).anyMatch(name::endsWith))
                    .<LoadableResource>map(Migration::new)
                    .toList();
        }
    }

    private static final class Migration extends LoadableResource {

        private final String name;

        Migration(String name) {
            this.name = name;
        }

        @Override
        public Reader read() {
            InputStream text = Schema.class.getResourceAsStream("/db/journal/" + name);
            if (text == null) {
                throw new UncheckedIOException(
                        new IOException("the application lacks its resource db/journal/" + name));
            }
            return new InputStreamReader(text, StandardCharsets.UTF_8);
        }

        @Override
        public String getAbsolutePath() {
            return "db/journal/" + name;
        }

        @Override
        public String getAbsolutePathOnDisk() {
            return getAbsolutePath();
        }

        @Override
        public String getFilename() {
            return name;
        }

        @Override
        public String getRelativePath() {
            return getAbsolutePath();
        }
    }
}
