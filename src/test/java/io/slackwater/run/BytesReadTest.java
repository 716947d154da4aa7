package io.slackwater.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.journal.RunRecord;
import io.slackwater.journal.RunRecords;
import org.junit.jupiter.api.Test;

class BytesReadTest {

    private final BytesRead bytes = new BytesRead();
    private final RunRecord run = RunRecords.queued("r1", "shop.db.app", RunRecords.T0);

    @Test
    void theBytesOfARunAreKnownUntilItsEnd() {
        assertThat(bytes.of("r1")).isEmpty();
        bytes.begun(run);
        assertThat(bytes.of("r1")).hasValue(0L);
        bytes.bytes(run, 7);
        assertThat(bytes.of("r1")).hasValue(7L);
        bytes.ended(run, Outcome.CANCELLED);
        assertThat(bytes.of("r1")).isEmpty();
        bytes.bytes(run, 8);
        assertThat(bytes.of("r1")).as("a late report").isEmpty();
    }
}
