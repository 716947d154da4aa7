package io.slackwater.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class RunTransitionTest {

    @Property
    void anEndedRunHasNoTransition(@ForAll RunState from, @ForAll RunState to) {
        if (from.ended()) {
            assertThat(RunTransition.allowed(from, to)).isFalse();
        }
    }

    @Property
    void anOpenRunCanBeCancelledRetriedOrFail(@ForAll RunState from) {
        if (!from.ended()) {
            assertThat(RunTransition.allowed(from, RunState.CANCELLED)).isTrue();
            assertThat(RunTransition.allowed(from, RunState.QUEUED)).isTrue();
            assertThat(RunTransition.allowed(from, RunState.FAILED)).isTrue();
            assertThat(RunTransition.allowed(from, from)).isTrue();
        }
    }

    @Property
    void onlyAVerifyingRunSucceedsOrStaysUnverified(@ForAll RunState from) {
        assertThat(RunTransition.allowed(from, RunState.SUCCEEDED)).isEqualTo(from == RunState.VERIFYING);
        assertThat(RunTransition.allowed(from, RunState.UNVERIFIED)).isEqualTo(from == RunState.VERIFYING);
    }

    @Test
    void aSkippedStepIsRefused() {
        assertThat(RunTransition.allowed(RunState.QUEUED, RunState.STORING)).isFalse();
        assertThat(RunTransition.allowed(RunState.CAPTURING, RunState.VERIFYING))
                .isFalse();
    }

    @Test
    void aRefusedTransitionNamesTheRunAndBothStates() {
        assertThatThrownBy(() -> RunTransition.check("r-7", RunState.CANCELLED, RunState.FAILED))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("Run r-7 ended CANCELLED already; it is never changed and cannot become FAILED.");
        assertThatThrownBy(() -> RunTransition.check("r-7", RunState.QUEUED, RunState.VERIFYING))
                .hasMessageContaining("Run r-7 is QUEUED and cannot become VERIFYING");
    }
}
