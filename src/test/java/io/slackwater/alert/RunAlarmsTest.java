package io.slackwater.alert;

import static io.slackwater.alert.DatasetHealths.health;
import static io.slackwater.alert.DatasetHealths.vanished;
import static io.slackwater.alert.LastRuns.ended;
import static io.slackwater.alert.LastRuns.failed;
import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.discovery.FreezeLimit;
import io.slackwater.health.DatasetHealth;
import io.slackwater.health.HealthReason;
import io.slackwater.journal.EndCause;
import io.slackwater.journal.RunRecord;
import io.slackwater.journal.RunRecords;
import io.slackwater.journal.RunState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RunAlarmsTest {

    @Test
    void aFailedOrUnverifiedLastRunRaisesAnAlarmWithItsMessage() {
        List<Alarm> alarms = RunAlarms.of(
                List.of(health(HealthReason.FRESH, ended(RunState.FAILED, "Disk full. Free some."))),
                id -> false,
                id -> false);
        assertThat(alarms).hasSize(1);
        assertThat(alarms.getFirst().key()).isEqualTo("run:orders");
        assertThat(alarms.getFirst().title()).isEqualTo("The last backup of dataset orders failed");
        assertThat(alarms.getFirst().detail())
                .isEqualTo("Run r7 of plan critical ended at 2026-03-01T02:00:00Z: Disk full. Free some.");
        assertThat(alarms.getFirst().remedy())
                .contains("backrest-management.sh backup orders --wait", "backrest-management.sh logs r7");
        assertThat(RunAlarms.of(
                        List.of(health(HealthReason.FRESH, ended(RunState.UNVERIFIED, ""))), id -> false, id -> false))
                .extracting(Alarm::title)
                .containsExactly("The last backup of dataset orders could not be verified");
    }

    @Test
    void theRemedyForAFreezeLimitDoesNotAskWhetherTheContainerRuns() {
        String reached = new FreezeLimit(Duration.ofSeconds(1), "shop-big-1", true).reached();
        Alarm alarm = RunAlarms.of(
                        List.of(health(HealthReason.FRESH, failed(EndCause.FREEZE_LIMIT, reached))),
                        id -> false,
                        id -> false)
                .getFirst();
        assertThat(alarm.detail()).contains("1 s, from the label slackwater.freeze.max of container shop-big-1");
        assertThat(alarm.remedy())
                .startsWith("Raise the label slackwater.freeze.max in the compose file, then docker compose up -d")
                .contains("backrest-management.sh backup orders --wait")
                .doesNotContain("docker compose logs show");
    }

    @Test
    void successAndAcknowledgedDatasetsRaiseNoAlarm() {
        assertThat(RunAlarms.of(
                        List.of(
                                health(HealthReason.FRESH, ended(RunState.SUCCEEDED, "")),
                                health(HealthReason.NEVER, Optional.empty()),
                                health(HealthReason.GONE, ended(RunState.FAILED, "x"))),
                        id -> true,
                        id -> false))
                .isEmpty();
    }

    @Test
    void aFailedRunRaisesAnAlarmAlsoWhenItsWorkloadDisappeared() {
        for (HealthReason state : List.of(HealthReason.GONE, HealthReason.GONE_STALE)) {
            Optional<Instant> backedUp = Optional.of(RunRecords.T0).filter(at -> state == HealthReason.GONE);
            assertThat(RunAlarms.of(
                            List.of(health(state, ended(RunState.FAILED, "The container is gone."), backedUp)),
                            id -> false,
                            id -> false))
                    .extracting(Alarm::key)
                    .containsExactly("run:orders");
        }
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
        assertThat(RunAlarms.of(List.of(health), id -> false, id -> true)).isEmpty();
        assertThat(RunAlarms.undecided(List.of(health), id -> true))
                .as("nor is it the end of an earlier one's alarm")
                .containsExactly("orders");
        assertThat(RunAlarms.undecided(List.of(health), id -> false)).isEmpty();
        assertThat(RunAlarms.of(List.of(health), id -> false, id -> false))
                .singleElement()
                .satisfies(alarm -> {
                    assertThat(alarm.patience()).isPositive();
                    assertThat(alarm.remedy())
                            .contains("repeats the backup")
                            .doesNotContain("docker compose logs show");
                });
    }

    @Test
    void aBackupThatIsRepeatedBecauseItsRepositoryReturnedRaisesNoAlarm() {
        List<DatasetHealth> back = List.of(health(HealthReason.FRESH, failed(EndCause.REPOSITORY_INVALID, "x")));

        assertThat(RunAlarms.of(back, id -> false, id -> true)).isEmpty();
        assertThat(RunAlarms.undecided(back, id -> true)).containsExactly("orders");
        assertThat(RunAlarms.of(back, id -> false, id -> false))
                .as("until the repetition begins")
                .singleElement()
                .satisfies(alarm -> assertThat(alarm.patience()).isPositive());
    }

    @Test
    void theCauseIsTheStateAndTheCauseOfTheRun() {
        assertThat(RunAlarms.of(
                        List.of(health(HealthReason.FRESH, failed(EndCause.SOURCE, "x"))), id -> false, id -> false))
                .extracting(Alarm::cause)
                .containsExactly("FAILED, SOURCE");
    }

    @Test
    void theRemedyForARepositoryFailureNamesTheRepository() {
        // The message says nothing: the cause decides.
        assertThat(remedy(failed(EndCause.REPOSITORY, "it is not there").orElseThrow()))
                .startsWith("scripts/backrest-management.sh doctor shows what is wrong with the repository");
        String repository = "repository system (/repos/system): the backup failed: curl [restic exit 1]";
        for (EndCause cause : List.of(EndCause.SOURCE, EndCause.NOT_WHOLE)) {
            assertThat(remedy(failed(cause, repository).orElseThrow()))
                    .startsWith("If the message is not enough: docker ps -a and docker logs show whether");
        }
        assertThat(remedy(failed(EndCause.ENGINE, "Backrest did not answer for 55 s")
                        .orElseThrow()))
                .contains("docker compose ps", "docker compose logs backrest")
                .doesNotContain("Raise the label");
        assertThat(remedy(
                        failed(EndCause.INTERNAL, "an error inside Slackwater").orElseThrow()))
                .startsWith("docker compose logs slackwater shows the error");
        assertThat(remedy(failed(EndCause.SOURCE_INVALID, "the label slackwater.exec.pre is no JSON array")
                        .orElseThrow()))
                .startsWith("Correct what the message names: the service itself, or its label");
        assertThat(remedy(failed(EndCause.FREEZE_REFUSED, "the container is exited")
                        .orElseThrow()))
                .contains("Start it with docker compose up -d, or resume it with docker unpause");
        for (EndCause cause : List.of(EndCause.POLICY, EndCause.UNWATCHED, EndCause.INTERNAL)) {
            assertThat(remedy(failed(cause, "x").orElseThrow())).doesNotContain("accepts connections");
        }
    }

    @Test
    void theRemedyForAFailureSaysWhatToCheck() {
        assertThat(remedy(vanished("redis").lastRun().orElseThrow()))
                .contains("whether the container of shop-db runs, accepts connections");
    }

    private static String remedy(RunRecord run) {
        return RunAlarms.remedy(run).english();
    }
}
