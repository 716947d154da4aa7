package io.slackwater.schedule;

import static io.slackwater.policy.PlanPolicies.plan;
import static io.slackwater.policy.PlanPolicies.policy;
import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.health.TestClock;
import io.slackwater.journal.RetryOutlook;
import io.slackwater.journal.ScheduleStore;
import io.slackwater.journal.TestJournal;
import io.slackwater.policy.Policy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Single datasets, beside a nightly plan at two, on Monday 1 June 2026 from noon. */
class RetryLadderTest {

    private static final Policy NIGHTLY = policy("Europe/Zurich", plan("critical", "0 2 * * *"));
    private static final Policy WEEKLY = policy("Europe/Zurich", plan("critical", "0 2 * * 0"));

    private final TestClock clock = TestClock.at("2026-06-01T12:00+02:00");

    @TempDir
    static Path directory;

    private final TestJournal journal = new TestJournal(directory);
    private final ScheduleStore memory = journal.journal().schedule();
    private final DueDecision decision = new DueDecision(clock, memory);

    @AfterEach
    void close() {
        journal.close();
    }

    @BeforeEach
    void theFirstStart() {
        assertThat(pass(NIGHTLY)).isEmpty();
    }

    private List<String> pass(Policy policy, KnownDataset... datasets) {
        return decision.due(policy, List.of(datasets)).stream()
                .map(due -> due.key() + " " + due.trigger().word())
                .toList();
    }

    @Test
    void aDatasetWithoutARunIsDueAtOnce() {
        assertThat(pass(NIGHTLY, dataset("a").known(), dataset("b").backedUp().known()))
                .containsExactly("retry:a discovered");
    }

