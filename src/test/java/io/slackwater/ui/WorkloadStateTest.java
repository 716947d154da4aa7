package io.slackwater.ui;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.health.DatasetHealth;
import io.slackwater.health.HealthReason;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WorkloadStateTest {

    private static WorkloadState.Judged judged(HealthReason why) {
        DatasetHealth health = new DatasetHealth(
                "shop.web.data",
                "critical",
                why,
                "",
                Optional.of(Instant.EPOCH),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        return WorkloadState.judge(Optional.of(health), false, "stateUnknown");
    }

    @Test
    void aFreshDatasetWithAWrongLabelIsAWarning() {
        assertThat(judged(HealthReason.MISLABELLED))
                .isEqualTo(new WorkloadState.Judged(Light.WARN, "stateMislabelled"));
        assertThat(judged(HealthReason.FRESH).light()).isEqualTo(Light.OK);
    }
}
