package io.slackwater.alert;

import static io.slackwater.alert.DatasetHealths.vanished;
import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.alert.Alarm.Severity;
import io.slackwater.discovery.FreezeLimit;
import io.slackwater.discovery.Subject;
import io.slackwater.discovery.Uncovered;
import io.slackwater.discovery.WorkloadId;
import io.slackwater.health.DatasetHealth;
import io.slackwater.health.HealthReason;
import io.slackwater.journal.EndCause;
import io.slackwater.journal.RunPause;
import io.slackwater.journal.RunRecord;
import io.slackwater.journal.RunRecords;
import io.slackwater.journal.RunState;
import io.slackwater.policy.PolicyException;
import io.slackwater.policy.PolicyProblem;
import io.slackwater.repository.Failure;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConditionsTest {

    private static DatasetHealth health(HealthReason state, Optional<RunRecord> lastRun) {
        return health(state, lastRun, Optional.empty());
    }

    private static DatasetHealth health(HealthReason state, Optional<RunRecord> lastRun, Optional<Instant> newest) {
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

    private static Optional<RunRecord> ended(RunState state, String message) {
        return Optional.of(
                RunRecords.in(RunRecords.queued("r7", "orders", RunRecords.T0), state, RunRecords.T0, message));
    }

    private static Optional<RunRecord> failed(EndCause cause, String message) {
        return Optional.of(RunRecords.in(
                RunRecords.queued("r7", "orders", RunRecords.T0), RunState.FAILED, RunRecords.T0, cause, message));
    }

    @Test
    void aFailedOrUnverifiedLastRunRaisesAnAlarmWithItsMessage() {
        List<Alarm> alarms = Conditions.runs(
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
        assertThat(Conditions.runs(
                        List.of(health(HealthReason.FRESH, ended(RunState.UNVERIFIED, ""))), id -> false, id -> false))
                .extracting(Alarm::title)
                .containsExactly("The last backup of dataset orders could not be verified");
    }

    @Test
    void theRemedyForAFreezeLimitDoesNotAskWhetherTheContainerRuns() {
        String reached = new FreezeLimit(Duration.ofSeconds(1), "shop-big-1", true).reached();
        Alarm alarm = Conditions.runs(
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
        assertThat(Conditions.runs(
                        List.of(
                                health(HealthReason.FRESH, ended(RunState.SUCCEEDED, "")),
                                health(HealthReason.NEVER, Optional.empty()),
                                health(HealthReason.GONE, ended(RunState.FAILED, "x"))),
                        id -> true,
                        id -> false))
                .isEmpty();
        assertThat(Conditions.stale(List.of(
                        health(HealthReason.FRESH, Optional.empty()),
                        health(HealthReason.DISABLED, Optional.empty()),
                        health(HealthReason.GONE, Optional.empty()))))
                .isEmpty();
    }

    @Test
    void aFailedRunRaisesAnAlarmAlsoWhenItsWorkloadDisappeared() {
        for (HealthReason state : List.of(HealthReason.GONE, HealthReason.GONE_STALE)) {
            Optional<Instant> backedUp = Optional.of(RunRecords.T0).filter(at -> state == HealthReason.GONE);
            assertThat(Conditions.runs(
                            List.of(health(state, ended(RunState.FAILED, "The container is gone."), backedUp)),
                            id -> false,
                            id -> false))
                    .extracting(Alarm::key)
                    .containsExactly("run:orders");
        }
    }

    @Test
    void aDatasetThatIsDownIsCriticalAndANewDatasetHasAnHour() {
        List<Alarm> alarms = Conditions.stale(List.of(
                health(HealthReason.STALE, Optional.empty()),
                health(HealthReason.NEVER, Optional.empty()),
                health(HealthReason.NO_PLAN, Optional.empty())));
        assertThat(alarms).extracting(Alarm::severity).containsOnly(Severity.CRITICAL);
        assertThat(alarms)
                .extracting(Alarm::patience)
                .containsExactly(Duration.ZERO, Duration.ofHours(1), Duration.ZERO);
        assertThat(alarms).extracting(Alarm::detail).containsOnly("The reason.");
        assertThat(alarms).extracting(Alarm::title).doesNotHaveDuplicates();
    }

    @Test
    void everyUncoveredSubjectRaisesOneAlarm() {
        WorkloadId id = new WorkloadId("shop", "db");
        List<Alarm> alarms = Conditions.coverage(List.of(
                new Uncovered(
                        Uncovered.Severity.ALARM,
                        id,
                        new Subject.Other("service db of project shop"),
                        "no label",
                        "add one"),
                new Uncovered(
                        Uncovered.Severity.ALARM,
                        id,
                        new Subject.Other("service db of project shop"),
                        "a typo",
                        "mend it"),
                new Uncovered(
                        Uncovered.Severity.NOTE,
                        id,
                        new Subject.Other("service web of project shop"),
                        "no data",
                        "nothing"),
                new Uncovered(
                        Uncovered.Severity.ALARM,
                        id,
                        new Subject.Other("volume shop_data"),
                        "nobody has it",
                        "label it")));
        assertThat(alarms)
                .extracting(Alarm::key)
                .containsExactly("coverage:service db of project shop", "coverage:volume shop_data");
        assertThat(alarms.getFirst().detail()).isEqualTo("No label. A typo.");
        // Two services may have databases of the same name.
        assertThat(Conditions.coverage(List.of(
                        new Uncovered(
                                Uncovered.Severity.ALARM, id, new Subject.Database("app", "shop.db.app"), "x", "y"),
                        new Uncovered(
                                Uncovered.Severity.ALARM,
                                new WorkloadId("wiki", "db"),
                                new Subject.Database("app", "shop.db.app"),
                                "x",
                                "y"))))
                .extracting(Alarm::title)
                .containsExactly(
                        "Not protected: database app of service db of project shop",
                        "Not protected: database app of service db of project wiki");
        assertThat(alarms.getFirst().remedy()).isEqualTo("Add one. Mend it.");
    }

    @Test
    void aDiskAlarmNeedsAKnownSpaceBelowTheBoundOfThePolicy() {
        long mib = 1024 * 1024;
        assertThat(Conditions.lowDisk("critical", OptionalLong.of(512 * mib), 512))
                .isEmpty();
        assertThat(Conditions.lowDisk("critical", OptionalLong.empty(), 512)).isEmpty();
        assertThat(Conditions.lowDisk("critical", OptionalLong.of(512 * mib - 1), 512)
                        .orElseThrow()
                        .detail())
                .isEqualTo("511 MiB are free. Below 512 MiB Slackwater writes no backup to it.");
    }

    @Test
    void aSentenceEndsWithOneFullStop() {
        Alarm open = Conditions.shrunk("orders", "no snapshot of it is forgotten until a user acknowledges it");
        assertThat(open.detail()).endsWith("until a user acknowledges it.");
    }

    @ParameterizedTest
    @CsvSource({"4.1, 2, true", "3.9, 2, false", "3.9, 0.5, false", "9, 0, false", "9, 4.6, false"})
    void aPauseOfMoreThanTwiceTheEstimateRaisesAnAlarm(double frozen, double estimate, boolean raised) {
        RunPause pause = new RunPause(
                Optional.of(Duration.ofMillis((long) (frozen * 1000))),
                Duration.ofMillis((long) (estimate * 1000)),
                0,
                0);
        Optional<Alarm> alarm = Conditions.slowFreeze("files", pause, Duration.ofSeconds(2));
        assertThat(alarm.isPresent()).isEqualTo(raised);
        alarm.ifPresent(one -> assertThat(one.detail()).contains("4.1 s", "2.0 s"));
    }

    private static PolicyException rejected(String message) {
        return new PolicyException(List.of(new PolicyProblem(Path.of("policy.yml"), 3, 5, "", message)));
    }

    @Test
    void policyJournalAndDockerRaiseAnAlarmOnlyInTrouble() {
        assertThat(Conditions.policy(Optional.empty())).isEmpty();
        assertThat(Conditions.policy(Optional.of(rejected("no such key; did you mean plans?"))))
                .extracting(Alarm::detail)
                .containsExactly("policy.yml:3:5: no such key; did you mean plans?");
        assertThat(Conditions.journal(Optional.of("full")))
                .extracting(Alarm::severity)
                .containsExactly(Severity.CRITICAL);
        assertThat(Conditions.docker(Optional.of("no socket"))).hasSize(1);
        assertThat(Conditions.repository("models", "m", Set.of(Failure.NETWORK)).key())
                .isEqualTo("repository:models:trouble");
        assertThat(Conditions.lost("models", "m", List.of("orders")).key()).isEqualTo("repository:models:lost");
    }

    @Test
    void aCauseIsTheWordsOfItsKindsOfProblem() {
        assertThat(Conditions.repository("models", "m", EnumSet.of(Failure.WRONG_KEY, Failure.OTHER))
                        .cause())
                .isEqualTo("WRONG_KEY, OTHER");
        WorkloadId db = new WorkloadId("shop", "db");
        Subject app = new Subject.Database("app", "shop.db.app");
        assertThat(Conditions.coverage(List.of(
                        new Uncovered(Uncovered.Severity.ALARM, db, app, "x", "y"),
                        new Uncovered(Uncovered.Severity.ALARM, db, app, "x", "y", Uncovered.Gap.ROWS))))
                .extracting(Alarm::cause)
                .containsExactly("NO_BACKUP, ROWS");
        assertThat(Conditions.runs(
                        List.of(health(HealthReason.FRESH, failed(EndCause.SOURCE, "x"))), id -> false, id -> false))
                .extracting(Alarm::cause)
                .containsExactly("FAILED, SOURCE");
        PolicyProblem schedule = new PolicyProblem(Path.of("policy.yml"), 3, 5, "plans.critical.schedule", "25 hours");
        assertThat(Conditions.policy(Optional.of(new PolicyException(List.of(schedule)))))
                .extracting(Alarm::cause)
                .containsExactly("plans.critical.schedule");
    }

    @Test
    void everyAlarmHasARemedyOfItsOwn() {
        Duration window = Duration.ofMinutes(10);
        List<Alarm> all = new ArrayList<>();
        all.addAll(Conditions.runs(
                List.of(health(HealthReason.FRESH, ended(RunState.FAILED, "x"))), id -> false, id -> false));
        all.addAll(Conditions.runs(
                List.of(health(HealthReason.FRESH, ended(RunState.UNVERIFIED, "x"))), id -> false, id -> false));
        for (HealthReason state :
                List.of(HealthReason.NEVER, HealthReason.STALE, HealthReason.SUSPECTED_DAMAGE, HealthReason.NO_PLAN)) {
            all.addAll(Conditions.stale(List.of(health(state, Optional.empty()))));
        }
        all.add(Conditions.missing(vanished("postgres"), Optional.empty(), true, false));
        all.add(Conditions.shrunk("orders", "x"));
        all.add(Conditions.repository("critical", "x", Set.of(Failure.WRONG_KEY)));
        all.add(Conditions.lost("critical", "x", List.of("orders")));
        all.add(Conditions.lowDisk("critical", OptionalLong.of(0), 512).orElseThrow());
        all.addAll(Conditions.signIn(21, 20, window, List.of("x")));
        all.addAll(Conditions.policy(Optional.of(rejected("x"))));
        all.addAll(Conditions.journal(Optional.of("x")));
        all.addAll(Conditions.docker(Optional.of("x")));
        assertThat(all).hasSize(16).extracting(Alarm::remedy).doesNotHaveDuplicates();
        assertThat(all)
                .allSatisfy(alarm -> assertThat(alarm.remedy())
                        .containsPattern("scripts/backrest-|docker |df -h|slackwater\\.plan")
                        .doesNotContain("message"));
        assertThat(Conditions.repository("critical", "x", Set.of(Failure.WRONG_KEY))
                        .remedy())
                .contains("secrets/keys/critical.key", "check critical --wait")
                .doesNotContain("remove");
    }

    @Test
    void theRemedyForARepositoryFailureNamesTheRepository() {
        // The message says nothing: the cause decides.
        assertThat(Remedies.run(failed(EndCause.REPOSITORY, "it is not there").orElseThrow()))
                .startsWith("scripts/backrest-management.sh doctor shows what is wrong with the repository");
        String repository = "repository system (/repos/system): the backup failed: curl [restic exit 1]";
        for (EndCause cause : List.of(EndCause.SOURCE, EndCause.NOT_WHOLE)) {
            assertThat(Remedies.run(failed(cause, repository).orElseThrow()))
                    .startsWith("docker compose ps and docker compose logs show whether");
        }
        assertThat(Remedies.run(failed(EndCause.ENGINE, "Backrest did not answer for 55 s")
                        .orElseThrow()))
                .contains("docker compose ps", "docker compose logs backrest")
                .doesNotContain("Raise the label");
        assertThat(Remedies.run(
                        failed(EndCause.INTERNAL, "an error inside Slackwater").orElseThrow()))
                .startsWith("docker compose logs slackwater shows the error");
        for (EndCause cause : List.of(EndCause.POLICY, EndCause.UNWATCHED, EndCause.INTERNAL)) {
            assertThat(Remedies.run(failed(cause, "x").orElseThrow())).doesNotContain("accepts connections");
        }
    }

    @Test
    void theRemedyForAFailureSaysWhatToCheck() {
        assertThat(Remedies.run(vanished("redis").lastRun().orElseThrow()))
                .startsWith("docker compose ps and docker compose logs show whether shop-db runs, accepts connections");
    }

    @Test
    void aContainerThatStaysFrozenRaisesAnAlarmWithARemedy() {
        String id = "0123456789abcdef0123456789abcdef";
        Alarm alarm = Conditions.frozen("shop.files.data", List.of(id), Duration.ofSeconds(42), "");
        assertThat(alarm.source()).isEqualTo(AlarmSource.FREEZE);
        assertThat(alarm.severity()).isEqualTo(Alarm.Severity.CRITICAL);
        assertThat(alarm.title()).contains("0123456789ab", "still paused", "shop.files.data");
        assertThat(alarm.detail()).contains("42 s", "no answer", "tries again");
        assertThat(alarm.remedy()).contains("docker unpause 0123456789ab", "cgroup.freeze", id + "/freezer.state");
    }

    @Test
    void manyFailedAuthenticationsRaiseAnAlarmUntilTheyAreFew() {
        Duration window = Duration.ofMinutes(10);
        assertThat(Conditions.signIn(20, 20, window, List.of())).isEmpty();
        assertThat(Conditions.signIn(21, 20, window, List.of())).singleElement().satisfies(alarm -> {
            assertThat(alarm.key()).isEqualTo("security:authentication");
            assertThat(alarm.detail()).contains("21 authentications failed within 10 minutes", "20 are normal");
        });
        assertThat(Conditions.signIn(22, 20, window, List.of()))
                .extracting(Alarm::title)
                .as("the same alarm while the number grows")
                .isEqualTo(Conditions.signIn(21, 20, window, List.of()).stream()
                        .map(Alarm::title)
                        .toList());
    }

    @Test
    void anInvalidSignInFileRaisesAnAlarm() {
        assertThat(Conditions.signIn(0, 20, Duration.ofMinutes(10), List.of("the users file x, line 2: y")))
                .singleElement()
                .satisfies(alarm -> {
                    assertThat(alarm.key()).isEqualTo("security:files");
                    assertThat(alarm.detail()).isEqualTo("The users file x, line 2: y.");
                });
    }
}
