package io.slackwater.alert;

import io.slackwater.journal.EndCause;
import io.slackwater.journal.RunRecord;
import io.slackwater.journal.RunRecords;
import io.slackwater.journal.RunState;
import java.util.Optional;

/** How the last run of a dataset ended. */
final class LastRuns {

    private LastRuns() {}

    static Optional<RunRecord> ended(RunState state, String message) {
        return Optional.of(
                RunRecords.in(RunRecords.queued("r7", "orders", RunRecords.T0), state, RunRecords.T0, message));
    }

    static Optional<RunRecord> failed(EndCause cause, String message) {
        return Optional.of(RunRecords.in(
                RunRecords.queued("r7", "orders", RunRecords.T0), RunState.FAILED, RunRecords.T0, cause, message));
    }
}
