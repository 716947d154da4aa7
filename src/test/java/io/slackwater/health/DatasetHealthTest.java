package io.slackwater.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.health.DatasetHealth.State;
import io.slackwater.journal.RunRecord;
import io.slackwater.journal.RunRecords;
import io.slackwater.journal.RunState;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatasetHealthTest {

    private static final Instant NIGHT = RunRecords.T0;

    @ParameterizedTest
    @CsvSource({
        "FRESH, FRESH, true",
        "STALE, OVERDUE, false",
        "NO_PLAN, OVERDUE, false",
        "DISABLED, FRESH, true",
        "DISABLED_STALE, OVERDUE, true",
        "SUSPECTED_DAMAGE, NOT_RESTORABLE, false",
        "NOT_RESTORABLE, NOT_RESTORABLE, false",
        "NO_REPOSITORY, NOT_RESTORABLE, false",
        "GONE, GONE, true",
        "COVERED, GONE, true",
        "GONE_STALE, GONE, false",
        "VANISHED, GONE, false",
        "OUT_OF_SCOPE, GONE, false"
    })
    void aReasonDecidesTheStateOfADatasetWithASnapshot(HealthReason why, State state, boolean up) {
        DatasetHealth health = health(why, Optional.of(NIGHT), RunState.SUCCEEDED);

        assertThat(health.state()).isEqualTo(state);
        assertThat(health.up()).isEqualTo(up);
    }

    @ParameterizedTest
    @CsvSource({"NEVER, NEVER", "NO_PLAN, NEVER", "DISABLED, NEVER"})
    void aDatasetWithoutASnapshotNeverHadABackup(HealthReason why, State state) {
        assertThat(health(why, Optional.empty(), RunState.FAILED).state()).isEqualTo(state);
    }

    @ParameterizedTest
    @CsvSource({"FAILED, FAILED", "UNVERIFIED, FAILED", "SUCCEEDED, OVERDUE"})
    void aDatasetWhoseSnapshotIsTooOldHasFailedWhenItsLastRunDid(RunState last, State state) {
        assertThat(health(HealthReason.STALE, Optional.of(NIGHT), last).state()).isEqualTo(state);
        assertThat(health(HealthReason.FRESH, Optional.of(NIGHT), last).state()).isEqualTo(State.FRESH);
    }

    private static DatasetHealth health(HealthReason why, Optional<Instant> newest, RunState last) {
        RunRecord run = RunRecords.in(RunRecords.queued("r7", "orders", NIGHT), last, NIGHT, "What the run says.");
        return new DatasetHealth(
                "orders",
                "critical",
                why,
                "The reason.",
                newest,
                Optional.empty(),
                Optional.empty(),
                Optional.of(run),
                Optional.empty(),
                Optional.empty());
    }
}
