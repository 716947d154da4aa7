package io.slackwater.freeze;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BrokenFreezeTest {

    @Test
    void anExpiredFreezeIsBlamedOnTheLimitOnlyWhenDockerWasFast() {
        assertThat(BrokenFreeze.late(100, 1000).reachedLimit()).isTrue();
        assertThat(BrokenFreeze.late(499, 1000).reachedLimit()).isTrue();
        assertThat(BrokenFreeze.late(500, 1000).reachedLimit()).isFalse();
        assertThat(BrokenFreeze.late(-1, 1000).reachedLimit())
                .as("never all paused")
                .isFalse();
    }
}
