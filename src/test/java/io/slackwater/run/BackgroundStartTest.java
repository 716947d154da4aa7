package io.slackwater.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slackwater.capture.CaptureException;
import io.slackwater.journal.EndCause;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class BackgroundStartTest {

    private final AtomicBoolean ended = new AtomicBoolean();

    private BackgroundStart<String> start(Callable<String> start) {
        return new BackgroundStart<>("start", start, started -> ended.set(true));
    }

    @Test
    void aCallerWaitsForTheStart() throws Exception {
        CountDownLatch ready = new CountDownLatch(1);
        BackgroundStart<String> start = start(() -> {
            ready.await();
            return "dump";
        });
        FutureTask<String> caller = new FutureTask<>(start::get);
        Thread thread = Thread.ofPlatform().start(caller);
        assertThat(thread.join(Duration.ofMillis(50))).isFalse();
        ready.countDown();
        assertThat(caller.get()).isEqualTo("dump");
        assertThat(start.now()).isEqualTo("dump");
        assertThat(start.refused()).isEmpty();
        assertThat(ended).isFalse();
        start.close();
        assertThat(ended).isTrue();
    }

    @Test
    void aFailedStartReportsItsReason() {
        CaptureException refused = new CaptureException("password authentication failed", EndCause.SOURCE_INVALID);
        BackgroundStart<String> start = start(() -> {
            throw refused;
        });
        assertThatThrownBy(start::get).isSameAs(refused);
        assertThat(start.refused()).contains(refused);
        start.close();
        assertThat(ended).isFalse();
    }

    @Test
    void anInterruptedCallerDoesNotTakeTheStartForFailed() {
        BackgroundStart<String> start = start(() -> {
            new CountDownLatch(1).await();
            return "dump";
        });
        Thread.currentThread().interrupt();
        assertThatThrownBy(start::get).isInstanceOf(InterruptedException.class);
        assertThat(start.refused()).isEmpty();
        start.close();
        assertThatThrownBy(start::get).isInstanceOf(IllegalStateException.class);
        assertThat(start.refused()).isEmpty();
    }

    @Test
    void aStartThatHidesItsInterruptLeavesNothingOpen() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        BackgroundStart<String> start = start(() -> {
            begun.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                return "an exec that Docker started at the moment of the interrupt";
            }
            throw new IllegalStateException("the latch never opens");
        });
        begun.await();
        start.close();
        assertThat(ended).isTrue();
    }

    @Test
    void aStartThatIgnoresItsInterruptLeavesNothingOpen() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        BackgroundStart<String> start = start(() -> {
            begun.countDown();
            while (goOn.getCount() > 0) {
                Thread.onSpinWait();
            }
            return "dump";
        });
        begun.await();
        start.cancel();
        assertThat(ended).as("a cancel does not wait").isFalse();
        goOn.countDown();
        start.close();
        assertThat(ended).isTrue();
    }
}
