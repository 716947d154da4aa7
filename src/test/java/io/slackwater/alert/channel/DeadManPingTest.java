package io.slackwater.alert.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.slackwater.health.TestClock;
import io.slackwater.journal.AlarmStore;
import io.slackwater.journal.TestJournal;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeadManPingTest {

    @TempDir
    static Path directory;

    private final TestClock clock = new TestClock(Instant.parse("2026-06-01T00:00:00Z"));
    private final AtomicReference<Optional<URI>> url = new AtomicReference<>(Optional.empty());
    private final TestJournal journal = new TestJournal(directory);
    private final AlarmStore store = journal.journal().alarms();
    private Receiver receiver;
    private DeadManPing ping;

    @BeforeEach
    void start() throws IOException {
        receiver = new Receiver();
        url.set(Optional.of(receiver.uri("/ping/uuid")));
        ping = new DeadManPing(url::get, clock, Duration.ofSeconds(2), store);
    }

    @AfterEach
    void stop() {
        ping.close();
        receiver.close();
        journal.close();
    }

    private void awaitRequests(int count) {
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(receiver.requests).hasSize(count));
    }

    private void night() {
        ping.good(clock.instant().minusSeconds(60));
    }

    /** The previous request has ended only when the next request is permitted. */
    private void nightUntilRequests(int count) {
        Instant night = clock.instant().minusSeconds(60);
        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
            ping.good(night);
            assertThat(receiver.requests).hasSize(count);
        });
    }

    @Test
    void aGoodNightIsPingedOnceAlsoAcrossARestart() {
        Instant night = clock.instant();
        ping.good(night);
        await().untilAsserted(() -> assertThat(store.pinged()).contains(night));
        clock.advance(Duration.ofHours(2));
        ping.good(night);
        ping.close();
        ping = new DeadManPing(url::get, clock, Duration.ofSeconds(2), store);
        ping.good(night);
        clock.advance(Duration.ofHours(22));
        nightUntilRequests(2);
        assertThat(receiver.requests).containsOnly("GET /ping/uuid");
        assertThat(ping.failures()).isZero();
    }

    @Test
    void aFailedPingIsCountedAndRetried() {
        receiver.then(500, Receiver.SILENT, 200);
        night();
        await().untilAsserted(() -> assertThat(ping.failures()).isEqualTo(1));
        clock.advance(Duration.ofMinutes(1));
        nightUntilRequests(2);
        await().untilAsserted(() -> assertThat(ping.failures()).isEqualTo(2));
        clock.advance(Duration.ofMinutes(1));
        nightUntilRequests(3);
        await().untilAsserted(() -> assertThat(store.pinged()).isPresent());
    }

    @Test
    void aClockThatWasSetBackDoesNotStopThePing() {
        night();
        awaitRequests(1);
        clock.advance(Duration.ofDays(-30));
        nightUntilRequests(2);
    }

    @Test
    void noPingIsSentWithoutAnAddress() {
        url.set(Optional.empty());
        night();
        url.set(Optional.of(receiver.uri("/second")));
        night();
        awaitRequests(1);
        assertThat(receiver.requests).containsExactly("GET /second");
    }
}
