package io.slackwater.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.journal.RunRecord;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A writer that waits in the middle of a write until restic reads. */
class ConsistencyBarrierIT extends ConsistencyContract {

    ConsistencyBarrierIT() {
        super("switbarrier");
    }

    /** Proves that the check finds torn data: restic waits between the two files of a writer, until it has written both. */
    @Test
    void anUnfrozenCopyOfAWriterAtABarrierBreaksTheInvariantEachTime() throws Exception {
        start("hot", "barrier");
        try (AppHarness harness = harness("2s")) {
            firstRun(harness);
            for (int capture = 0; capture < 10; capture++) {
                assertThat(violations(harness, backup(harness)))
                        .as("capture %d", capture)
                        .isNotEmpty();
            }
        }
    }

    /** restic waits at the same barrier, until Linux ends the lease after 45 s. The paused writer writes nothing meanwhile. */
    @Test
    void aFrozenCopyOfAWriterAtABarrierKeepsTheInvariant() throws Exception {
        start("freeze", "barrier");
        try (AppHarness harness = harness("30s")) {
            firstRun(harness);
            RunRecord run = backup(harness);
            assertThat(run.frozen()).as("the barrier").isGreaterThan(Duration.ofSeconds(40));
            assertThat(violations(harness, run)).isEmpty();
        }
    }
}
