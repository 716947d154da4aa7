package io.slackwater.backrest.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.backrest.reconcile.Change.Action;
import io.slackwater.health.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AwaitedPlansTest {

    private static final String APP = "shop.db.app";
    private static final Instant NOW = Instant.parse("2026-07-20T02:00:00Z");

    private final TestClock clock = new TestClock(NOW);
    private final AwaitedPlans plans = new AwaitedPlans(clock);

    @Test
    void aFirstBackupWaitsUntilItsPlanIsWritten() {
        assertThat(plans.awaits(APP, Optional.empty())).isTrue();
        ReconcileOutcome other = ended(inSync(), Set.of("shop.db.roles"));
        assertThat(plans.awaits(APP, Optional.of(other)))
                .as("a pass without the dataset")
                .isTrue();
        ReconcileOutcome written = ended(inSync(), Set.of("shop.db.roles", APP));
        assertThat(plans.awaits(APP, Optional.of(written))).isFalse();
    }

    @Test
    void aFirstBackupWaitsAMinuteAtMost() {
        assertThat(plans.awaits(APP, Optional.empty())).isTrue();
        clock.advance(AwaitedPlans.LONGEST.minus(Duration.ofSeconds(1)));
        assertThat(plans.awaits(APP, Optional.empty())).isTrue();
        clock.advance(Duration.ofSeconds(1));
        assertThat(plans.awaits(APP, Optional.empty())).isFalse();
    }

    @Test
    void aFirstBackupDoesNotWaitForAnUnreachableOrBlockedBackrest() {
        assertThat(plans.awaits(APP, Optional.of(new ReconcileOutcome.Unreachable(NOW, List.of()))))
                .isFalse();
        assertThat(plans.awaits(APP, Optional.of(new ReconcileOutcome.Blocked(NOW, List.of()))))
                .isFalse();
    }

    @Test
    void aFirstBackupWaitsForABusyBackrestOnlyWhileItIsBeingProvisioned() {
        assertThat(plans.awaits(APP, Optional.of(busy(List.of())))).isFalse();
        Change added = new Change(Action.ADDED, BackrestSubject.repository("critical"), "");
        assertThat(plans.awaits(APP, Optional.of(busy(List.of(added))))).isTrue();
    }

    private ReconcileOutcome ended(ReconcileOutcome outcome, Set<String> datasets) {
        plans.passEnded(outcome, datasets);
        return outcome;
    }

    private static ReconcileOutcome inSync() {
        return new ReconcileOutcome.InSync(List.of(), Collections.emptySortedSet());
    }

    private static ReconcileOutcome busy(List<Change> done) {
        return new ReconcileOutcome.Busy(NOW, "a backup", done, List.of(), Collections.emptySortedSet());
    }
}
