package io.slackwater.backrest.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.backrest.engine.Visit.Answer;
import io.slackwater.backrest.engine.Visit.Event;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How Backrest's calls find the run that they are for. */
@Timeout(20)
class VisitTest {

    private static final Duration LONG = Duration.ofSeconds(15);
    private static final String DATASET = "shop-files";

    private final Calls calls = new Calls();

    private static CompletableFuture<Answer> calling(Visit visit) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return visit.start(LONG);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static Event heard(Visit visit) throws InterruptedException {
        return visit.next(LONG).orElseThrow();
    }

    @Test
    void aCallWaitsForTheAnswerOfItsRun() throws Exception {
        try (Visit visit = calls.expect(DATASET)) {
            CompletableFuture<Answer> call = calling(calls.find(DATASET).orElseThrow());
            Event.Start start = (Event.Start) heard(visit);
            assertThat(call).isNotDone();
            start.answer().complete(new Answer.Welcome());
            assertThat(call.get(10, TimeUnit.SECONDS)).isEqualTo(new Answer.Welcome());
        }
    }

    @Test
    void aCallThatWasNotHeardBeforeTheEndIsRefused() throws Exception {
        CompletableFuture<Answer> call;
        try (Visit visit = calls.expect(DATASET)) {
            call = calling(visit);
        }
        assertThat(call.get(10, TimeUnit.SECONDS)).isInstanceOf(Answer.Refused.class);
        assertThat(calls.find(DATASET)).isEmpty();
    }

    @Test
    void aClosedVisitLetsNobodyIn() throws Exception {
        Visit visit = calls.expect(DATASET);
        visit.close();
        assertThat(visit.start(LONG)).isInstanceOf(Answer.Refused.class);
        visit.end(LONG);
    }

    @Test
    void aCallerThatGaveUpIsNotLetIn() throws Exception {
        try (Visit visit = calls.expect(DATASET)) {
            assertThat(visit.start(Duration.ofMillis(1))).isInstanceOf(Answer.Refused.class);
            Event.Start start = (Event.Start) heard(visit);
            assertThat(start.answer().complete(new Answer.Welcome()))
                    .as("the run learns that the caller has gone")
                    .isFalse();
        }
    }

    @Test
    void aCallThatNobodyExpectedIsFoundByTheRunThatIsMadeForIt() throws Exception {
        Visit arrived = calls.arrive(DATASET, LONG).orElseThrow();
        try (Visit visit = calls.expect(DATASET)) {
            assertThat(visit).isSameAs(arrived);
            assertThat(visit.arrived()).isTrue();
            ((Event.Start) heard(visit)).answer().complete(new Answer.Welcome());
        }
        assertThat(arrived.answer(LONG)).isEqualTo(new Answer.Welcome());
    }

    @Test
    void aSecondCallThatNobodyExpectedDoesNotArrive() {
        Visit first = calls.arrive(DATASET, LONG).orElseThrow();
        assertThat(calls.arrive(DATASET, LONG)).isEmpty();
        first.close();
        assertThat(calls.arrive(DATASET, LONG)).isPresent();
    }

    @Test
    void aRunThatEndsBeforeItCouldAnswerRefusesWithItsReason() throws Exception {
        Visit arrived = calls.arrive(DATASET, LONG).orElseThrow();
        arrived.refuse("the workload has no container now");
        arrived.close();
        assertThat(arrived.answer(LONG)).isEqualTo(new Answer.Refused("the workload has no container now"));
    }

    @Test
    void anEndHearsWhyItBrokeOff() throws Exception {
        try (Visit visit = calls.expect(DATASET)) {
            CompletableFuture<Answer> end = CompletableFuture.supplyAsync(() -> {
                try {
                    return visit.end(LONG);
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            ((Event.End) heard(visit)).answer().complete(new Answer.Refused("out of luck"));
            assertThat(end.get(10, TimeUnit.SECONDS)).isEqualTo(new Answer.Refused("out of luck"));
        }
    }

    @Test
    void anEndIsAcknowledgedEvenWhenNobodyListensAnyMore() throws Exception {
        Visit visit = calls.expect(DATASET);
        CompletableFuture<Void> end = CompletableFuture.runAsync(() -> {
            try {
                visit.end(LONG);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        visit.close();
        end.get(10, TimeUnit.SECONDS);
        assertThat(end).isCompleted();
    }
}
