package io.slackwater.alert;

import io.slackwater.health.DatasetHealth;
import io.slackwater.health.HealthReason;
import io.slackwater.journal.EndCause;
import io.slackwater.journal.RunIdentity;
import io.slackwater.journal.RunRecord;
import io.slackwater.journal.RunRecords;
import io.slackwater.journal.RunState;
import io.slackwater.journal.Trigger;
import java.time.Instant;
import java.util.Optional;

/** Health of datasets, for the alarms about them. */
final class DatasetHealths {

    private DatasetHealths() {}

    static DatasetHealth health(HealthReason state, Optional<RunRecord> lastRun) {
        return health(state, lastRun, Optional.empty());
    }

    static DatasetHealth health(HealthReason state, Optional<RunRecord> lastRun, Optional<Instant> newest) {
        return new DatasetHealth(
                "orders",
                "critical",
                state,
                "The reason.",
                newest,
                Optional.empty(),
                Optional.empty(),
                lastRun,
                Optional.empty(),
                Optional.empty());
    }

    static DatasetHealth gone(String dataset, HealthReason why) {
        return new DatasetHealth(
                dataset,
                "critical",
                why,
                "The reason.",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** A dataset of workload {@code shop-db} with a snapshot, unless the reason is {@code NEVER}. */
    static DatasetHealth of(String dataset, HealthReason why, EndCause cause) {
        RunState end = cause == EndCause.NONE ? RunState.SUCCEEDED : RunState.FAILED;
        return new DatasetHealth(
                dataset,
                "critical",
                why,
                "The reason.",
                Optional.of(RunRecords.T0).filter(_ -> why != HealthReason.NEVER),
                Optional.empty(),
                Optional.empty(),
                Optional.of(RunRecords.in(
                        RunRecords.queued("r7", dataset, RunRecords.T0), end, RunRecords.T0, cause, "The message.")),
                Optional.empty(),
                Optional.empty());
    }

    static DatasetHealth vanished(String kind) {
        RunRecord run = RunRecord.queued(new RunIdentity(
                        "r7", "orders", "shop-db", kind, "critical", "set-1", Trigger.SCHEDULE, RunRecords.T0))
                .endedAt(RunRecords.T0, RunState.FAILED, EndCause.SOURCE, "x");
        return new DatasetHealth(
                "orders",
                "critical",
                HealthReason.VANISHED,
                "The reason.",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(run),
                Optional.of(run),
                Optional.empty());
    }
}
