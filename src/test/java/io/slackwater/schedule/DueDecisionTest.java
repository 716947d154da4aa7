package io.slackwater.schedule;

import static io.slackwater.policy.PlanPolicies.plan;
import static io.slackwater.policy.PlanPolicies.policy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slackwater.health.TestClock;
import io.slackwater.journal.RetryOutlook;
import io.slackwater.journal.ScheduleStore;
import io.slackwater.journal.TestJournal;
import io.slackwater.journal.Trigger;
import io.slackwater.policy.Policy;
import io.slackwater.policy.PolicyText;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A sidecar in Europe/Zurich, first started on Monday 1 June 2026 at noon, with a nightly plan at two. */
class DueDecisionTest {

    private static final Policy NIGHTLY = policy("Europe/Zurich", plan("critical", "0 2 * * *"));

    private final TestClock clock = TestClock.at("2026-06-01T12:00+02:00");

    @TempDir
    static Path directory;

    private final TestJournal journal = new TestJournal(directory);
    private final ScheduleStore memory = journal.journal().schedule();
    private DueDecision decision = new DueDecision(clock, memory);

    @AfterEach
    void close() {
        journal.close();
    }

    @BeforeEach
    void theFirstStart() {
        assertThat(pass(NIGHTLY)).as("a fresh journal fires nothing").isEmpty();
    }

    /** What a pass of the schedule starts, as {@code key trigger}. */
    private List<String> pass(Policy policy, KnownDataset... datasets) {
        return decision.start(policy, List.of(datasets), due -> {}).stream()
                .map(due -> due.key() + " " + due.trigger().word())
                .toList();
    }

    private void restart() {
        decision = new DueDecision(clock, memory);
    }

    @Test
    void aPlanIsDueOnceAtItsTime() {
        clock.set("2026-06-02T01:59:59+02:00");
        assertThat(pass(NIGHTLY)).isEmpty();
        clock.set("2026-06-02T02:00+02:00");
        assertThat(pass(NIGHTLY)).containsExactly("plan:critical schedule");
        clock.set("2026-06-02T02:00:10+02:00");
        assertThat(pass(NIGHTLY)).isEmpty();
        clock.set("2026-06-03T02:00:07+02:00");
        assertThat(pass(NIGHTLY)).containsExactly("plan:critical schedule");
    }

    @Test
    void aDuePlanNamesItsScheduleTime() {
        clock.set("2026-06-02T02:00:09+02:00");
        assertThat(decision.due(NIGHTLY, List.of()))
                .containsExactly(
                        new Due(Task.PLAN, "critical", Trigger.SCHEDULE, Instant.parse("2026-06-02T00:00:00Z")));
    }

    @Test
    void aPlanStaysDueUntilItsStartIsRecorded() {
        clock.set("2026-06-02T02:00+02:00");
        assertThat(decision.due(NIGHTLY, List.of())).hasSize(1);
        assertThat(decision.due(NIGHTLY, List.of())).hasSize(1);
    }

    @Test
    void threeMissedNightsCauseOneCatchUp() {
        clock.set("2026-06-04T09:00+02:00");
        restart();
        assertThat(pass(NIGHTLY)).containsExactly("plan:critical catch-up");
        assertThat(pass(NIGHTLY)).isEmpty();
        clock.set("2026-06-05T02:00+02:00");
        assertThat(pass(NIGHTLY)).containsExactly("plan:critical schedule");
    }

    @Test
    void aRestartWithoutAMissedTimeCausesNoCatchUp() {
        clock.set("2026-06-02T02:00+02:00");
        pass(NIGHTLY);
        clock.set("2026-06-02T23:00+02:00");
        restart();
        assertThat(pass(NIGHTLY)).isEmpty();
    }

    @Test
    void aRestartDuringTheScheduleTimeIsOnTime() {
        clock.set("2026-06-02T02:01:30+02:00");
        restart();
        assertThat(pass(NIGHTLY)).containsExactly("plan:critical schedule");
    }

    @Test
    void aNewPlanStartsAtItsNextTime() {
        Policy more = policy("Europe/Zurich", plan("critical", "0 2 * * *"), plan("logs", "0 11 * * *"));
        clock.set("2026-06-01T13:00+02:00");
        assertThat(pass(more)).isEmpty();
        clock.set("2026-06-02T11:00+02:00");
        assertThat(pass(more)).contains("plan:logs schedule");
    }

    @Test
    void aPlanThatReturnsCountsAsNew() {
        clock.set("2026-06-01T13:00+02:00");
        pass(policy("Europe/Zurich"));
        clock.set("2026-06-05T13:00+02:00");
        assertThat(pass(NIGHTLY)).isEmpty();
        clock.set("2026-06-06T02:00+02:00");
        assertThat(pass(NIGHTLY)).containsExactly("plan:critical schedule");
    }

