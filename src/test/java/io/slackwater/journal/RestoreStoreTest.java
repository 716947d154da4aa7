package io.slackwater.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.journal.RestoreRecord.State;
import io.slackwater.journal.RestoreStep.Creates;
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
    void theStepsOfARestoreAreListedInTheOrderOfTheirUndo() {
        begin("r1", T0);
        RestoreStep volume = new RestoreStep(Creates.VOLUME, "", "shop-new");
        RestoreStep database = new RestoreStep(Creates.DATABASE, "shop.db", "app");
        assertThat(store.steps("r1")).isEmpty();
        store.creates("r1", volume);
        store.creates("r1", database);
        store.created("r1", "71/16384");
        begin("r2", T0);
        assertThat(store.steps("r1"))
                .containsExactly(new RestoreStep(Creates.DATABASE, "shop.db", "app", "71/16384"), volume);
    }

    @Test
    void aDatabaseBelongsToTheNewestRestoreThatCreatedItsName() {
        for (String id : new String[] {"r1", "r2"}) {
            begin(id, id.equals("r1") ? T0 : T0.plusSeconds(1));
            store.creates(id, new RestoreStep(Creates.DATABASE, "shop.db", "app"));
            store.created(id, "71/16384");
        }
        assertThat(store.ofDatabase("71/16384", "app")).map(RestoreRecord::id).contains("r2");
        assertThat(store.ofDatabase("71/16384", "renamed")).isEmpty();
        assertThat(store.ofDatabase("71/1", "app")).isEmpty();
        assertThat(store.ofDatabase("", "app")).isEmpty();
    }

    @Test
    void runningRestoresAndTheNewestFiveHundredAreKept() {
        begin("first", T0);
        store.creates("first", new RestoreStep(Creates.ROLES, "shop.db", ""));
        for (int i = 0; i < 501; i++) {
            RestoreRecord restore = begin("r" + i, T0.plusSeconds(i + 1));
            store.creates(restore.id(), new RestoreStep(Creates.VOLUME, "", "v" + i));
            store.end(restore.end(State.SUCCEEDED, T0.plusSeconds(i + 2), ""));
        }
        assertThat(store.all())
                .extracting(RestoreRecord::id)
                .hasSize(501)
                .contains("first", "r1", "r500")
                .doesNotContain("r0");
        assertThat(store.steps("r0")).isEmpty();
        assertThat(store.steps("first")).hasSize(1);
        assertThat(store.find("r500")).isPresent();
    }

    private RestoreRecord begin(String id, Instant at) {
        RestoreRecord restore =
                RestoreRecord.begun(id, "shop.db.app", "0123456789abcdef", "somewhere", at, Optional.empty());
        store.begin(restore);
        return restore;
    }
}
