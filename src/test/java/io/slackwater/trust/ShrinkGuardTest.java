package io.slackwater.trust;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShrinkGuardTest {

    @Test
    void aDropBeyondTheBoundStopsRetention() {
        assertThat(ShrinkGuard.shrunk(1000, 499, 50)).isTrue();
        assertThat(ShrinkGuard.shrunk(1000, 500, 50)).isFalse();
        assertThat(ShrinkGuard.shrunk(1000, 2000, 50)).isFalse();
        assertThat(ShrinkGuard.shrunk(0, 0, 50)).isFalse();
    }

    @Test
    void aBoundOfAHundredNeverStopsRetention() {
        assertThat(ShrinkGuard.shrunk(1000, 0, 100)).isFalse();
    }
}
