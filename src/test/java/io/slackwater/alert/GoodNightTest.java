package io.slackwater.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.health.DatasetHealth;
import io.slackwater.health.HealthReason;
import io.slackwater.journal.AlarmRecord;
import io.slackwater.journal.RunRecord;
import io.slackwater.journal.RunRecords;
import io.slackwater.journal.RunState;
import io.slackwater.policy.PlanPolicies;
import io.slackwater.policy.Policy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GoodNightTest {

    /** 02:10 in Zurich, after the nightly backup at two. */
    private static final Instant NOW = Instant.parse("2026-06-01T00:10:00Z");

    private static final Instant DONE = Instant.parse("2026-06-01T00:04:00Z");
    private static final Policy POLICY = PlanPolicies.policy(
            "Europe/Zurich", PlanPolicies.plan("nightly", "0 2 * * *"), PlanPolicies.plan("weekly", "0 3 * * 0"));

    private static DatasetHealth dataset(String plan, HealthReason state, Instant newest, RunState lastRun) {
        RunRecord run = RunRecords.in(RunRecords.queued("r", "d", newest), lastRun, newest, "");
        return new DatasetHealth(
                "d",
                plan,
                state,
                "",
                Optional.of(newest),
                Optional.empty(),
                Optional.empty(),
                Optional.of(run),
                Optional.of(run),
                Optional.empty());
    }

    private static DatasetHealth fine(String plan, Instant newest) {
        return dataset(plan, HealthReason.FRESH, newest, RunState.SUCCEEDED);
    }

    private static AlarmRecord alarm(String key, String severity) {
        return new AlarmRecord(
                key, severity, "t", "d", "r", "", "", NOW, Map.of(), Optional.empty(), Optional.empty(), Map.of());
    }

    private static Optional<Instant> night(boolean atWork, List<AlarmRecord> raised, DatasetHealth... datasets) {
        return GoodNight.of(POLICY, List.of(datasets), raised, atWork, NOW);
    }

    @Test
    void aNightIsGoodWhenAllDueDatasetsAreVerifiedAndTheOthersFresh() {
        Instant sunday = DONE.minus(Duration.ofHours(23));
        assertThat(night(false, List.of(), fine("nightly", DONE), fine("weekly", sunday)))
                .contains(DONE);
    }

    @Test
    void aNightIsNotGoodWhileARunIsOpenOrMissing() {
        assertThat(night(true, List.of(), fine("nightly", DONE))).isEmpty();
        Instant yesterday = DONE.minus(Duration.ofDays(1));
        assertThat(night(false, List.of(), fine("nightly", DONE), fine("nightly", yesterday)))
                .as("fresh by its tolerance, but the night's run was skipped")
                .isEmpty();
        assertThat(night(false, List.of())).as("nothing is protected").isEmpty();
    }

    @Test
    void aNightIsNotGoodWithAFailedMissingOrPlanlessDataset() {
        for (HealthReason state :
                List.of(HealthReason.STALE, HealthReason.NEVER, HealthReason.NO_PLAN, HealthReason.VANISHED)) {
            assertThat(night(
                            false,
                            List.of(),
                            fine("nightly", DONE),
                            dataset("nightly", state, DONE, RunState.SUCCEEDED)))
                    .as("%s", state)
                    .isEmpty();
        }
        for (RunState end : List.of(RunState.FAILED, RunState.UNVERIFIED)) {
            assertThat(night(false, List.of(), dataset("nightly", HealthReason.FRESH, DONE, end)))
                    .as("%s", end)
                    .isEmpty();
        }
    }

    @Test
    void disabledAndRemovedDatasetsDoNotCountForANight() {
        Instant old = DONE.minus(Duration.ofDays(90));
        assertThat(night(
                        false,
                        List.of(),
                        fine("nightly", DONE),
                        dataset("nightly", HealthReason.DISABLED_STALE, old, RunState.FAILED),
                        dataset("nightly", HealthReason.GONE, old, RunState.FAILED)))
                .contains(DONE);
    }

    @Test
    void aNightIsNotGoodWithAnOpenFailureAlarm() {
        for (AlarmRecord alarm : List.of(
                alarm("run:d", "warning"),
                alarm("stale:d:gone", "warning"),
                alarm("workload:shop-db", "warning"),
                alarm("repository:critical:trouble", "critical"),
                alarm("freeze:d", "critical"))) {
            assertThat(night(false, List.of(alarm), fine("nightly", DONE)))
                    .as(alarm.key())
                    .isEmpty();
        }
        List<AlarmRecord> others = List.of(
                alarm("repository:recovery-kit", "warning"),
                alarm("coverage:volume x", "warning"),
                alarm("security:authentication", "warning"));
        assertThat(night(false, others, fine("nightly", DONE))).contains(DONE);
    }

    @Test
    void theDescriptionOfThePingIsTheSameEverywhere() throws Exception {
        for (String file : List.of("docs/status-and-alarms.md", "backrest-config/policy.yml")) {
            assertThat(Files.readString(Path.of(file)).replaceAll("[\\s#]+", " "))
                    .as(file)
                    .contains(
                            "after every good night. Every due dataset then has a verified snapshot, and no alarm about a"
                                    + " failure is raised");
        }
    }
}
