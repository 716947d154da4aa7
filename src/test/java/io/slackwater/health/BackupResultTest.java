package io.slackwater.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.health.BackupResult.Level;
import io.slackwater.journal.Damaged;
import io.slackwater.journal.RunRecord;
import io.slackwater.journal.RunRecords;
import io.slackwater.journal.RunState;
import io.slackwater.journal.Verified;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BackupResultTest {

    private static final Instant NIGHT = RunRecords.T0;

    private static DatasetHealth health(HealthReason state, RunState last) {
        RunRecord run = RunRecords.in(RunRecords.queued("r7", "orders", NIGHT), last, NIGHT, "What the run says.");
        return new DatasetHealth(
                "orders",
                "critical",
                state,
                "The reason.",
                state == HealthReason.NEVER ? Optional.empty() : Optional.of(NIGHT),
                Optional.empty(),
                Optional.empty(),
                Optional.of(run),
                Optional.empty(),
                Optional.empty());
    }

    private static Optional<Damaged> damaged(Instant data) {
        return Optional.of(new Damaged(
                new Verified(
                        "repo-1",
                        "0123456789",
                        "orders",
                        "r6",
                        "set",
                        data,
                        1,
                        "",
                        "orders.dump",
                        "postgres",
                        "dump",
                        Map.of()),
                data.plusSeconds(60)));
    }

    private static BackupResult of(HealthReason state, RunState last) {
        return BackupResult.of(health(state, last), Optional.empty(), Optional.empty(), false);
    }

    @Test
    void aGoodRunWithAFreshSnapshotIsOk() {
        assertThat(of(HealthReason.FRESH, RunState.SUCCEEDED))
                .isEqualTo(new BackupResult("SUCCEEDED", Level.OK, "What the run says."));
        assertThat(of(HealthReason.FRESH, RunState.FAILED).level()).isEqualTo(Level.FAILED);
        assertThat(of(HealthReason.FRESH, RunState.UNVERIFIED).level()).isEqualTo(Level.DEGRADED);
    }

    @Test
    void aDamagedNewestSnapshotFailsADatasetAndADamagedOlderSnapshotDoesNot() {
        DatasetHealth health = health(HealthReason.FRESH, RunState.SUCCEEDED);
        BackupResult bad = BackupResult.of(health, damaged(NIGHT.plus(Duration.ofHours(1))), Optional.empty(), false);
        assertThat(bad.word()).isEqualTo("DAMAGED");
        assertThat(bad.level()).isEqualTo(Level.FAILED);
        assertThat(bad.reason()).contains("01234567 ", "found damaged", "The reason.");
        assertThat(BackupResult.of(health, damaged(NIGHT.minus(Duration.ofHours(1))), Optional.empty(), false)
                        .level())
                .isEqualTo(Level.OK);
        assertThat(BackupResult.of(
                                health(HealthReason.NEVER, RunState.SUCCEEDED), damaged(NIGHT), Optional.empty(), false)
                        .word())
                .isEqualTo("DAMAGED");
        assertThat(of(HealthReason.SUSPECTED_DAMAGE, RunState.SUCCEEDED))
                .isEqualTo(new BackupResult("NOT_RESTORABLE", Level.FAILED, "The reason."));
    }

    @Test
    void lostGoneAndOverdueDatasetsAreDegraded() {
        for (HealthReason state : new HealthReason[] {
            HealthReason.VANISHED, HealthReason.GONE, HealthReason.STALE, HealthReason.NEVER, HealthReason.NO_PLAN
        }) {
            assertThat(of(state, RunState.SUCCEEDED))
                    .isEqualTo(new BackupResult(
                            health(state, RunState.SUCCEEDED).state().name(), Level.DEGRADED, "The reason."));
        }
        assertThat(BackupResult.of(
                                health(HealthReason.GONE, RunState.SUCCEEDED), Optional.empty(), Optional.empty(), true)
                        .level())
                .isEqualTo(Level.OK);
        BackupResult lost = BackupResult.of(
                health(HealthReason.FRESH, RunState.SUCCEEDED), Optional.empty(), Optional.of("0123456789"), false);
        assertThat(lost.word()).isEqualTo("LOST");
        assertThat(lost.level()).isEqualTo(Level.DEGRADED);
        assertThat(lost.reason()).contains("01234567 is no longer in its repository");
    }
}
