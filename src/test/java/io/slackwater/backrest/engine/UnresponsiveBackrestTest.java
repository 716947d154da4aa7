package io.slackwater.backrest.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Whether a freeze of a minute was used up by a Backrest that did not answer. Times are seconds of a clock that only the tests move. */
class UnresponsiveBackrestTest {

    private final UnresponsiveBackrest unanswered = new UnresponsiveBackrest();

    UnresponsiveBackrestTest() {
        // Looks of the time in which it waited in Backrest's queue.
        unanswered.heard(nanos(10));
        unanswered.heard(nanos(70));
        unanswered.begin(nanos(100));
    }

    private static long nanos(double seconds) {
        return (long) (seconds * 1e9);
    }

    private void answersEachSecond(int from, int to) {
        for (int second = from; second <= to; second++) {
            unanswered.heard(nanos(second));
        }
    }

    private void lostAt(double second) {
        unanswered.lost(nanos(second));
    }

    private void assertTooLong(double now, int seconds) {
        assertThat(unanswered.tooLong(nanos(now))).contains(Duration.ofSeconds(seconds));
    }

    @Test
    void aBackrestThatAlwaysAnsweredIsNotBlamed() {
        answersEachSecond(101, 159);
        lostAt(160);
        assertThat(unanswered.over()).as("it has not answered since").isFalse();
        answersEachSecond(161, 161);
        assertThat(unanswered.over()).isTrue();
        assertThat(unanswered.tooLong(nanos(161))).isEmpty();
        assertThat(unanswered.tooLong(nanos(300)))
                .as("what comes later says nothing")
                .isEmpty();
    }

    @Test
    void aBackrestThatHungFromTheBeginningIsBlamedAtOnce() {
        lostAt(160);
        assertTooLong(160, 60);
        answersEachSecond(190, 200);
        assertTooLong(300, 90);
    }

    @Test
    void aBackrestThatAnswersAgainBeforeTheEndIsBlamed() {
        answersEachSecond(101, 110);
        answersEachSecond(140, 160);
        lostAt(160.5);
        answersEachSecond(161, 161);
        assertTooLong(161, 30);
    }

    @Test
    void aSingleSlowAnswerIsNotBlamed() {
        answersEachSecond(101, 120);
        answersEachSecond(135, 160);
        lostAt(160.5);
        answersEachSecond(161, 161);
        assertThat(unanswered.tooLong(nanos(161))).isEmpty();
    }

    @Test
    void aHangIsKnownWhenItOutlastsAShortFreeze() {
        unanswered.heard(nanos(100.2));
        lostAt(101);
        assertThat(unanswered.tooLong(nanos(101)))
                .as("the usual time between two looks")
                .isEmpty();
        assertTooLong(104.2, 4);
    }

    @Test
    void aBackrestIsNotBlamedBeforeAFreezeIsLost() {
        assertThat(unanswered.tooLong(nanos(500))).isEmpty();
    }
}
