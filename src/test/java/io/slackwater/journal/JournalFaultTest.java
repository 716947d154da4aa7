package io.slackwater.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

class JournalFaultTest {

    private static String said(Throwable cause) {
        return String.valueOf(JournalFault.explain(Path.of("/data/journal.db"), "record run r1", cause)
                .getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "SQLITE_FULL,               the disk is full,       Free some space",
        "SQLITE_READONLY_DIRECTORY, cannot be opened,           Mount /data writable",
        "SQLITE_CORRUPT_INDEX,      damaged,                start again",
        "SQLITE_NOTADB,             not a journal,          start again",
        "SQLITE_CANTOPEN,           cannot be opened,       Mount /data writable",
        "SQLITE_IOERR_WRITE,        reports an error,       free some space",
        "SQLITE_BUSY_SNAPSHOT,      another process,        only one Slackwater",
    })
    void everyFaultNamesTheFileAndTheRemedy(SQLiteErrorCode code, String what, String remedy) {
        assertThat(said(new SQLiteException("x", code)))
                .startsWith("The journal /data/journal.db cannot record run r1: ")
                .contains(what)
                .contains(remedy);
    }

    @Test
    void anUnknownFaultIsQuoted() {
        assertThat(said(new SQLException("odd"))).contains("odd").contains("Check the file");
    }
}
