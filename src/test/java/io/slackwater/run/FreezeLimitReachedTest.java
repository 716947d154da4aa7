package io.slackwater.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.discovery.Workload;
import io.slackwater.freeze.BrokenFreeze;
import io.slackwater.journal.EndCause;
import io.slackwater.trust.RunFailure.Failed;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A volume whose copy takes longer than its workload may be frozen. */
class FreezeLimitReachedTest {

    private static final Workload LABELLED =
            Environments.allowed(Duration.ofSeconds(1), Map.of("slackwater.freeze.max", "1s"));

    @Test
    void aLimitReachedWhileBackrestReadIsRetriedBySlackwater() {
        Failed failed =
                Freeze.failed(new BrokenFreeze("the freeze exceeded its limit", EndCause.FREEZE_LIMIT), LABELLED, true);
        assertThat(failed.endCause()).isEqualTo(EndCause.ENGINE);
        assertThat(failed)
                .hasMessage("the freeze of shop-cache-1 reached its limit while Backrest read: 1 s, from the label"
                        + " slackwater.freeze.max of container shop-cache-1; the snapshot is discarded. Slackwater's own"
                        + " restic makes the next backup");
        assertThat(Freeze.failed(new BrokenFreeze("unpaused", EndCause.FREEZE), LABELLED, true)
                        .endCause())
                .isEqualTo(EndCause.FREEZE);
    }

    @Test
    void aReachedLimitIsNotRetriedAndNamesTheLimitAndItsSource() {
        Failed failed = Freeze.failed(
                new BrokenFreeze("the freeze exceeded its limit", EndCause.FREEZE_LIMIT), LABELLED, false);
        assertThat(failed.endCause()).isEqualTo(EndCause.FREEZE_LIMIT);
        assertThat(failed)
                .hasMessageStartingWith("the freeze of shop-cache-1 reached its limit while it was read: 1 s, from the"
                        + " label slackwater.freeze.max of container shop-cache-1; ")
                .hasMessageNotContaining("retried")
                .hasMessageContainingAll("Raise", "slackwater.files.exclude", "slackwater.method=hot");
        Workload byPolicy = Environments.allowed(Duration.ofMillis(1500), Map.of());
        assertThat(Freeze.failed(new BrokenFreeze("late", EndCause.FREEZE_LIMIT), byPolicy, false))
                .hasMessageContaining("1.5 s, from limits.freezeMax in the policy");
    }

    @Test
    void aFreezeBrokenByAnotherProgramIsRetried() {
        Failed failed = Freeze.failed(
                new BrokenFreeze("another program changed container x (unpause)", EndCause.FREEZE), LABELLED, false);
        assertThat(failed.endCause()).isEqualTo(EndCause.FREEZE);
        assertThat(failed)
                .hasMessage("container shop-cache-1 did not stay paused while restic read its files: another program"
                        + " changed container x (unpause); the snapshot is discarded");
    }
}
