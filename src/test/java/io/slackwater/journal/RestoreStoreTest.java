package io.slackwater.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.journal.RestoreRecord.State;
import io.slackwater.journal.RestoredObject.Type;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestoreStoreTest {

    private static final Instant T0 = Instant.parse("2026-03-01T02:00:00Z");

    private static final RestoredObject DATABASE = new RestoredObject(Type.DATABASE, "shop-db", "app");

    @TempDir
    Path directory;

    private Journal journal;
    private RestoreStore store;

    @BeforeEach
    void open() {
        journal = Journal.open(directory.resolve("journal.db"), Clock.systemUTC());
        store = journal.restores();
    }

    @AfterEach
    void close() {
        journal.close();
    }

    @Test
    void theStepAndTheObjectOfARestoreAreReadAsTheyWereWritten() {
        RestoreRecord restore = begin("r1", DATABASE, T0);
        begin("r2", new RestoredObject(Type.VOLUME, "", "shop-new"), T0);
        assertThat(store.find("r1")).contains(restore);
        assertThat(store.object(restore)).isEqualTo(DATABASE);

        RestoreRecord created = restore.in(RestoreStep.CREATING);
        store.update(created);
        store.created("r1", "71/16384");
        assertThat(store.find("r1")).contains(created);

        RestoreRecord ended = created.in(RestoreStep.FILLING).end(State.FAILED, T0.plusSeconds(3), "The disk is full.");
        store.update(ended);
        assertThat(store.find("r1")).contains(ended);
        assertThat(store.object(restore)).isEqualTo(new RestoredObject(Type.DATABASE, "shop-db", "app", "71/16384"));
        assertThat(store.find("r2").orElseThrow().state()).isEqualTo(State.RUNNING);
    }

    @Test
    void aDatabaseBelongsToTheNewestRestoreThatCreatedItsName() {
        for (String id : new String[] {"r1", "r2"}) {
            begin(id, DATABASE, id.equals("r1") ? T0 : T0.plusSeconds(1));
            store.created(id, "71/16384");
        }
        assertThat(store.ofDatabase("71/16384", "app")).map(RestoreRecord::id).contains("r2");
        assertThat(store.ofDatabase("71/16384", "renamed")).isEmpty();
        assertThat(store.ofDatabase("71/1", "app")).isEmpty();
        assertThat(store.ofDatabase("", "app")).isEmpty();
    }

    @Test
    void runningRestoresAndTheNewestFiveHundredAreKept() {
        begin("first", DATABASE, T0);
        for (int i = 0; i < 501; i++) {
            RestoreRecord restore = begin("r" + i, DATABASE, T0.plusSeconds(i + 1));
            store.update(restore.end(State.SUCCEEDED, T0.plusSeconds(i + 2), ""));
        }
        assertThat(store.all())
                .extracting(RestoreRecord::id)
                .hasSize(501)
                .contains("first", "r1", "r500")
                .doesNotContain("r0");
        assertThat(store.find("r500")).isPresent();
    }

    private RestoreRecord begin(String id, RestoredObject object, Instant at) {
        RestoreRecord restore =
                RestoreRecord.begun(id, "shop.db.app", "0123456789abcdef", "somewhere", at, Optional.empty());
        store.begin(restore, object);
        return restore;
    }
}
