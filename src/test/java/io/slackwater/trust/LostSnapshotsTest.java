package io.slackwater.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slackwater.health.TestClock;
import io.slackwater.journal.Journal;
import io.slackwater.journal.JournalException;
import io.slackwater.journal.RunRecords;
import io.slackwater.journal.TestJournal;
import io.slackwater.journal.Verified;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LostSnapshotsTest {

    private static final String A = "shop.db.a";
    private static final String B = "shop.db.b";

    @TempDir
    Path directory;

    private final TestClock clock = new TestClock(Instant.parse("2026-06-01T01:00:00Z"));
    private Journal journal;
    private LostSnapshots losses;

    @BeforeEach
    void open() {
        journal = Journal.open(directory.resolve("journal.db"), clock);
        losses = SnapshotTrust.of(journal, clock).lost();
    }

    @AfterEach
    void close() {
        journal.close();
    }

    /** Verified now; in the journal's repository {@code critical}. */
    private Verified backup(String run, String dataset) {
        RunRecords.succeed(journal, run, dataset, clock.instant());
        return journal.verdicts().of(dataset).getFirst();
    }

    private void lose(Verified... lost) {
        losses.compare("critical", lost[0].repository(), List.of(lost), List.of());
    }

    private boolean told() {
        boolean told = losses.reason("critical").isPresent();
        losses.compare("critical", "repo-1", List.of(), List.of());
        assertThat(losses.reason("critical").isPresent()).isEqualTo(told);
        assertThat(losses.datasets("critical").isEmpty()).isEqualTo(!told);
        return told;
    }

    @Test
    void aLossAlarmsUntilAllItsDatasetsHaveANewerSnapshot() {
        Verified a = backup("r1", A);
        Verified b = backup("r2", B);
        lose(a, b);
        assertThat(losses.reason("critical"))
                .hasValueSatisfying(words -> assertThat(words)
                        .startsWith("Verified snapshots that Slackwater did not remove")
                        .contains(A + " (1, newest of 2026-06-01T01:00:01Z)", B + " (1"));
        assertThat(losses.reason("system")).isEmpty();
        clock.advance(Duration.ofMinutes(1));
        backup("r3", A);
        clock.advance(Duration.ofHours(30));
        assertThat(losses.reason("critical"))
                .hasValueSatisfying(words -> assertThat(words)
                        .startsWith(
                                "Verified snapshots that Slackwater did not remove are no longer in repository critical")
                        .contains(B)
                        .doesNotContain(A)
                        .endsWith("They are no longer offered for restores."));
        assertThat(told()).isTrue();
        backup("r4", B);
        assertThat(told()).isFalse();
    }

    @Test
    void aLossThatCannotBeRecordedIsFoundAgain() {
        Verified lost = backup("r1", A);
        Path file = directory.resolve("journal.db");
        TestJournal.execute(file, "CREATE TRIGGER full BEFORE INSERT ON loss BEGIN SELECT RAISE(ABORT, 'full'); END");
        assertThatThrownBy(() -> lose(lost)).isInstanceOf(JournalException.class);
        assertThat(journal.verdicts().of(A)).containsExactly(lost);

        TestJournal.execute(file, "DROP TRIGGER full");
        lose(lost);
        assertThat(told()).isTrue();
        assertThat(journal.verdicts().of(A)).isEmpty();
    }

    @Test
    void aLossOfOlderSnapshotsAlarmsForAnHour() {
        Verified old = backup("r1", A);
        clock.advance(Duration.ofDays(1));
        backup("r2", A);
        lose(old);
        clock.advance(Duration.ofMinutes(59));
        assertThat(told()).isTrue();
        clock.advance(Duration.ofMinutes(1));
        assertThat(told()).isFalse();
    }

    @Test
    void repeatedLossesOfADatasetAreOneAlarm() {
        lose(backup("r1", A));
        clock.advance(Duration.ofHours(2));
        lose(backup("r2", A));
        assertThat(losses.reason("critical"))
                .hasValueSatisfying(words -> assertThat(words).contains(A + " (2, newest of 2026-06-01T03:00:01Z)"));
        clock.advance(Duration.ofMinutes(1));
        backup("r3", A);
        assertThat(told()).isTrue();
    }

    @Test
    void anAcknowledgementEndsALoss() {
        Verified a = backup("r1", A);
        lose(a, backup("r2", B));
        losses.acknowledge(List.of("critical", "system"), A);
        assertThat(losses.reason("critical"))
                .hasValueSatisfying(words -> assertThat(words).contains(B).doesNotContain(A));
        journal.datasets().gone(B, true);
        assertThat(told()).isFalse();
    }
}
