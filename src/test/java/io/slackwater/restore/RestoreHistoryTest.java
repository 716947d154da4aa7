package io.slackwater.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.journal.Journal;
import io.slackwater.journal.RestoreRecord;
import io.slackwater.journal.RestoreRecord.State;
import io.slackwater.journal.RestoreStore;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestoreHistoryTest {

    private static final Instant T0 = Instant.parse("2026-03-01T02:00:00Z");

    @TempDir
    Path directory;

    private Journal journal;
    private RestoreStore store;

    @BeforeEach
    void open() {
        journal = Journal.open(directory.resolve("journal.db"), Clock.fixed(T0, ZoneOffset.UTC));
        store = journal.restores();
    }

    @AfterEach
    void close() {
        journal.close();
    }

    @Test
    void anEndedRestoreIsShownUnchangedAfterARestart() {
        RestoreHistory history = new RestoreHistory(store, T0);
        RestoreRecord begun = begun(Optional.of("may be damaged"));
        store.begin(begun);
        assertThat(history.find("r1")).contains(begun);
        history.end(begun.end(State.SUCCEEDED, T0.plusSeconds(5), ""));

        RestoreHistory next = new RestoreHistory(store, T0.plusSeconds(60));
        assertThat(next.interrupted()).isEmpty();
        assertThat(next.all()).isEqualTo(history.all()).singleElement().satisfies(one -> {
            assertThat(one.state()).isEqualTo(State.SUCCEEDED);
            assertThat(one.ended()).contains(T0.plusSeconds(5));
            assertThat(one.warning()).contains("may be damaged");
        });
    }

    @Test
    void anInterruptedRestoreHasFailedAndIsUndoneOnce() {
        store.begin(begun(Optional.empty()));

        RestoreHistory next = new RestoreHistory(store, T0.plusSeconds(60));
        RestoreRecord interrupted = next.interrupted().getFirst();
        assertThat(next.find("r1")).contains(interrupted);
        assertThat(interrupted.state()).isEqualTo(State.FAILED);
        next.delayed(interrupted, "its server is away");
        assertThat(next.find("r1").orElseThrow().message()).isEqualTo("its server is away");
        assertThat(new RestoreHistory(store, T0).interrupted()).hasSize(1);

        next.end(interrupted.end(State.FAILED, T0.plusSeconds(70), "removed"));
        assertThat(next.interrupted()).isEmpty();
        assertThat(new RestoreHistory(store, T0).interrupted()).isEmpty();
        assertThat(new RestoreHistory(store, T0).find("r1").orElseThrow().message())
                .isEqualTo("removed");
    }

    @Test
    void aRestoreEndsWhenTheJournalHasItsEnd() throws SQLException {
        RestoreHistory history = new RestoreHistory(store, T0);
        RestoreRecord begun = begun(Optional.empty());
        store.begin(begun);
        outside("CREATE TRIGGER full BEFORE UPDATE ON restore BEGIN SELECT RAISE(ABORT, 'full'); END");

        history.end(begun.end(State.SUCCEEDED, T0.plusSeconds(5), ""));
        assertThat(history.find("r1").orElseThrow().state()).isEqualTo(State.RUNNING);

        outside("DROP TRIGGER full");
        history.write();
        assertThat(history.find("r1").orElseThrow().state()).isEqualTo(State.SUCCEEDED);
    }

    private void outside(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("journal.db"));
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static RestoreRecord begun(Optional<String> warning) {
        return RestoreRecord.begun("r1", "shop.cache.rdb", "0123456789abcdef", "volume shop-new", T0, warning);
    }
}
