package io.slackwater.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.journal.AuditChain;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AuditAlarmsTest {

    @Test
    void anIntactChainHasNoAlarm() {
        assertThat(AuditAlarms.of(new AuditChain.Intact(5))).isEmpty();
    }

    @Test
    void theAlarmNamesTheEntryItsTimeAndHowTheChainIsBroken() {
        Instant at = Instant.parse("2026-06-01T12:00:00Z");
        List<Alarm> alarms = AuditAlarms.of(new AuditChain.Broken(17, Optional.of(at), AuditChain.Break.MISSING));
        assertThat(alarms).singleElement().satisfies(alarm -> {
            assertThat(alarm.key()).isEqualTo("audit:chain");
            assertThat(alarm.detail())
                    .isEqualTo("The chain is broken at entry 17 of 2026-06-01T12:00:00Z: this entry is missing.");
            assertThat(alarm.cause()).isEqualTo("MISSING, 17");
        });
        assertThat(AuditAlarms.of(new AuditChain.Broken(1, Optional.empty(), AuditChain.Break.CUT))
                        .getFirst()
                        .detail())
                .startsWith("The chain is broken at entry 1: ");
    }
}
