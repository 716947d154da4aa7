package io.slackwater.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slackwater.journal.Journal;
import io.slackwater.journal.RestoreRecord;
import io.slackwater.journal.RestoreStep;
import io.slackwater.journal.RestoreStore;
import io.slackwater.kind.RestoreException;
import io.slackwater.kind.RestoreException.Reason;
import io.slackwater.kind.RestorePlace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestoreRunTest {

    private static final RestoreRecord RESTORE =
            RestoreRecord.begun("r1", "shop.cache.rdb", "0123456789abcdef", "a file", Instant.EPOCH, Optional.empty());

    @TempDir
    Path directory;

    private Journal journal;
    private RestoreStore store;
    private Path file;

    @BeforeEach
    void open() {
        journal = Journal.open(directory.resolve("journal.db"), Clock.systemUTC());
        store = journal.restores();
        store.begin(RESTORE);
        file = directory.resolve("restored");
    }

    @AfterEach
    void close() {
        journal.close();
    }

    @Test
    void aStepIsJournaledBeforeItRunsAndItsIdentityAfterwards() throws Exception {
        new RestoreRun(RESTORE, new FilePlace(), store).run();
        assertThat(file).content().isEqualTo("whole");
        assertThat(store.steps("r1"))
                .containsExactly(new RestoreStep(RestoreStep.Creates.DATABASE, "shop-db", "restored", "7/1"));
    }

    @Test
    void aRestoreThatFailsRemovesWhatItCreated() {
        RestorePlace place = new FilePlace() {
            @Override
            public void finish() throws RestoreException {
                throw new RestoreException(Reason.FAILED, "it is not what the snapshot holds");
            }
        };
        assertThatThrownBy(() -> new RestoreRun(RESTORE, place, store).run())
                .hasMessage("it is not what the snapshot holds")
                .hasNoSuppressedExceptions();
        assertThat(file).doesNotExist();
    }

    @Test
    void anUndoThatFailsIsAddedToTheFailureOfTheRestore() {
        RestorePlace place = new FilePlace() {
            @Override
            public String create() throws RestoreException {
                super.create();
                throw new RestoreException(Reason.FAILED, "the answer was lost");
            }

            @Override
            public void remove() throws RestoreException {
                throw new RestoreException(Reason.FAILED, "the server is away");
            }
        };
        assertThatThrownBy(() -> new RestoreRun(RESTORE, place, store).run())
                .hasMessage("the answer was lost")
                .satisfies(e -> assertThat(e.getSuppressed())
                        .singleElement()
                        .satisfies(undo -> assertThat(undo).hasMessage("the server is away")));
        assertThat(store.steps("r1")).hasSize(1);
    }

    /** A file that stands for a database. */
    private class FilePlace implements RestorePlace {

        @Override
        public String words() {
            return "a file";
        }

        @Override
        public RestoreStep step() {
            return new RestoreStep(RestoreStep.Creates.DATABASE, "shop-db", "restored");
        }

        @Override
        public void refuseExisting() {
            assertThat(file).doesNotExist();
        }

        @Override
        public String create() throws RestoreException {
            assertThat(store.steps("r1")).containsExactly(step());
            write("");
            return "7/1";
        }

        @Override
        public void fill() {
            write("whole");
        }

        @Override
        public void remove() throws RestoreException {
            try {
                Files.delete(file);
            } catch (IOException e) {
                throw RestoreException.failed("removing the file", e);
            }
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
