package io.slackwater.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slackwater.health.TestClock;
import io.slackwater.journal.AuditChain;
import io.slackwater.journal.Journal;
import io.slackwater.journal.JournalException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditCheckTest {

    @TempDir
    private Path dir;

    private final TestClock clock = TestClock.at("2026-06-01T12:00Z");
    private final List<AuditChain> results = new ArrayList<>();
    private Journal journal;
    private AuditCheck check;

    @BeforeEach
    void open() {
        journal = Journal.open(dir.resolve("j.db"), clock);
        check = new AuditCheck(journal.audit(), clock, results::add);
        journal.audit().append("ann", "run", "r1", "");
    }

    @AfterEach
    void close() {
        journal.close();
    }

    @Test
    void theChainIsVerifiedAtTheFirstLookAndThenOncePerDay() {
        assertThat(check.last()).isEmpty();
        check.daily();
        check.daily();
        clock.advance(Duration.ofHours(23));
        check.daily();
        assertThat(results).containsExactly(new AuditChain.Intact(1));
        journal.audit().append("ann", "run", "r2", "");
        clock.advance(Duration.ofHours(1));
        check.daily();
        assertThat(results).containsExactly(new AuditChain.Intact(1), new AuditChain.Intact(2));
        assertThat(check.last()).contains(new AuditCheck.Checked(clock.instant(), new AuditChain.Intact(2)));
    }

    @Test
    void aClockThatIsSetBackDoesNotPostponeTheVerification() {
        check.daily();
        clock.advance(Duration.ofDays(-30));
        check.daily();
        assertThat(results).hasSize(2);
    }

    @Test
    void aJournalThatCannotBeReadIsNoResult() {
        check.daily();
        journal.close();
        clock.advance(Duration.ofDays(2));
        assertThatThrownBy(check::daily).isInstanceOf(JournalException.class);
        assertThat(check.last()).map(AuditCheck.Checked::chain).contains(new AuditChain.Intact(1));
        assertThat(results).hasSize(1);
    }
}
