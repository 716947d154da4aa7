package io.slackwater.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.journal.Journal;
import io.slackwater.journal.RunRecords;
import io.slackwater.journal.Verified;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DamageWarningTest {

    private static final Instant NOW = RunRecords.T0;
    private static final String APP = "shop.db.app";

    @TempDir
    Path dir;

    private Journal journal;

    @BeforeEach
    void open() {
        journal = Journal.open(dir.resolve("j.db"), Clock.systemUTC());
        RunRecords.succeed(journal, "old1", APP, NOW);
    }

    @AfterEach
    void close() {
        journal.close();
    }

    private Verified snapshot(String id) {
        return journal.verdicts().find("repo-1", id).orElseThrow();
    }

    private void damage() {
        journal.suspectedDamage().begin("repo-1", APP, NOW.plus(Duration.ofHours(1)), "a pack cannot be read.");
    }

    @Test
    void aSnapshotWithoutDoubtHasNoWarning() {
        assertThat(Restores.warning(journal.suspectedDamage(), snapshot("snap-old1")))
                .isEmpty();
        damage();
        RunRecords.succeed(journal, "new1", APP, NOW.plus(Duration.ofHours(2)));
        assertThat(Restores.warning(journal.suspectedDamage(), snapshot("snap-new1")))
                .isEmpty();
    }

    @Test
    void aWarningSaysWhatIsDamagedAndWhereIntactSnapshotsAreListed() {
        damage();
        assertThat(Restores.warning(journal.suspectedDamage(), snapshot("snap-old1")))
                .hasValueSatisfying(words -> assertThat(words)
                        .startsWith(
                                "Snapshot snap-old of 2026-03-01T02:00:01Z may be damaged since 2026-03-01T03:00:00Z:")
                        .contains(
                                " a pack cannot be read. The restore continues",
                                "backrest-management.sh list shows which snapshots are not affected"));
    }
}