    @Test
    void aDatasetWithAnOpenFirstRunIsNotStartedAgain() {
        assertThat(pass(
                        NIGHTLY,
                        dataset("a")
                                .open()
                                .ended(RetryOutlook.TRANSIENT, "2026-06-01T02:00+02:00")
                                .known()))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 2026-06-01T12:15+02:00",
        "1, 2026-06-01T13:00+02:00",
        "2, 2026-06-01T16:00+02:00",
        "3, 2026-06-02T12:00+02:00",
        "9, 2026-06-02T12:00+02:00"
    })
    void aTransientFailureIsRetriedAfter15MinutesAnHourFourHoursThenDaily(int tries, String then) {
        DatasetOf failed = dataset("a")
                .ended(RetryOutlook.TRANSIENT, "2026-06-01T12:00+02:00")
                .tries(tries);
        clock.set(OffsetDateTime.parse(then).minusSeconds(1).toString());
        assertThat(pass(WEEKLY, failed.known(), failed.backedUp().known())).isEmpty();
        clock.set(then);
        assertThat(pass(WEEKLY, failed.backedUp().known())).containsExactly("retry:a retry");
        assertThat(pass(WEEKLY, failed.known()))
                .as("a first backup climbs the same ladder")
                .containsExactly("retry:a discovered");
    }

    @Test
    void aFirstBackupThatFailedPermanentlyWaitsForAChange() {
        DatasetOf failed = dataset("a").ended(RetryOutlook.PERMANENT, "2026-06-01T12:00+02:00");
        clock.set("2026-06-05T12:00+02:00");
        pass(WEEKLY);
        assertThat(pass(WEEKLY, failed.known())).isEmpty();
        assertThat(pass(WEEKLY, failed.changed().known())).containsExactly("retry:a discovered");
    }

    @ParameterizedTest
    @CsvSource({
        "2, 2026-06-01T12:15+02:00",
        "3, 2026-06-01T13:00+02:00",
        "4, 2026-06-01T16:00+02:00",
        "5, 2026-06-02T12:00+02:00"
    })
    void aDatasetThatLosesItsBackupRepeatedlyClimbsTheLadder(int inVain, String then) {
        KnownDataset lost = dataset("a")
                .ended(RetryOutlook.NOT_NEEDED, "2026-06-01T12:00+02:00")
                .tries(inVain)
                .known();
        clock.set(OffsetDateTime.parse(then).minusSeconds(1).toString());
        assertThat(pass(WEEKLY, lost)).isEmpty();
        clock.set(then);
        assertThat(pass(WEEKLY, lost)).containsExactly("retry:a discovered");
    }

    @Test
    void aRetryShortlyBeforeThePlansTimeIsLeftToThePlan() {
        KnownDataset failed = dataset("a")
                .backedUp()
                .ended(RetryOutlook.TRANSIENT, "2026-06-02T01:31+02:00")
                .known();
        clock.set("2026-06-02T01:46+02:00");
        assertThat(pass(NIGHTLY, failed)).isEmpty();
        assertThat(retries(failed)).isEmpty();
        clock.set("2026-06-02T02:00+02:00");
        assertThat(pass(NIGHTLY, failed)).containsExactly("plan:critical schedule");
    }

    @ParameterizedTest
    @EnumSource(
            value = RetryOutlook.class,
            names = {"NOT_NEEDED", "PERMANENT", "CANCELLED"})
    void aPermanentFailureOrACancelledRunWaitsForThePlan(RetryOutlook end) {
        KnownDataset ended =
                dataset("a").backedUp().ended(end, "2026-06-01T12:00+02:00").known();
        clock.set("2026-06-02T01:00+02:00");
        assertThat(pass(NIGHTLY, ended)).isEmpty();
        assertThat(retries(ended)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "AT_ONCE, retry:a retry",
        "TRANSIENT, retry:a retry",
        "PERMANENT, retry:a retry",
        "CANCELLED, ",
        "NOT_NEEDED, "
    })
    void aFailureOfAnyCauseIsRetriedAtOnceAfterAChange(RetryOutlook end, String started) {
        KnownDataset changed = dataset("a")
                .backedUp()
                .ended(end, "2026-06-01T12:00+02:00")
                .changed()
                .known();
        clock.set("2026-06-01T12:01+02:00");
        assertThat(pass(NIGHTLY, changed))
                .isEqualTo(Optional.ofNullable(started).stream().toList());
    }

    @Test
    void aChangeWithin15MinutesOfAFailedRetryWaitsForTheLaddersFirstStep() {
        DatasetOf changed = dataset("a")
                .backedUp()
                .ended(RetryOutlook.PERMANENT, "2026-06-01T12:00+02:00")
                .changed();
        clock.set("2026-06-01T12:14+02:00");
        assertThat(pass(NIGHTLY, changed.tries(1).known())).isEmpty();
        clock.set("2026-06-01T12:15+02:00");
        assertThat(pass(NIGHTLY, changed.tries(1).known())).isNotEmpty();
        assertThat(pass(NIGHTLY, changed.tries(5).known())).isNotEmpty();
    }

    @Test
    void aFailureOfADisabledPlanIsNotRetried() {
        Policy off = policy("Europe/Zurich", plan("critical", "0 2 * * *", false));
        KnownDataset failed = dataset("a")
                .ended(RetryOutlook.TRANSIENT, "2026-06-01T12:00+02:00")
                .changed()
                .known();
        clock.set("2026-06-01T20:00+02:00");
        pass(off);
        assertThat(pass(off, failed)).isEmpty();
    }

    @Test
    void theNextRetryIsShown() {
        KnownDataset failed = dataset("a")
                .backedUp()
                .ended(RetryOutlook.TRANSIENT, "2026-06-01T12:00+02:00")
                .known();
        Instant ended = Instant.parse("2026-06-01T10:00:00Z");
        assertThat(retries(failed))
                .containsExactly(new NextRun(
                        Task.RETRY,
                        "a",
                        "after a failure",
                        Optional.of(ended.plus(Duration.ofMinutes(15))),
                        Optional.of(ended)));
    }

    @Test
    void aRunEndInTheFutureDoesNotDelayTheFirstBackup() {
        assertThat(pass(
                        NIGHTLY,
                        dataset("a")
                                .ended(RetryOutlook.TRANSIENT, "2036-06-01T12:00+02:00")
                                .known()))
                .containsExactly("retry:a discovered");
        assertThat(pass(
                        NIGHTLY,
                        dataset("a")
                                .ended(RetryOutlook.TRANSIENT, "2026-06-01T12:05+02:00")
                                .known()))
                .isEmpty();
    }

    @Test
    void aDatasetOfAnUnknownPlanIsNotStarted() {
        assertThat(pass(NIGHTLY, new KnownDataset("a", "gone", false, false, Optional.empty())))
                .isEmpty();
    }

    @Test
    void aDatasetWhosePlanIsDueIsLeftToThePlan() {
        clock.set("2026-06-02T02:00+02:00");
        assertThat(pass(NIGHTLY, dataset("a").known())).containsExactly("plan:critical schedule");
    }

    private List<NextRun> retries(KnownDataset dataset) {
        return decision.nextRuns(NIGHTLY, List.of(dataset)).stream()
                .filter(next -> next.task() == Task.RETRY)
                .toList();
    }

    private static DatasetOf dataset(String id) {
        return new DatasetOf(id, false, false, Optional.empty());
    }

    /** A dataset of the plan {@code critical}. */
    private record DatasetOf(String id, boolean done, boolean running, Optional<LastRun> last) {

        DatasetOf backedUp() {
            return new DatasetOf(id, true, running, last);
        }

        DatasetOf open() {
            return new DatasetOf(id, done, true, last);
        }

        DatasetOf ended(RetryOutlook end, String at) {
            return new DatasetOf(id, done, running, Optional.of(new LastRun(time(at), end, false, 0)));
        }

        DatasetOf changed() {
            return new DatasetOf(
                    id, done, running, last.map(run -> new LastRun(run.at(), run.end(), true, run.tries())));
        }

        DatasetOf tries(int tries) {
            return new DatasetOf(
                    id, done, running, last.map(run -> new LastRun(run.at(), run.end(), run.changed(), tries)));
        }

        private static Instant time(String at) {
            return OffsetDateTime.parse(at).toInstant();
        }

        KnownDataset known() {
            return new KnownDataset(id, "critical", done, running, last);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void aDatasetThatLostItsOnlyBackupIsBackedUpAtOnce(int inVain) {
        KnownDataset lost = dataset("a")
                .ended(RetryOutlook.NOT_NEEDED, "2026-06-01T12:00+02:00")
                .tries(inVain)
                .known();
        clock.set("2026-06-01T12:01+02:00");
        assertThat(pass(NIGHTLY, lost)).containsExactly("retry:a discovered");
    }
}
