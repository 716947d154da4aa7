package io.slackwater.journal;

import static io.slackwater.journal.RunRecords.T0;
import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.journal.Journal.Verified;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerdictFactsTest {

    @TempDir
    Path dir;

    private SqliteJournal open() {
        return SqliteJournal.open(dir.resolve("journal.db"), Clock.systemUTC());
    }

    @Test
    void facts_are_kept_with_their_snapshot() {
        Map<String, String> facts = Map.of("dir", "/data \"x\"", "owner", "999:999", "odd", "ü\n✓");
        try (SqliteJournal journal = open()) {
            RunRecord run = RunRecords.queued("r1", "shop-redis-rdb", T0);
            journal.queued(run);
            RunRecord stored = run.startedAt(T0).in(RunState.CAPTURING, "");
            journal.update(stored);
            stored = stored.storing("repo-1").in(RunState.STORING, "");
            journal.update(stored);
            stored = stored.stored("repo-1", "snap-1", 9, 9, "abc").in(RunState.VERIFYING, "");
            journal.update(stored);
            Verified verdict =
                    new Verified("repo-1", "snap-1", "shop-redis-rdb", "r1", "set-1", T0, 9, "abc", "x.rdb", facts);
            journal.verified(verdict, stored.succeededAt(T0, ""));
        }
        try (SqliteJournal journal = open()) {
            assertThat(journal.verified("shop-redis-rdb"))
                    .singleElement()
                    .extracting(Verified::facts)
                    .isEqualTo(facts);
            assertThat(journal.verdict("repo-1", "snap-1").orElseThrow().facts())
                    .isEqualTo(facts);
        }
    }

    @Test
    void verdicts_of_a_journal_of_the_first_version_stay_and_have_no_facts() throws Exception {
        try (Connection old = DriverManager.getConnection("jdbc:sqlite:" + dir.resolve("journal.db"));
                Statement statement = old.createStatement()) {
            statement.executeUpdate(firstVersion());
            statement.execute(
                    "INSERT INTO run VALUES (1, 'r1', 'shop-db-app', 'shop-db', 'postgres', 'critical', 's', 'api',"
                            + " 'SUCCEEDED', 1, 1, 1, 2, 'snap-1', 'repo-1', 5, 5, 0, 'abc', '')");
            statement.execute(
                    "INSERT INTO verdict VALUES ('repo-1', 'snap-1', 'shop-db-app', 'r1', 's', 2, 5, 'abc', 'f.dump')");
            statement.execute(
                    "CREATE TABLE flyway_schema_history (installed_rank INT NOT NULL PRIMARY KEY, version VARCHAR(50),"
                            + " description VARCHAR(200) NOT NULL, type VARCHAR(20) NOT NULL, script VARCHAR(1000) NOT NULL,"
                            + " checksum INT, installed_by VARCHAR(100) NOT NULL,"
                            + " installed_on TEXT NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%f','now')),"
                            + " execution_time INT NOT NULL, success BOOLEAN NOT NULL)");
            statement.execute(
                    "INSERT INTO flyway_schema_history (installed_rank, version, description, type, script, checksum,"
                            + " installed_by, execution_time, success) VALUES (1, '1', 'journal', 'SQL', 'V1__journal.sql', null, '', 1, 1)");
        }
        try (SqliteJournal journal = open()) {
            assertThat(journal.verified("shop-db-app")).singleElement().satisfies(verdict -> {
                assertThat(verdict.snapshot()).isEqualTo("snap-1");
                assertThat(verdict.facts()).isEmpty();
            });
        }
    }

    private static String firstVersion() throws IOException {
        try (InputStream text = VerdictFactsTest.class.getResourceAsStream("/db/journal/V1__journal.sql")) {
            assertThat(text).isNotNull();
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
