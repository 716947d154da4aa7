package io.slackwater.alert;

import static io.slackwater.alert.DatasetHealths.of;
import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.health.DatasetHealth;
import io.slackwater.health.HealthReason;
import io.slackwater.journal.EndCause;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SharedCausesTest {

    private static SharedCauses causes(Set<String> existing, DatasetHealth... datasets) {
        return SharedCauses.of(
                Arrays.asList(datasets), _ -> false, existing::contains, plan -> Optional.of("of " + plan));
    }

    @Test
    void theDatasetsOfAStoppedDatabaseShareItsAlarm() {
        SharedCauses causes = causes(
                Set.of("shop-db"),
                of("shop.db.app", HealthReason.FRESH, EndCause.NOT_RUNNING),
                of("shop.db.old", HealthReason.STALE, EndCause.NOT_RUNNING),
                of("shop.db.new", HealthReason.NEVER, EndCause.NOT_RUNNING));

        assertThat(causes.workloads()).containsOnlyKeys("shop-db");
        assertThat(causes.ofRuns()).containsExactlyInAnyOrder("shop.db.app", "shop.db.old", "shop.db.new");
        assertThat(causes.ofOldBackups()).containsExactlyInAnyOrder("shop.db.old", "shop.db.new");
        assertThat(causes.ofRemoved()).isEmpty();
    }

    @Test
    void aDatasetThatFailsForItsOwnReasonKeepsItsAlarm() {
        SharedCauses causes = causes(
                Set.of("shop-db"),
                of("shop.db.app", HealthReason.STALE, EndCause.SOURCE),
                of("shop.db.locked", HealthReason.STALE, EndCause.REPOSITORY),
                of("shop.db.damaged", HealthReason.SUSPECTED_DAMAGE, EndCause.NOT_RUNNING),
                of("shop.db.dropped", HealthReason.VANISHED, EndCause.NOT_RUNNING));

        assertThat(causes.ofRuns()).containsExactly("shop.db.damaged");
        assertThat(causes.ofOldBackups()).isEmpty();
    }

    @Test
    void theDatasetsOfAnUnusableRepositoryShareItsAlarm() {
        SharedCauses causes = causes(
                Set.of("shop-db"),
                of("shop.db.app", HealthReason.FRESH, EndCause.REPOSITORY_UNAVAILABLE),
                of("shop.db.old", HealthReason.STALE, EndCause.REPOSITORY_INVALID));

        assertThat(causes.workloads()).isEmpty();
        assertThat(causes.repositories()).containsOnlyKeys("of critical");
        assertThat(causes.ofRuns()).containsExactlyInAnyOrder("shop.db.app", "shop.db.old");
        assertThat(causes.ofOldBackups()).containsExactly("shop.db.old");
    }

    @Test
    void aRepositoryThatThePolicyLacksGroupsNothing() {
        assertThat(SharedCauses.of(
                                List.of(of("shop.db.app", HealthReason.FRESH, EndCause.REPOSITORY_UNAVAILABLE)),
                                _ -> false,
                                _ -> true,
                                _ -> Optional.empty())
                        .ofRuns())
                .isEmpty();
    }

    @Test
    void theDatasetsOfARemovedWorkloadShareItsAlarm() {
        DatasetHealth gone = of("shop.db.app", HealthReason.GONE, EndCause.NONE);

        assertThat(causes(Set.of(), gone, of("shop.db.old", HealthReason.GONE_STALE, EndCause.SOURCE))
                        .ofRemoved())
                .containsExactlyInAnyOrder("shop.db.app", "shop.db.old");
        assertThat(causes(Set.of("shop-db"), gone).ofRemoved())
                .as("a label of an existing workload excludes it")
                .isEmpty();
    }

    @Test
    void anAcknowledgedDatasetHasNoCause() {
        assertThat(SharedCauses.of(
                                List.of(of("shop.db.app", HealthReason.GONE, EndCause.NOT_RUNNING)),
                                _ -> true,
                                _ -> false,
                                _ -> Optional.of("critical"))
                        .workloads())
                .isEmpty();
    }
}
