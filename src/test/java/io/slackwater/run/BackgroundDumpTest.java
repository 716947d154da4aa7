package io.slackwater.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slackwater.capture.CaptureException;
import io.slackwater.journal.EndCause;
import io.slackwater.stream.DumpSource;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class BackgroundDumpTest {

    private final AtomicInteger closed = new AtomicInteger();

    private final DumpSource source = new DumpSource() {
        @Override
        public int read(byte[] into, int offset, int length) {
            into[offset] = 'x';
            return 1;
        }

        @Override
        public void finish() {}

        @Override
        public void close() {
            closed.incrementAndGet();
        }
    };

    @Test
    void aDumpIsReadAfterItWasOpened() throws Exception {
        CountDownLatch ready = new CountDownLatch(1);
        BackgroundDump dump = new BackgroundDump(
                () -> {
                    ready.await();
                    return source;
                },
                "r1");
        FutureTask<Integer> reader = new FutureTask<>(() -> {
            dump.opened();
            return dump.read(new byte[1], 0, 1);
        });
        Thread thread = Thread.ofPlatform().start(reader);
        assertThat(thread.join(Duration.ofMillis(50))).isFalse();
        ready.countDown();
        assertThat(reader.get()).isEqualTo(1);
        dump.finish();
        dump.close();
        dump.awaitClosed();
        assertThat(closed).hasValue(1);
        assertThat(dump.refused()).isEmpty();
    }

    @Test
    void aDumpThatCannotBeOpenedReportsItsReason() {
        BackgroundDump dump = new BackgroundDump(
                () -> {
                    throw new CaptureException("password authentication failed", EndCause.SOURCE_INVALID);
                },
                "r1");
        assertThatThrownBy(dump::opened)
                .isInstanceOf(CaptureException.class)
                .hasMessage("password authentication failed");
        assertThat(dump.refused())
                .hasValueSatisfying(why -> assertThat(why.endCause()).isEqualTo(EndCause.SOURCE_INVALID));
        dump.close();
        dump.awaitClosed();
    }

    @Test
    void anInterruptedReaderDoesNotTakeTheDumpForBroken() throws Exception {
        BackgroundDump dump = new BackgroundDump(
                () -> {
                    new CountDownLatch(1).await();
                    return source;
                },
                "r1");
        Thread.currentThread().interrupt();
        assertThatThrownBy(dump::opened).isInstanceOf(InterruptedException.class);
        dump.close();
        dump.awaitClosed();
        assertThatThrownBy(dump::opened).isInstanceOf(CaptureException.class).hasMessageContaining("was cancelled");
    }

    @Test
    void aDumpClosedDuringItsStartHasNoReason() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        BackgroundDump dump = new BackgroundDump(
                () -> {
                    asked.countDown();
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        throw new CaptureException("Cannot inspect container db: interrupted", EndCause.SOURCE, e);
                    }
                    return source;
                },
                "r1");
        asked.await();
        dump.close();
        dump.awaitClosed();
        assertThat(dump.refused()).isEmpty();
    }

    @Test
    void aDumpClosedDuringItsStartLeavesNothingOpen() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch heedless = new CountDownLatch(1);
        BackgroundDump dump = new BackgroundDump(
                () -> {
                    asked.countDown();
                    // What it started has no ear for an interrupt.
                    while (heedless.getCount() > 0) {
                        Thread.onSpinWait();
                    }
                    return source;
                },
                "r1");
        asked.await();
        dump.close();
        assertThat(closed).hasValue(0);
        heedless.countDown();
        dump.awaitClosed();
        assertThat(closed).hasValue(1);
        assertThat(dump.refused()).isEmpty();
        assertThatThrownBy(dump::opened).hasMessageContaining("was cancelled");
    }
}
