package io.slackwater.freeze;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.journal.EndCause;
import org.junit.jupiter.api.Test;

class BrokenFreezeTest {

    @Test
    void anExpiredFreezeIsBlamedOnTheLimitOnlyWhenDockerWasFast() {
        assertThat(BrokenFreeze.late(100, 1000).cause()).isEqualTo(EndCause.FREEZE_LIMIT);
        assertThat(BrokenFreeze.late(499, 1000).cause()).isEqualTo(EndCause.FREEZE_LIMIT);
        assertThat(BrokenFreeze.late(500, 1000).cause()).isEqualTo(EndCause.FREEZE);
        assertThat(BrokenFreeze.late(-1, 1000).cause()).as("never all paused").isEqualTo(EndCause.FREEZE);
    }
}
