package io.slackwater.backrest.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.backrest.Provisions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Which plans without a dataset may be removed from Backrest. {@code BackrestProvisioningTest} tests their removal by a
 * pass.
 */
class ReleasedPlansTest {

    private static final Instant T0 = Instant.parse("2026-06-01T00:00:00Z");
    private static final String PLAN = "shop.db.app";
    private static final Set<String> NO_DATASETS = Set.of();
    private static final Optional<ReconcileOutcome> ORPHANED =
            Optional.of(new ReconcileOutcome.InSync(List.of(), orphans(PLAN)));
    private static final ReconcileOutcome REMOVED =
            new ReconcileOutcome.Written(List.of(), List.of(), List.of(), orphans());
    private static final ReconcileOutcome BUSY =
            new ReconcileOutcome.Busy(T0, "a backup", List.of(), List.of(), orphans(PLAN));

    private final Provisions.Memory memory = new Provisions.Memory();
    private final Set<String> restorable = new TreeSet<>(Set.of(PLAN));
    private ReleasedPlans plans = new ReleasedPlans(memory.store(), restorable::contains);

    private static SortedSet<String> orphans(String... ids) {
        return new TreeSet<>(List.of(ids));
    }

    private void assertRefused(PlanRelease because, Set<String> datasets, Optional<ReconcileOutcome> last) {
        assertThat(plans.release(PLAN, datasets, last)).isEqualTo(because);
        assertThat(plans.byAdmin()).isEmpty();
    }

    @Test
    void aPlanWithRestorableSnapshotsStaysUntilAnAdminReleasesIt() {
        assertThat(plans.removable(NO_DATASETS, ORPHANED)).isEmpty();
        plans.release(PLAN, NO_DATASETS, ORPHANED);
        assertThat(plans.removable(NO_DATASETS, ORPHANED)).containsExactly(PLAN);
    }

    @Test
    void aPlanWithoutRestorableSnapshotsIsRemoved() {
        restorable.clear();
        assertThat(plans.removable(NO_DATASETS, ORPHANED)).containsExactly(PLAN);
    }

    @Test
    void aPlanWithADatasetIsNotReleased() {
        assertRefused(PlanRelease.IN_USE, Set.of(PLAN), ORPHANED);
    }

    @Test
    void aForeignOrMissingPlanIsNotReleased() {
        assertRefused(PlanRelease.UNKNOWN, NO_DATASETS, Optional.of(REMOVED));
    }

    @Test
    void plansAreNotReleasedWhileBackrestIsUnknownOrUnreachable() {
        assertRefused(PlanRelease.NOT_KNOWN, NO_DATASETS, Optional.empty());
        assertRefused(PlanRelease.NOT_KNOWN, NO_DATASETS, Optional.of(new ReconcileOutcome.Unreachable(T0, List.of())));
        assertRefused(PlanRelease.NOT_KNOWN, NO_DATASETS, Optional.of(new ReconcileOutcome.Blocked(T0, List.of())));
    }

    @Test
    void aReleaseSurvivesABusyBackrestAndARestart() {
        plans.release(PLAN, NO_DATASETS, ORPHANED);
        plans.passed(BUSY);
        plans.release(PLAN, NO_DATASETS, Optional.of(BUSY));
        plans = new ReleasedPlans(memory.store(), restorable::contains);
        assertThat(plans.byAdmin()).containsExactly(PLAN);
        assertThat(plans.removable(NO_DATASETS, Optional.of(BUSY))).containsExactly(PLAN);
    }

    @Test
    void anAutomaticRemovalIsRetriedWhileBackrestIsBusy() {
        restorable.clear();
        plans.removable(NO_DATASETS, ORPHANED);
        plans.passed(BUSY);
        assertThat(plans.removable(NO_DATASETS, Optional.of(BUSY))).containsExactly(PLAN);
    }

    @Test
    void aReleaseEndsWithThePlan() {
        plans.release(PLAN, NO_DATASETS, ORPHANED);
        plans.removable(NO_DATASETS, ORPHANED);
        plans.passed(REMOVED);
        assertThat(plans.byAdmin()).isEmpty();
        assertThat(plans.removable(NO_DATASETS, ORPHANED))
                .as("a later orphan of that name")
                .isEmpty();
    }

    @Test
    void aReleaseEndsWhenTheDatasetReturns() {
        plans.release(PLAN, NO_DATASETS, ORPHANED);
        assertThat(plans.removable(Set.of(PLAN), ORPHANED)).isEmpty();
        assertThat(plans.byAdmin()).isEmpty();
    }
}
