package io.slackwater.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.journal.Journal;
import io.slackwater.journal.RestoreRecord;
import io.slackwater.journal.RestoreRecord.State;
import io.slackwater.journal.RestoreStore;
import io.slackwater.journal.RestoredObject;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestoreHistoryTest {

    private static final Instant T0 = Instant.parse("2026-03-01T02:00:00Z");

    private static final RestoredObject OBJECT = new RestoredObject(RestoredObject.Type.VOLUME, "", "shop-new");

    private final List<RestoreRecord> ended = new ArrayList<>();

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
        RestoreHistory history = history(T0);
        RestoreRecord begun = begun(Optional.of("may be damaged"));
        store.begin(begun, OBJECT);
        assertThat(history.find("r1")).contains(begun);
        history.end(begun, State.SUCCEEDED, "");

        RestoreHistory next = history(T0.plusSeconds(60));
        assertThat(next.interrupted()).isEmpty();
        assertThat(next.all()).isEqualTo(history.all()).singleElement().satisfies(one -> {
            assertThat(one.state()).isEqualTo(State.SUCCEEDED);
            assertThat(one.ended()).contains(T0);
            assertThat(one.warning()).contains("may be damaged");
        });
        assertThat(ended).isEqualTo(next.all());
    }

    @Test
    void anInterruptedRestoreHasFailedAndIsUndoneOnce() {
        store.begin(begun(Optional.empty()), OBJECT);

        RestoreHistory next = history(T0.plusSeconds(60));
        RestoreRecord interrupted = next.interrupted().getFirst();
        assertThat(next.find("r1")).contains(interrupted);
        assertThat(interrupted.state()).isEqualTo(State.FAILED);
        next.delayed(interrupted, "its server is away");
        assertThat(next.find("r1").orElseThrow().message()).isEqualTo("its server is away");
        assertThat(history(T0).interrupted()).hasSize(1);

        next.end(interrupted, State.FAILED, "removed");
        assertThat(next.interrupted()).isEmpty();
        assertThat(history(T0).interrupted()).isEmpty();
        assertThat(history(T0).find("r1").orElseThrow().message()).isEqualTo("removed");
    }

    @Test
    void aRestoreEndsWhenTheJournalHasItsEnd() throws SQLException {
        RestoreHistory history = history(T0);
        RestoreRecord begun = begun(Optional.empty());
        store.begin(begun, OBJECT);
        outside("CREATE TRIGGER full BEFORE UPDATE ON restore BEGIN SELECT RAISE(ABORT, 'full'); END");

        history.end(begun, State.SUCCEEDED, "");
        assertThat(history.find("r1").orElseThrow().state()).isEqualTo(State.RUNNING);

        outside("DROP TRIGGER full");
        history.write();
        assertThat(history.find("r1").orElseThrow().state()).isEqualTo(State.SUCCEEDED);
    }

    private RestoreHistory history(Instant now) {
        return new RestoreHistory(store, Clock.fixed(now, ZoneOffset.UTC), ended::add);
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
