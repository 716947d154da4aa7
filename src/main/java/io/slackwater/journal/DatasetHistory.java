package io.slackwater.journal;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The runs of a dataset in a period.
 *
 * @param first when its first run of all was queued; empty without a run
 * @param runs oldest first
 */
public record DatasetHistory(String dataset, Optional<Instant> first, List<PastRun> runs) {

    public DatasetHistory {
        runs = List.copyOf(runs);
    }

    /**
     * The parts of a run that charts show.
     *
     * @param started the time of the queueing for a run that never started
     * @param bytes the captured bytes; negative when unknown
     */
    @JsonFormat(shape = JsonFormat.Shape.ARRAY)
    public record PastRun(
            String id, RunState state, Instant queued, Instant started, Optional<Instant> ended, long bytes) {

        /** How long the run worked; empty while it is open. */
        public Optional<Duration> time() {
            return ended.map(end -> Duration.between(started, end));
        }
    }
}
