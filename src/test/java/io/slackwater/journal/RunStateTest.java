package io.slackwater.journal;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class RunStateTest {

    @Property
    void anEndedRunHasNoTransition(@ForAll RunState from, @ForAll RunState to) {
        if (from.ended()) {
            assertThat(from.leadsTo(to)).isFalse();
        }
    }

    @Property
    void anOpenRunCanBeCancelledRetriedFailOrStayUnverified(@ForAll RunState from) {
        if (!from.ended()) {
            assertThat(from.leadsTo(RunState.CANCELLED)).isTrue();
            assertThat(from.leadsTo(RunState.QUEUED)).isTrue();
            assertThat(from.leadsTo(RunState.FAILED)).isTrue();
            assertThat(from.leadsTo(RunState.UNVERIFIED)).isTrue();
            assertThat(from.leadsTo(from)).isTrue();
        }
    }

    @Property
    void onlyAVerifyingRunSucceeds(@ForAll RunState from) {
        assertThat(from.leadsTo(RunState.SUCCEEDED)).isEqualTo(from == RunState.VERIFYING);
    }

    @Test
    void aSkippedStepIsRefused() {
        assertThat(RunState.QUEUED.leadsTo(RunState.STORING)).isFalse();
        assertThat(RunState.CAPTURING.leadsTo(RunState.VERIFYING)).isFalse();
    }
}
