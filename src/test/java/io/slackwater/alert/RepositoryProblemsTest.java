package io.slackwater.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.alert.Alarm.Severity;
import io.slackwater.health.HealthReason;
import io.slackwater.journal.EndCause;
import io.slackwater.repository.Failure;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RepositoryProblemsTest {

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
        assertThat(remedy("critical", Set.of(failure))).startsWith(begins).contains("check critical --wait");
    }

    @Test
    void twoFailuresHaveBothRemediesAndEqualRemediesAreNotRepeated() {
        assertThat(remedy("critical", List.of(Failure.WRONG_KEY, Failure.DAMAGED)))
                .contains("The repository's key", "secrets/keys/critical.key", "The repository is damaged:");
        assertThat(remedy("critical", List.of(Failure.DISK_FULL, Failure.READ_ONLY)))
                .containsOnlyOnce("The repository's disk is full or read-only");
    }

    @Test
    void aRepositoryThatCannotBeUsedAndOneThatLostSnapshotsHaveAlarmsOfTheirOwn() {
        assertThat(RepositoryProblems.trouble("models", "m", Set.of(Failure.NETWORK), List.of())
                        .key())
                .isEqualTo("repository:models:trouble");
        assertThat(RepositoryProblems.lost("models", "m", List.of("orders")).key())
                .isEqualTo("repository:models:lost");
    }

    @Test
    void aLockThatEndsBeforeTheNextTryRaisesNoAlarm() {
        assertThat(RepositoryProblems.waiting("models", "m").patience()).isGreaterThan(Duration.ofMinutes(15));
    }

    @Test
    void theAlarmOfAnUnusableRepositoryNamesTheBackupsThatItPrevents() {
        assertThat(RepositoryProblems.trouble("models", "It is gone", Set.of(Failure.NETWORK), List.of("a", "b"))
                        .detail())
                .isEqualTo("It is gone. Backups failed because of that: a, b.");
    }

    @Test
    void backupsThatFailedInARepositoryWithoutAnotherAlarmHaveOneAlarm() {
        Alarm alarm = RepositoryProblems.failed(
                "far",
                List.of(
                        DatasetHealths.of("a", HealthReason.FRESH, EndCause.REPOSITORY_UNAVAILABLE),
                        DatasetHealths.of("b", HealthReason.FRESH, EndCause.REPOSITORY_UNAVAILABLE)));

        assertThat(alarm.key()).isEqualTo("repository:far:failed");
        assertThat(alarm.severity()).isEqualTo(Severity.WARNING);
        assertThat(alarm.detail()).isEqualTo("The message. Backups failed because of that: a, b.");
        assertThat(alarm.patience()).as("longer than the wait for a retry").isGreaterThan(Duration.ofMinutes(15));
        assertThat(RepositoryProblems.failed(
                                "far",
                                List.of(DatasetHealths.of("a", HealthReason.STALE, EndCause.REPOSITORY_UNAVAILABLE)))
                        .severity())
                .isEqualTo(Severity.CRITICAL);
    }

    @Test
    void theCauseIsTheKindsOfFailure() {
        assertThat(RepositoryProblems.trouble("models", "m", EnumSet.of(Failure.WRONG_KEY, Failure.OTHER), List.of())
                        .cause())
                .isEqualTo("WRONG_KEY, OTHER");
    }

    @Test
    void aDiskAlarmNeedsAKnownSpaceBelowTheBoundOfThePolicy() {
        long mib = 1024 * 1024;
        assertThat(RepositoryProblems.lowDisk("critical", OptionalLong.of(512 * mib), 512, List.of()))
                .isEmpty();
        assertThat(RepositoryProblems.lowDisk("critical", OptionalLong.empty(), 512, List.of()))
                .isEmpty();
        assertThat(RepositoryProblems.lowDisk("critical", OptionalLong.of(512 * mib - 1), 512, List.of("a", "b"))
                        .orElseThrow()
                        .detail())
                .isEqualTo(
                        "511 MiB are free. Below 512 MiB Slackwater writes no backup to it. Backups failed because of that: a, b.");
    }

    private static String remedy(String repository, Collection<Failure> failures) {
        return RepositoryProblems.remedy(repository, failures).english();
    }
}
