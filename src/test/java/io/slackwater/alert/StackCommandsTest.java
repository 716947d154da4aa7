package io.slackwater.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.health.TestClock;
import io.slackwater.journal.AlarmRecord;
import io.slackwater.journal.RunRecords;
import io.slackwater.journal.TestJournal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StackCommandsTest {

    private static final StackCommands SHOP = new StackCommands(Optional.of("/srv/shop"));

    @Test
    void eachCommandNamesTheStackOnce() {
        assertThat(
                        SHOP.in(
                                "Then: scripts/backrest-management.sh backup shop.db.app --wait. Or scripts/backrest-setup.sh."))
                .isEqualTo(
                        "Then: scripts/backrest-management.sh --directory /srv/shop backup shop.db.app --wait. Or scripts/backrest-setup.sh --directory /srv/shop.");
        assertThat(SHOP.in(SHOP.in("scripts/backrest-management.sh status")))
                .isEqualTo("scripts/backrest-management.sh --directory /srv/shop status");
    }

    @Test
    void aDirectoryWithBlanksIsQuotedForTheShell() {
        assertThat(new StackCommands(Optional.of("/srv/my shop's $1")).in("scripts/backrest-management.sh status"))
                .isEqualTo("scripts/backrest-management.sh --directory '/srv/my shop'\\''s $1' status");
    }

    @Test
    void withoutADirectoryTheTextStays() {
        assertThat(StackCommands.NONE.in("scripts/backrest-management.sh status"))
                .isEqualTo("scripts/backrest-management.sh status");
    }

    @Test
    void aRaisedAlarmHasTheCommandThatWorks() {
        try (TestJournal journal = new TestJournal()) {
            Alarms alarms = new Alarms(
                    journal.journal().alarms(), new TestClock(RunRecords.T0), () -> Duration.ofDays(1), SHOP);

            alarms.observed(
                    AlarmSource.AUDIT,
                    List.of(AlarmSource.AUDIT.critical(
                            "chain",
                            AlarmText.plain("The log was changed"),
                            "Entry 7.",
                            AlarmText.plain(Remedies.TOOL))));

            assertThat(alarms.raised())
                    .extracting(AlarmRecord::remedy)
                    .containsExactly("scripts/backrest-management.sh --directory /srv/shop.");
        }
    }
}
