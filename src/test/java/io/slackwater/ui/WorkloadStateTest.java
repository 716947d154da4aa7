package io.slackwater.ui;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.discovery.Inventory;
import io.slackwater.health.DatasetHealth;
import io.slackwater.health.HealthReason;
import io.slackwater.policy.PlanPolicies;
import io.slackwater.policy.Policy;
import io.slackwater.schedule.NextRun;
import io.slackwater.schedule.Task;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkloadStateTest {

    private static WorkloadState.Judged judged(HealthReason why) {
        return WorkloadState.judge(Optional.of(health("shop.web.data", why)), false, "stateUnknown");
    }

    private static DatasetHealth health(String dataset, HealthReason why) {
        return new DatasetHealth(
                dataset,
                "critical",
                why,
                "",
                Optional.of(Instant.EPOCH),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    @ParameterizedTest
    @CsvSource({"my-shop.web.data, my-shop / web", "shop.shop.data, shop", "shop.config, shop"})
    void aWorkloadThatIsGoneHasANameAndNoNextRun(String dataset, String name) {
        Inventory empty = new Inventory(Instant.EPOCH, List.of(), List.of());
        ZoneId zone = ZoneOffset.UTC;
        Policy policy = PlanPolicies.policy("UTC", PlanPolicies.plan("critical", "0 2 * * *"));
        NextRun next = new NextRun(
                Task.PLAN, "critical", "0 2 * * *", Optional.of(Instant.EPOCH.plusSeconds(60)), Optional.empty());

        assertThat(WorkloadState.all(empty, List.of(health(dataset, HealthReason.GONE_STALE)), Set.of()))
                .singleElement()
                .satisfies(gone -> {
                    assertThat(gone.name()).isEqualTo(name);
                    assertThat(new WorkloadRows(
                                            new Nights(policy, Instant.EPOCH),
                                            List.of(next),
                                            zone,
                                            Instant.EPOCH,
                                            Texts.ENGLISH)
                                    .next(gone))
                            .isEmpty();
                });
    }

    @Test
    void aFreshDatasetWithAWrongLabelIsAWarning() {
        assertThat(judged(HealthReason.MISLABELLED))
                .isEqualTo(new WorkloadState.Judged(Light.WARN, "stateMislabelled"));
        assertThat(judged(HealthReason.FRESH).light()).isEqualTo(Light.OK);
    }
}
