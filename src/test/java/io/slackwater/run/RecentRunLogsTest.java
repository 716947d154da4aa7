package io.slackwater.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.journal.RunRecord;
import io.slackwater.journal.RunRecords;
import io.slackwater.journal.RunState;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RecentRunLogsTest {

    private final RecentRunLogs logs = new RecentRunLogs(Clock.fixed(RunRecords.T0, ZoneOffset.UTC));

    @Test
    void aRunHasItsStepsAndItsLinesInOrder() {
        RunRecord run = RunRecords.queued("r1", "shop.db.app", RunRecords.T0);
        logs.begun(run);
        logs.step(RunRecords.in(run, RunState.CAPTURING, RunRecords.T0, ""));
        logs.add("r1", "restic: locked");
        logs.add("r2", "of another run");

        assertThat(logs.of("r1"))
                .extracting(RecentRunLogs.Line::text)
                .containsExactly("step QUEUED", "step CAPTURING", "restic: locked");
    }

    @Test
    void onlyTheNewestRunsAndLinesAreKept() {
        IntStream.range(0, 200).forEach(i -> logs.add("r1", "line " + i));
        assertThat(logs.of("r1"))
                .hasSize(100)
                .last()
                .satisfies(line -> assertThat(line.text()).isEqualTo("line 199"));

        IntStream.range(0, 60).forEach(i -> logs.add("later-" + i, "x".repeat(5000)));

        assertThat(logs.of("r1")).isEmpty();
        assertThat(logs.of("later-0").getFirst().text()).hasSizeLessThan(1100);
    }
}