    @ParameterizedTest
    @CsvSource({
        "0 11 * * *, 2026-06-02T11:00+02:00",
        "30 12 * * *, 2026-06-01T12:30+02:00",
        "0 0 1 * *, 2026-07-01T00:00+02:00"
    })
    void anEditedScheduleCountsFromTheEdit(String cron, String next) {
        Policy edited = policy("Europe/Zurich", plan("critical", cron));
        clock.set("2026-06-01T12:10+02:00");
        assertThat(pass(edited)).isEmpty();
        assertThat(critical(edited))
                .contains(java.time.OffsetDateTime.parse(next).toInstant());
        clock.set(next);
        assertThat(pass(edited)).contains("plan:critical schedule");
    }

    @Test
    void aScheduleEditedWhileTheSidecarWasDownCountsFromTheStart() {
        clock.set("2026-06-04T09:00+02:00");
        restart();
        Policy edited = policy("Europe/Zurich", plan("critical", "0 8 * * *"));
        assertThat(pass(edited)).isEmpty();
        clock.set("2026-06-05T08:00+02:00");
        assertThat(pass(edited)).containsExactly("plan:critical schedule");
    }

    @Test
    void aChangedTimeZoneCountsFromTheEdit() {
        Policy moved = policy("Asia/Kathmandu", plan("critical", "0 2 * * *"));
        clock.set("2026-06-01T13:00+02:00");
        assertThat(pass(moved)).isEmpty();
        clock.set("2026-06-02T01:59+05:45");
        assertThat(pass(moved)).isEmpty();
        clock.set("2026-06-02T02:00+05:45");
        assertThat(pass(moved)).containsExactly("plan:critical schedule");
    }

    @Test
    void aDisabledPlanIsNeverDueAndEnablingItCausesNoCatchUp() {
        Policy off = policy("Europe/Zurich", plan("critical", "0 2 * * *", false));
        clock.set("2026-06-01T13:00+02:00");
        pass(off);
        clock.set("2026-06-04T02:00+02:00");
        assertThat(pass(off, new KnownDataset("a", "critical", false, false, Optional.empty())))
                .isEmpty();
        assertThat(critical(off)).isEmpty();
        clock.set("2026-06-04T13:00+02:00");
        assertThat(pass(NIGHTLY)).isEmpty();
        clock.set("2026-06-05T02:00+02:00");
        assertThat(pass(NIGHTLY)).containsExactly("plan:critical schedule");
    }

    @Test
    void aClockThatIsSetBackStartsNoPlanTwice() {
        clock.set("2026-06-02T02:00:05+02:00");
        pass(NIGHTLY);
        clock.set("2026-06-02T01:55+02:00");
        assertThat(pass(NIGHTLY)).isEmpty();
        restart();
        clock.set("2026-06-02T02:00:05+02:00");
        assertThat(pass(NIGHTLY)).isEmpty();
        clock.set("2026-06-03T02:00+02:00");
        assertThat(pass(NIGHTLY)).containsExactly("plan:critical schedule");
    }

    @Test
    void aClockThatWasYearsAheadDoesNotStopTheSchedule() {
        clock.set("2036-06-01T12:00+02:00");
        assertThat(pass(NIGHTLY)).contains("plan:critical catch-up");
        clock.set("2026-06-01T12:05+02:00");
        assertThat(pass(NIGHTLY)).isEmpty();
        assertThat(pass(NIGHTLY)).isEmpty();
        clock.set("2026-06-02T02:00+02:00");
        assertThat(pass(NIGHTLY)).containsExactly("plan:critical schedule");
        assertThat(pass(NIGHTLY)).isEmpty();
    }

    @Test
    void aTimeInTheSpringGapIsDueRightAfterTheGap() {
        Policy early = policy("Europe/Zurich", plan("critical", "30 2 * * *"));
        clock.set("2026-03-28T12:00+01:00");
        memory.anchors(Map.of());
        pass(early);
        clock.set("2026-03-29T01:59:59+01:00");
        assertThat(pass(early)).isEmpty();
        clock.set("2026-03-29T03:00+02:00");
        assertThat(pass(early)).contains("plan:critical schedule");
        clock.set("2026-03-29T03:30+02:00");
        assertThat(pass(early)).isEmpty();
        clock.set("2026-03-30T02:30+02:00");
        assertThat(pass(early)).contains("plan:critical schedule");
    }

    @ParameterizedTest
    @CsvSource({
        "Europe/Zurich, 2026-10-24T12:00+02:00, 30 2 * * *",
        "Australia/Lord_Howe, 2026-04-04T12:00+11:00, 45 1 * * *",
        "America/New_York, 2026-10-31T12:00-04:00, 30 1 * * *"
    })
    void aTimeInTheRepeatedAutumnHourIsDueOnce(String zone, String start, String cron) {
        Policy policy = policy(zone, plan("critical", cron));
        memory.anchors(Map.of());
        clock.set(start);
        List<String> started = new ArrayList<>(pass(policy));
        for (int minute = 0; minute < 24 * 60; minute++) {
            clock.advance(Duration.ofMinutes(1));
            started.addAll(pass(policy));
        }
        assertThat(started).filteredOn(key -> key.startsWith("plan:")).containsExactly("plan:critical schedule");
    }

