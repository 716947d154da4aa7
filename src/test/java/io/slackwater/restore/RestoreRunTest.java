package io.slackwater.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.discovery.Kinds;
import io.slackwater.journal.Journal;
import io.slackwater.journal.RestoreRecord;
import io.slackwater.journal.RestoreRecord.State;
import io.slackwater.journal.RestoreStep;
import io.slackwater.journal.RestoreStore;
import io.slackwater.journal.RestoredObject;
import io.slackwater.journal.RunRecord;
import io.slackwater.journal.RunRecords;
import io.slackwater.kind.RestoreException;
import io.slackwater.kind.RestorePlace;
import io.slackwater.repository.StandInRepository;
import io.slackwater.trust.SnapshotTrust;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestoreRunTest {

    private static final RestoreRecord RESTORE =
            RestoreRecord.begun("r1", "shop.cache.rdb", "0123456789abcdef", "a file", Instant.EPOCH, Optional.empty());
    private static final RestoredObject OBJECT =
            new RestoredObject(RestoredObject.Type.DATABASE, "shop-db", "restored");

    @TempDir
    Path directory;

    /** Each call of the place with the step that the journal had then. */
    private final List<String> calls = new ArrayList<>();

    private final List<RestoreRecord> ended = new ArrayList<>();
    private Journal journal;
    private RestoreStore store;
    private Path file;

    @BeforeEach
    void open() {
        journal = Journal.open(directory.resolve("journal.db"), Clock.systemUTC());
        store = journal.restores();
        store.begin(RESTORE, OBJECT);
        file = directory.resolve("restored");
    }

    @AfterEach
    void close() {
        journal.close();
    }

    private RestoreRecord run(RestorePlace place) {
        RunRecord run = RunRecords.succeed(journal, "run-1", "shop.cache.rdb", RunRecords.T0);
        Clock clock = Clock.systemUTC();
        RestorableSnapshots snapshots = new RestorableSnapshots(
                journal.verdicts(),
                journal.safetySnapshots(),
                journal.repositories(),
                () -> {
                    throw new AssertionError("the snapshot is chosen already");
                },
                StandInRepository::new,
                SnapshotTrust.of(journal, clock).alarms(),
                new Kinds<>(List.of()));
        ChosenSnapshot chosen =
                new ChosenSnapshot(RunRecords.verdict(run, RunRecords.T0), new StandInRepository("critical"));
        RestoreHistory history = new RestoreHistory(store, clock, ended::add);
        try (RestoreRun restore = new RestoreRun(RESTORE, chosen, place, store, snapshots, history)) {
            restore.run();
        }
        RestoreRecord end = store.find("r1").orElseThrow();
        assertThat(ended).containsExactly(end);
        return end;
    }

    @Test
    void eachStepIsJournaledBeforeItBegins() {
        RestoreRecord end = run(new FilePlace());

        assertThat(end.state()).as(end.message()).isEqualTo(State.SUCCEEDED);
        assertThat(end.message()).isEqualTo("all of it");
        assertThat(calls)
                .containsExactly("create in CREATING", "fill in FILLING", "check in CHECKING", "finish in FINISHING");
        assertThat(file).content().isEqualTo("whole");
        assertThat(store.object(RESTORE)).isEqualTo(new RestoredObject(OBJECT.type(), "shop-db", "restored", "7/1"));
    }

    @Test
    void aRestoreThatFailsReleasesAndRemovesWhatItCreated() {
        RestoreRecord end = run(new FilePlace() {
            @Override
            public void check() throws RestoreException {
                super.check();
                throw new RestoreException("it is not what the snapshot holds");
            }
        });

        assertThat(end.state()).isEqualTo(State.FAILED);
        assertThat(end.step()).isEqualTo(RestoreStep.CHECKING);
        assertThat(end.message()).isEqualTo("it is not what the snapshot holds");
        assertThat(calls).endsWith("close in CHECKING", "remove in CHECKING");
        assertThat(file).doesNotExist();
    }

    @Test
    void anUndoThatFailsIsAddedToTheFailureOfTheRestore() {
        RestoreRecord end = run(new FilePlace() {
            @Override
            public String create() {
                super.create();
                throw new IllegalStateException("inner text");
            }

            @Override
            public void remove() throws RestoreException {
                throw new RestoreException("the server is away");
            }
        });

        assertThat(end.state()).isEqualTo(State.FAILED);
        assertThat(end.message())
                .isEqualTo("an error inside Slackwater; its log at this time shows the cause; the server is away");
    }

    /** A file that stands for a database. */
    private class FilePlace implements RestorePlace {

        private boolean closed;

        @Override
        public RestoredObject object() {
            return OBJECT;
        }

        @Override
        public void refuseExisting() {
            assertThat(file).doesNotExist();
        }

        @Override
        public String create() {
            called("create");
            write("");
            return "7/1";
        }

        @Override
        public void fill() {
            called("fill");
            write("whole");
        }

        @Override
        public void check() throws RestoreException {
            called("check");
        }

        @Override
        public void finish() {
            called("finish");
            closed = true;
        }

        @Override
        public String note() {
            return "all of it";
        }

        @Override
        public void close() {
            if (!closed) {
                called("close");
            }
        }

        @Override
        public void remove() throws RestoreException {
            called("remove");
            try {
                Files.delete(file);
            } catch (IOException e) {
                throw RestoreException.failed("removing the file", e);
            }
        }

        private void called(String method) {
            calls.add(method + " in " + store.find("r1").orElseThrow().step());
        }

        private void write(String content) {
            try {
                Files.writeString(file, content);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }
}
