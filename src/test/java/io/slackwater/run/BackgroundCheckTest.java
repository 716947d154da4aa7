package io.slackwater.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slackwater.capture.CaptureException;
import io.slackwater.capture.StreamCheck;
import io.slackwater.journal.EndCause;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class BackgroundCheckTest {

    private final Recorded recorded = new Recorded();

    @Test
    void bytesWrittenBeforeTheCheckIsReadyAreNotLost() throws Exception {
        CountDownLatch ready = new CountDownLatch(1);
        try (BackgroundCheck check = new BackgroundCheck(() -> {
            ready.await();
            return recorded;
        })) {
            Thread writer = Thread.ofVirtual().start(() -> write(check));
            ready.countDown();
            writer.join();
            check.complete();
            assertThat(check.notes()).containsExactly("3 bytes");
        }
        assertThat(recorded.closed).isTrue();
    }

    @Test
    void aCheckThatCannotStartReportsItsReason() {
        CaptureException refused = new CaptureException("the container is gone", EndCause.SOURCE);
        try (BackgroundCheck check = new BackgroundCheck(() -> {
            throw refused;
        })) {
            assertThatThrownBy(() -> check.write(new byte[3], 0, 3))
                    .isInstanceOf(IOException.class)
                    .hasMessage("the container is gone");
            assertThatThrownBy(check::complete).isSameAs(refused);
        }
    }

    @Test
    void aCheckClosedDuringItsStartLeavesNothingOpen() {
        CountDownLatch begun = new CountDownLatch(1);
        BackgroundCheck check = new BackgroundCheck(() -> {
            begun.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException late) {
                // As an exec that Docker started in the moment of the interrupt.
                return recorded;
            }
            throw new IllegalStateException("nobody counts down");
        });
        org.awaitility.Awaitility.await().until(() -> begun.getCount() == 0);

        check.close();

        assertThat(recorded.closed).isTrue();
    }

    private static void write(BackgroundCheck check) {
        try {
            check.write(new byte[3], 0, 3);
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** A check that takes anything. */
    private static final class Recorded implements StreamCheck {

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private volatile boolean closed;

        @Override
        public void write(byte[] from, int offset, int length) {
            bytes.write(from, offset, length);
        }

        @Override
        public void complete() {}

        @Override
        public List<String> notes() {
            return List.of(bytes.size() + " bytes");
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
