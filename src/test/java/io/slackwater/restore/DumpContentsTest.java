package io.slackwater.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.kind.RestoreException.Reason;
import org.junit.jupiter.api.Test;

/** The tables of dumps. {@code BackupAndRestoreIT} lists those of a real one. */
class DumpContentsTest extends RestoreWorld {

    @Test
    void onlyDumpsWithTablesAreListed() {
        verified("r5", "shop.db.roles", "postgres", "shop.db.roles.sql", "sql");
        verified("r6", "shop.db.app", "postgres", "shop.db.app.dump", "dump");
        SnapshotFilesTest.refused(
                Reason.INVALID, "is no dump whose tables can be listed", () -> dumps.tables(ADMIN, CACHE, "latest"));
        SnapshotFilesTest.refused(
                Reason.INVALID, "is no dump whose tables can be listed", () -> dumps.tables(ADMIN, FILES, "latest"));
        SnapshotFilesTest.refused(
                Reason.FORBIDDEN, "needs the role admin", () -> dumps.tables(OPERATOR, "shop.db.roles", "latest"));
        SnapshotFilesTest.refused(
                Reason.INVALID,
                "does not run or is not protected now",
                () -> dumps.tables(OPERATOR, "shop.db.app", "latest"));
        assertThat(journal.verdicts().of("shop.db.app")).hasSize(1);
        assertThat(dumps.hasTables(journal.verdicts().of("shop.db.app").getFirst()))
                .isTrue();
        assertThat(dumps.hasTables(journal.verdicts().of(FILES).getFirst())).isFalse();
    }
}
