package io.slackwater.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.journal.AlarmRecord;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OverallHealthTest {

    private static final AlarmRecord ALARM = new AlarmRecord(
            "stale:shop.db.app",
            "warning",
            "",
            "",
            "",
            "",
            "shop-db",
            Instant.EPOCH,
            Map.of(),
            Optional.empty(),
            Optional.empty(),
            Map.of());

    @Test
    void allIsWellWhenTheChecksAreUpAndNoAlarmIsRaised() {
        assertThat(new OverallHealth(() -> true, List::of).ok()).isTrue();
    }

    @Test
    void aCheckThatIsDownDegradesTheHealth() {
        assertThat(new OverallHealth(() -> false, List::of).ok()).isFalse();
    }

    @Test
    void anAlarmDegradesTheHealth() {
        assertThat(new OverallHealth(() -> true, () -> List.of(ALARM)).ok()).isFalse();
    }
}
