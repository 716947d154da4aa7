package io.slackwater.backrest.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.backrest.Provisions;
import io.slackwater.backrest.reconcile.Change.Action;
import io.slackwater.health.TestClock;
import io.slackwater.journal.BackrestStore.Owned;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AwaitedPlansTest {

    private static final String APP = "shop.db.app";
    private static final Instant NOW = Instant.parse("2026-07-20T02:00:00Z");

    private final TestClock clock = new TestClock(NOW);
    private final Provisions.Memory memory = new Provisions.Memory();
    private final AwaitedPlans plans = new AwaitedPlans(clock, memory.store());

    @AfterEach
    void close() {
        memory.close();
    }

    @Test
    void aFirstBackupWaitsUntilItsPlanIsWritten() {
        assertThat(plans.awaits(APP, Optional.empty())).isTrue();
        memory.store().prints(Owned.PLAN, Map.of("shop.db.roles", "print"));
        assertThat(plans.awaits(APP, Optional.of(inSync())))
                .as("a pass without the dataset")
                .isTrue();
        memory.store().prints(Owned.PLAN, Map.of("shop.db.roles", "print", APP, "print"));
        assertThat(plans.awaits(APP, Optional.of(inSync()))).isFalse();
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

    private static ReconcileOutcome inSync() {
        return new ReconcileOutcome.InSync(List.of(), Collections.emptySortedSet());
    }

    private static ReconcileOutcome busy(List<Change> done) {
        return new ReconcileOutcome.Busy(NOW, "a backup", done, List.of(), Collections.emptySortedSet());
    }
}
