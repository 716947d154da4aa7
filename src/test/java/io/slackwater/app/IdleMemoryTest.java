package io.slackwater.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.health.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class IdleMemoryTest {

    private final TestClock clock = new TestClock(Instant.parse("2026-06-01T12:00:00Z"));
    private final AtomicInteger collections = new AtomicInteger();
    private final IdleMemory memory = new IdleMemory(clock, collections::incrementAndGet);

    private void beat(boolean idle) {
        memory.beat(idle);
        clock.advance(Duration.ofSeconds(10));
    }

    @Test
    void memoryIsReturnedOnceAfterBackupsHaveEnded() {
        beat(false);
        beat(false);
        assertThat(collections).hasValue(0);

        beat(true);
        assertThat(collections).hasValue(0);
        beat(true);
        beat(true);
        beat(true);

        assertThat(collections).hasValue(1);
    }

    @Test
    void memoryOfAnIdleProcessIsNotCollected() {
        beat(true);
        beat(true);

        assertThat(collections).hasValue(0);
    }

    @Test
    void aRunDelaysTheCollectionOfMemory() {
        beat(false);
        beat(true);
        beat(false);
        beat(true);
        assertThat(collections).hasValue(0);
    }
}
