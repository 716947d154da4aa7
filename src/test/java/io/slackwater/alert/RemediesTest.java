package io.slackwater.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.health.DatasetHealth;
import io.slackwater.health.HealthReason;
import io.slackwater.journal.EndCause;
import io.slackwater.journal.RunRecord;
import io.slackwater.journal.RunRecords;
import io.slackwater.journal.RunState;
import io.slackwater.repository.Failure;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RemediesTest {

    @ParameterizedTest
    @CsvSource({
        "NO_REPOSITORY, The repository is missing",
        "OTHER_REPOSITORY, Another repository is at its place",
        "WRONG_KEY, The repository's key",
        "KEY_MISSING, The repository's key",
        "DISK_FULL, The repository's disk",
        "SCRATCH_FULL, The disk of",
        "READ_ONLY, The repository's disk",
        "DAMAGED, The repository is damaged",
        "NETWORK, The repository's server",
        "LOCKED, Another program",
        "IDLE, restic made no progress",
        "OTHER, restic failed"
    })
    void eachFailureOfARepositoryHasItsRemedy(Failure failure, String begins) {
        assertThat(Remedies.repository("critical", Set.of(failure)))
                .startsWith(begins)
                .contains("check critical --wait");
    }

    @Test
    void twoFailuresHaveBothRemediesAndEqualRemediesAreNotRepeated() {
        assertThat(Remedies.repository("critical", List.of(Failure.WRONG_KEY, Failure.DAMAGED)))
                .contains("The repository's key", "secrets/keys/critical.key", "The repository is damaged:");
        assertThat(Remedies.repository("critical", List.of(Failure.DISK_FULL, Failure.READ_ONLY)))
                .containsOnlyOnce("The repository's disk is full or read-only");
    }

    @Test
    void aRunThatARestartInterruptedRaisesNoAlarmWhileItIsRepeated() {
        RunRecord broken = RunRecords.in(
                RunRecords.queued("r7", "orders", RunRecords.T0),
                RunState.FAILED,
                RunRecords.T0,
                EndCause.INTERRUPTED,
                "interrupted: Slackwater was restarted");
        DatasetHealth health = new DatasetHealth(
                "orders",
                "critical",
                HealthReason.FRESH,
                "Because.",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(broken),
                Optional.empty(),
                Optional.empty());
        assertThat(Conditions.runs(List.of(health), id -> false, id -> true)).isEmpty();
        assertThat(Conditions.undecided(List.of(health), id -> true))
                .as("nor is it the end of an earlier one's alarm")
                .containsExactly("orders");
        assertThat(Conditions.undecided(List.of(health), id -> false)).isEmpty();
        assertThat(Conditions.runs(List.of(health), id -> false, id -> false))
                .singleElement()
                .satisfies(alarm -> {
                    assertThat(alarm.patience()).isPositive();
                    assertThat(alarm.remedy())
                            .contains("repeats the backup")
                            .doesNotContain("docker compose logs show");
                });
    }
}
