package io.slackwater.backrest.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.backrest.engine.CallbackSession.Event;
import io.slackwater.docker.RunningContainer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How a call of Backrest reaches its run. */
@Timeout(20)
class CallbackSessionTest {

    private static final Duration LONG = Duration.ofSeconds(15);
    private static final String DATASET = "shop-files";

    private static final Instant STARTED = Instant.parse("2026-03-01T02:00:00Z");
    private static final RunningContainer BACKREST = new RunningContainer("b1", "backrest", STARTED);

    private List<RunningContainer> running = List.of(BACKREST);
    private final PendingCallbacks calls = new PendingCallbacks(List::of);

    private static CompletableFuture<Optional<String>> calling(CallbackSession session) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return session.start(LONG);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static Event heard(CallbackSession session) throws InterruptedException {
        return session.next(LONG).orElseThrow();
    }

    @Test
    void aCallWaitsForTheAnswerOfItsRun() throws Exception {
        try (CallbackSession session = calls.expect(DATASET)) {
            CompletableFuture<Optional<String>> call =
                    calling(calls.find(DATASET).orElseThrow());
            Event.Start start = (Event.Start) heard(session);
            assertThat(call).isNotDone();
            start.refusal().complete(Optional.empty());
            assertThat(call.get(10, TimeUnit.SECONDS)).isEmpty();
        }
    }

    @Test
    void aCallAfterTheEndOfItsRunIsRefused() throws Exception {
        CompletableFuture<Optional<String>> call;
        try (CallbackSession session = calls.expect(DATASET)) {
            call = calling(session);
        }
        assertThat(call.get(10, TimeUnit.SECONDS)).isPresent();
        assertThat(calls.find(DATASET)).isEmpty();
    }

    @Test
    void aClosedSessionRefusesCalls() throws Exception {
        CallbackSession session = calls.expect(DATASET);
        session.close();
        assertThat(session.start(LONG)).isPresent();
        assertThat(session.ready(LONG)).isPresent();
        session.end();
    }

    @Test
    void aCallThatTimedOutIsNotAccepted() throws Exception {
        try (CallbackSession session = calls.expect(DATASET)) {
            assertThat(session.start(Duration.ofMillis(1))).isPresent();
            Event.Start start = (Event.Start) heard(session);
            assertThat(start.refusal().complete(Optional.empty()))
                    .as("the run learns that the caller has gone")
                    .isFalse();
        }
    }

    @Test
    void anUnexpectedCallIsFoundByTheRunThatItStarts() throws Exception {
        CallbackSession arrived = calls.arrive(DATASET).orElseThrow();
        CompletableFuture<Optional<String>> call = calling(arrived);
        try (CallbackSession session = calls.expect(DATASET)) {
            assertThat(session).isSameAs(arrived);
            assertThat(session.arrived()).isTrue();
            ((Event.Start) heard(session)).refusal().complete(Optional.empty());
        }
        assertThat(call.get(10, TimeUnit.SECONDS)).isEmpty();
    }

    @Test
    void aSecondUnexpectedCallIsRefused() {
        CallbackSession first = calls.arrive(DATASET).orElseThrow();
        assertThat(calls.arrive(DATASET)).isEmpty();
        first.close();
        assertThat(calls.arrive(DATASET)).isPresent();
    }

    @Test
    void aRunThatEndsBeforeItsAnswerRefusesTheCallWithItsReason() throws Exception {
        CallbackSession arrived = calls.arrive(DATASET).orElseThrow();
        CompletableFuture<Optional<String>> call = calling(arrived);
        arrived.close("the workload has no container now");
        arrived.close();
        Optional<String> refused = Optional.of("the workload has no container now");
        assertThat(call.get(10, TimeUnit.SECONDS)).isEqualTo(refused);
        assertThat(arrived.start(LONG)).as("a later call").isEqualTo(refused);
    }

    @Test
    void anEndHookReachesItsRun() throws Exception {
        try (CallbackSession session = calls.expect(DATASET)) {
            session.end();
            assertThat(heard(session)).isEqualTo(new Event.End());
        }
    }

    private Optional<CallbackSession.Event> afterClaim(Consumer<PendingCallbacks> events) throws Exception {
        PendingCallbacks pending = new PendingCallbacks(() -> running);
        try (CallbackSession session = pending.expect("shop.db.app")) {
            session.claim();
            events.accept(pending);
            return session.next(Duration.ZERO);
        }
    }

    @Test
    void theDeathOfTheContainerThatReadsReachesTheRun() throws Exception {
        assertThat(afterClaim(pending -> pending.container("die", "b1", STARTED.plusSeconds(1))))
                .containsInstanceOf(CallbackSession.Event.Died.class);
    }

    @Test
    void eventsOfOtherContainersAndOfAnEarlierStartChangeNothing() throws Exception {
        assertThat(afterClaim(pending -> {
                    pending.container("die", "b2", STARTED.plusSeconds(1));
                    pending.container("die", "b1", STARTED.minusMillis(1));
                    pending.container("exec_die", "b1", STARTED.plusSeconds(1));
                    pending.resync();
                }))
                .isEmpty();
    }

    @Test
    void aDeathThatDockerDidNotReportIsFoundAfterwards() throws Exception {
        assertThat(afterClaim(pending -> {
                    running = List.of(new RunningContainer("b1", "backrest", STARTED.plusSeconds(9)));
                    pending.resync();
                }))
                .as("restarted")
                .containsInstanceOf(CallbackSession.Event.Died.class);
        running = List.of(BACKREST);
        assertThat(afterClaim(pending -> {
                    running = List.of();
                    pending.resync();
                }))
                .as("gone")
                .containsInstanceOf(CallbackSession.Event.Died.class);
    }

    @Test
    void ofTwoContainersNoneCountsAsBackrests() throws Exception {
        running = List.of(BACKREST, new RunningContainer("b2", "backrest", STARTED));
        assertThat(afterClaim(pending -> pending.container("die", "b1", STARTED.plusSeconds(1))))
                .isEmpty();
    }
}