    @Test
    void pruneAndCheckHaveTheirOwnTimesPerRepository() {
        clock.set("2026-06-07T05:00+02:00");
        pass(NIGHTLY);
        clock.set("2026-06-07T06:00+02:00");
        assertThat(pass(NIGHTLY)).containsExactly("prune:critical schedule");
        clock.set("2026-06-07T07:00+02:00");
        assertThat(pass(NIGHTLY)).containsExactly("check:critical schedule");
        clock.set("2026-06-30T12:00+02:00");
        assertThat(pass(NIGHTLY))
                .containsExactly("plan:critical catch-up", "prune:critical catch-up", "check:critical catch-up");
    }

    @Test
    void theNextRunsAreListedWithoutAnyChange() {
        Policy two = policy("Europe/Zurich", plan("critical", "0 2 * * *"), plan("off", "0 3 * * *", false));
        long writes = journal.written();
        assertThat(decision.nextRuns(two, List.of()))
                .containsExactly(
                        next(Task.PLAN, "critical", "0 2 * * *", "2026-06-02T00:00:00Z"),
                        new NextRun(Task.PLAN, "off", "0 3 * * *", Optional.empty(), Optional.empty()),
                        next(Task.PRUNE, "critical", "0 6 * * 0", "2026-06-07T04:00:00Z"),
                        next(Task.CHECK, "critical", "0 7 * * 0", "2026-06-07T05:00:00Z"));
        assertThat(journal.written()).isEqualTo(writes);
    }

    @Test
    void nothingIsPrunedWhileThePolicyHoldsAll() {
        Policy held = PolicyText.policy("instance: x\nhold: true");

        assertThat(decision.nextRuns(held, List.of()))
                .filteredOn(next -> next.task() == Task.PRUNE)
                .hasSize(3)
                .allSatisfy(next -> assertThat(next.next()).isEmpty());
    }

    @Test
    void theNextRunFollowsTheLastStart() {
        clock.set("2026-06-02T02:00+02:00");
        pass(NIGHTLY);
        assertThat(decision.nextRuns(NIGHTLY, List.of()).getFirst())
                .isEqualTo(new NextRun(
                        Task.PLAN,
                        "critical",
                        "0 2 * * *",
                        Optional.of(Instant.parse("2026-06-03T00:00:00Z")),
                        Optional.of(clock.instant())));
    }

    @Test
    void aPlanThatItsScheduleNeverStartedShowsItsNewestFirstBackup() {
        Instant first = Instant.parse("2026-06-01T10:00:00Z");
        List<KnownDataset> known = List.of(
                backedUpAt("a", "critical", first),
                backedUpAt("b", "critical", first.plusSeconds(60)),
                backedUpAt("c", "other", first.plusSeconds(120)));
        assertThat(decision.nextRuns(NIGHTLY, known).getFirst().lastDone()).hasValue(first.plusSeconds(60));
    }

    private static KnownDataset backedUpAt(String id, String plan, Instant at) {
        return new KnownDataset(id, plan, true, false, Optional.of(new LastRun(at, RetryOutlook.NOT_NEEDED, false, 0)));
    }

    @Test
    void anIdleScheduleWritesNothing() {
        long writes = journal.written();
        for (int i = 0; i < 10; i++) {
            clock.advance(Duration.ofMinutes(1));
            pass(NIGHTLY);
        }
        assertThat(journal.written()).isEqualTo(writes);
    }

    @Test
    void aFailedStartIsRetriedAndBlocksNoOther() {
        clock.set("2026-06-08T12:00+02:00");
        List<String> started = new ArrayList<>();
        Consumer<Due> starter = due -> {
            if (due.task() == Task.PLAN) {
                throw new IllegalStateException("the journal is full");
            }
            started.add(due.key());
        };
        assertThatThrownBy(() -> decision.start(NIGHTLY, List.of(), starter)).hasMessage("the journal is full");
        assertThat(started).containsExactly("prune:critical", "check:critical");
        assertThat(pass(NIGHTLY)).containsExactly("plan:critical catch-up");
    }

    @Test
    void aClockThatIsSetBackDuringAStartDoesNotRepeatIt() {
        clock.set("2026-06-02T02:00+02:00");
        decision.start(NIGHTLY, List.of(), due -> clock.set("2026-06-02T01:59:58+02:00"));
        clock.set("2026-06-02T02:00+02:00");
        assertThat(pass(NIGHTLY)).isEmpty();
    }

    private Optional<Instant> critical(Policy policy) {
        return decision.nextRuns(policy, List.of()).getFirst().next();
    }

    private static NextRun next(Task task, String name, String expression, String at) {
        return new NextRun(task, name, expression, Optional.of(Instant.parse(at)), Optional.empty());
    }
}
