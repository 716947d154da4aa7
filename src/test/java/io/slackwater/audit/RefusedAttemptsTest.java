package io.slackwater.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slackwater.health.TestClock;
import io.slackwater.journal.AuditEntry;
import io.slackwater.journal.AuditFilter;
import io.slackwater.journal.Journal;
import io.slackwater.journal.JournalException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RefusedAttemptsTest {

    @TempDir
    private Path dir;

    private final TestClock clock = TestClock.at("2026-06-01T12:00Z");
    private Journal journal;
    private RefusedAttempts attempts;

    @BeforeEach
    void open() {
        journal = Journal.open(dir.resolve("j.db"), clock);
        attempts = new RefusedAttempts(journal.audit(), clock);
    }

    @AfterEach
    void close() {
        journal.close();
    }

    private void refuse(String actor, String address, String what) {
        attempts.refused(new RefusedAttempts.Attempt(actor, address, what, "403"));
    }

    /** The entries, oldest first. */
    private List<AuditEntry> entries() {
        return journal.audit().page(AuditFilter.ALL, 1000).reversed();
    }

    @Test
    void aRefusedAttemptIsRecordedWithNameRequestAndAddress() {
        refuse("ann", "10.0.0.1", "DELETE /api/v1/runs/r1");
        assertThat(entries()).as("counting writes nothing").isEmpty();
        attempts.write();
        attempts.write();
        assertThat(entries())
                .containsExactly(new AuditEntry(
                        1, clock.instant(), "ann", "refused", "DELETE /api/v1/runs/r1", "403 from 10.0.0.1"));
    }

    @Test
    void attemptsOfOneUserFromOneAddressAreOneEntry() {
        refuse("ann", "10.0.0.1", "POST /api/v1/runs");
        refuse("ann", "10.0.0.2", "POST /api/v1/restores");
        clock.advance(Duration.ofSeconds(41));
        for (int i = 0; i < 1000; i++) {
            refuse("ann", "10.0.0.1", "POST /api/v1/path-" + i);
        }
        attempts.write();
        assertThat(entries())
                .extracting(AuditEntry::subject)
                .containsExactly("POST /api/v1/runs", "POST /api/v1/restores");
        assertThat(entries())
                .extracting(AuditEntry::detail)
                .containsExactly("403 from 10.0.0.1; 1000 more attempts within 41 s", "403 from 10.0.0.2");
    }

    @Test
    void manyAddressesInOneMinuteShareTheLastEntry() {
        for (int i = 0; i < 5000; i++) {
            refuse("unknown", "10.0." + i / 250 + "." + i % 250, "sign in");
        }
        attempts.write();
        assertThat(entries()).hasSize(31);
        assertThat(entries().getLast().actor()).isEqualTo("several");
        assertThat(entries().getLast().detail()).isEqualTo("403 from several addresses; 4969 more attempts within 1 s");
    }

    @Test
    void aFloodOfADayWritesOneEntryPerMinuteAndCountsEveryAttempt() {
        for (int minute = 0; minute < 24 * 60; minute++) {
            for (int i = 0; i < 40; i++) {
                refuse("unknown", "10.1." + minute % 250 + "." + i, "sign in");
            }
            clock.advance(Duration.ofMinutes(1));
            attempts.write();
        }
        assertThat(journal.audit().page(AuditFilter.ALL, 10_000)).hasSizeBetween(24 * 60, 24 * 60 + 100);
        assertThat(entries().getLast().detail()).isEqualTo("403 from several addresses; 39 more attempts within 60 s");
    }

    @Test
    void afterAFloodSingleAttemptsAreRecordedAgain() {
        for (int minute = 0; minute < 100; minute++) {
            for (int i = 0; i < 40; i++) {
                refuse("unknown", "10.1." + minute + "." + i, "sign in");
            }
            attempts.write();
        }
        int written = entries().size();
        refuse("ann", "10.0.0.1", "POST /api/v1/runs");
        attempts.write();
        assertThat(entries()).as("the budget is empty").hasSize(written);
        clock.advance(Duration.ofHours(2));
        attempts.write();
        refuse("bob", "10.0.0.1", "POST /api/v1/runs");
        attempts.write();
        assertThat(entries().getLast().actor()).isEqualTo("bob");
    }

    @Test
    void attemptsWaitWhileTheJournalCannotBeWritten() {
        refuse("ann", "10.0.0.1", "POST /api/v1/runs");
        journal.close();
        assertThatThrownBy(attempts::write).isInstanceOf(JournalException.class);
        refuse("ann", "10.0.0.1", "POST /api/v1/runs");
        assertThatThrownBy(attempts::write).as("nothing was lost").isInstanceOf(JournalException.class);
    }

    @Test
    void aPathCannotChangeATerminalOrFillTheJournal() {
        refuse("ann", "10.0.0.1", "GET /\u001b[2J\u202e" + "x".repeat(10_000));
        attempts.write();
        assertThat(entries().getFirst().subject()).startsWith("GET /?[2J?xxx").hasSize(201);
    }

    @Test
    void aClockThatIsSetBackGivesNoBudgetAndTakesNone() {
        clock.advance(Duration.ofDays(-3));
        refuse("ann", "10.0.0.1", "POST /api/v1/runs");
        attempts.write();
        assertThat(entries()).hasSize(1);
    }
}
