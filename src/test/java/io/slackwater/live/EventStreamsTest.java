package io.slackwater.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.health.TestClock;
import io.slackwater.live.EventStreams.Limits;
import io.slackwater.live.EventStreams.Opening;
import io.slackwater.live.EventStreams.Viewer;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EventStreamsTest {

    private static final long ALL = Long.MAX_VALUE;

    private final TestClock clock = new TestClock(Instant.parse("2026-06-01T02:00:00Z"));
    private final EventStreams streams = new EventStreams(clock, Limits.DEFAULT);
    private final Set<String> signedOut = new HashSet<>();
    private final List<String> disconnected = new ArrayList<>();

    private Opening open(String user) {
        return streams.open(new Viewer(user, () -> !signedOut.contains(user), () -> disconnected.add(user)));
    }

    private void change(int number) {
        streams.publish(LiveEvent.of(LiveEvent.Kind.RUN_STEP, JsonObject.of("n", number)));
    }

    @Test
    void everyStreamBeginsWithASignOfLifeAndGetsEachEvent() {
        RecordedClient ann = RecordedClient.of(open("ann")).reads(ALL);
        RecordedClient bob = RecordedClient.of(open("bob")).reads(ALL);

        change(1);
        change(2);

        for (RecordedClient one : List.of(ann, bob)) {
            assertThat(one.words()).containsExactly("heartbeat", "run-step", "run-step");
            assertThat(one.heard.getLast().data()).isEqualTo("{\"n\":2}");
        }
    }

    @Test
    void the201stStreamIsRefusedUntilAnotherOneEnds() {
        List<RecordedClient> clients = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            clients.add(RecordedClient.of(open("user-" + i % 5)).reads(ALL));
        }
        assertThat(open("ann")).isEqualTo(new Opening.Full(200));

        change(1);
        assertThat(clients).allSatisfy(client -> assertThat(client.heard).hasSize(2));

        clients.getFirst().leaves();
        assertThat(streams.size()).isEqualTo(199);
        assertThat(open("ann")).isInstanceOf(Opening.Open.class);
    }

    @Test
    void aUserWithTooManyStreamsLeavesRoomForOthers() {
        for (int i = 0; i < 50; i++) {
            RecordedClient.of(open("ann"));
        }
        assertThat(open("ann")).isEqualTo(new Opening.UserFull(50));
        assertThat(open("bob")).isInstanceOf(Opening.Open.class);
    }

    @Test
    void aSlowClientLosesEventsAndIsToldToLoadThePageAgain() {
        RecordedClient slow = RecordedClient.of(open("ann")).reads(1);
        RecordedClient fast = RecordedClient.of(open("bob")).reads(ALL);

        IntStream.range(0, 1000).forEach(this::change);
        assertThat(slow.words()).containsExactly("heartbeat");
        assertThat(fast.heard).hasSize(1001);

        slow.reads(ALL);
        assertThat(slow.heard).hasSizeLessThanOrEqualTo(1 + EventStream.MOST_WAITING);
        assertThat(slow.words().get(1)).isEqualTo("refresh");
        assertThat(slow.heard.getLast().data()).as("the newest").isEqualTo("{\"n\":999}");
    }

    @Test
    void aClientThatReadsNothingForAMinuteIsDisconnected() {
        RecordedClient.of(open("ann")).reads(1);
        change(1);
        clock.advance(Duration.ofSeconds(59));
        streams.beat();
        assertThat(streams.size()).isEqualTo(1);
        clock.advance(Duration.ofSeconds(1));
        streams.beat();
        assertThat(streams.size()).isZero();
        assertThat(disconnected).containsExactly("ann");
    }

    @Test
    void aClientThatReadsStaysConnected() {
        RecordedClient ann = RecordedClient.of(open("ann")).reads(2);
        for (int i = 0; i < 9; i++) {
            change(i);
            clock.advance(Duration.ofSeconds(59));
            streams.beat();
            ann.reads(2);
        }
        assertThat(disconnected).isEmpty();
        assertThat(streams.size()).isEqualTo(1);
    }

    @Test
    void aQuietStreamGetsSignsOfLife() {
        RecordedClient ann = RecordedClient.of(open("ann")).reads(ALL);
        clock.advance(Duration.ofMinutes(2));
        streams.beat();
        assertThat(ann.words()).containsExactly("heartbeat", "heartbeat");
        assertThat(disconnected).isEmpty();
    }

    @Test
    void noEventFollowsTheEndOfTheSignIn() {
        RecordedClient ann = RecordedClient.of(open("ann")).reads(ALL);
        RecordedClient bob = RecordedClient.of(open("bob")).reads(ALL);
        signedOut.add("ann");

        change(1);
        change(2);

        assertThat(ann.words()).containsExactly("heartbeat");
        assertThat(ann.ends).isEqualTo(1);
        assertThat(bob.heard).hasSize(3);
        assertThat(streams.size()).isEqualTo(1);
    }

    @Test
    void aSignOutEndsTheStreamAlsoWithoutAnEvent() {
        RecordedClient ann = RecordedClient.of(open("ann"));
        signedOut.add("ann");
        streams.beat();
        assertThat(ann.ends).as("also for a client that does not read").isEqualTo(1);
        assertThat(streams.size()).isZero();
    }

    @Test
    void aStreamEndsAfterTenMinutesSoThatItsClientAuthenticatesAgain() {
        RecordedClient ann = RecordedClient.of(open("ann")).reads(ALL);
        clock.advance(Duration.ofSeconds(599));
        streams.beat();
        assertThat(ann.ends).isZero();
        clock.advance(Duration.ofSeconds(1));
        streams.beat();
        assertThat(ann.ends).isEqualTo(1);
        assertThat(open("ann")).isInstanceOf(Opening.Open.class);
    }

    @Test
    void theShutdownEndsAllStreamsAndOpensNone() {
        RecordedClient ann = RecordedClient.of(open("ann")).reads(ALL);
        streams.close();
        streams.close();
        assertThat(ann.ends).isEqualTo(1);
        assertThat(open("ann")).isInstanceOf(Opening.Full.class);
    }

    @Test
    void severalThreadsSendToAClientOneAfterTheOther() throws InterruptedException {
        RecordedClient ann = RecordedClient.of(open("ann")).reads(ALL);
        List<Thread> threads = IntStream.range(0, 4)
                .mapToObj(n ->
                        Thread.ofPlatform().start(() -> IntStream.range(0, 5000).forEach(this::change)))
                .toList();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(ann.overlapped).isFalse();
        // What arrives during a slow call may be dropped, but not silently.
        assertThat(ann.heard.size() == 20_001 || ann.words().contains("refresh"))
                .isTrue();
    }
}
