package io.slackwater.schedule;

import static io.slackwater.schedule.Policies.plan;
import static io.slackwater.schedule.Policies.policy;
import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.health.TestClock;
import io.slackwater.policy.Policy;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Single datasets, beside a nightly plan at two, on Monday 1 June 2026 from noon. */
class TryAgainTest {

    private static final Policy NIGHTLY = policy("Europe/Zurich", plan("critical", "0 2 * * *"));

    private final TestClock clock = TestClock.at("2026-06-01T12:00+02:00");
    private final MapMemory memory = new MapMemory();
    private final DueDecision decision = new DueDecision(clock, memory);

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
    void a_dataset_that_never_had_a_run_is_due_at_once() {
        assertThat(pass(NIGHTLY, dataset("a").known(), dataset("b").backedUp().known()))
                .containsExactly("dataset:a discovered");
    }

    @Test
    void a_dataset_whose_first_run_is_under_way_is_not_started_again() {
        assertThat(pass(
                        NIGHTLY,
                        dataset("a")
                                .open()
                                .ended(LastRun.End.MAY_PASS, "2026-06-01T02:00+02:00")
                                .known()))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "MAY_PASS, 0, 12:14, 12:15",
        "MAY_PASS, 1, 12:59, 13:00",
        "MAY_PASS, 9, 12:59, 13:00",
        "SAME, 0, 12:59, 13:00",
        "SAME, 1, 15:59, 16:00",
        "SUCCEEDED, 2, 12:14, 12:15",
        "SUCCEEDED, 3, 12:59, 13:00",
        "SUCCEEDED, 9, 12:59, 13:00"
    })
    void a_first_backup_that_failed_is_surely_tried_again(LastRun.End end, int tries, String not, String then) {
        KnownDataset failed =
                dataset("a").ended(end, "2026-06-01T12:00+02:00").tries(tries).known();
        clock.set("2026-06-01T" + not + "+02:00");
        assertThat(pass(NIGHTLY, failed)).isEmpty();
        clock.set("2026-06-01T" + then + "+02:00");
        assertThat(pass(NIGHTLY, failed)).containsExactly("dataset:a discovered");
    }

    @ParameterizedTest
    @CsvSource({"0, 12:14, 12:15", "1, 12:59, 13:00", "2, 15:59, 16:00", "3, 23:59, 00:00"})
    void what_can_pass_is_tried_again_ever_more_slowly(int tries, String not, String then) {
        KnownDataset failed = dataset("a")
                .backedUp()
                .ended(LastRun.End.MAY_PASS, "2026-06-01T12:00+02:00")
                .tries(tries)
                .known();
        clock.set("2026-06-01T" + not + "+02:00");
        assertThat(pass(NIGHTLY, failed)).isEmpty();
        clock.set((then.equals("00:00") ? "2026-06-02T" : "2026-06-01T") + then + "+02:00");
        assertThat(pass(NIGHTLY, failed)).containsExactly("dataset:a retry");
    }

    @Test
    void so_near_to_its_plans_time_that_is_waited_for() {
        KnownDataset failed = dataset("a")
                .backedUp()
                .ended(LastRun.End.MAY_PASS, "2026-06-02T01:31+02:00")
                .known();
        clock.set("2026-06-02T01:46+02:00");
        assertThat(pass(NIGHTLY, failed)).isEmpty();
        assertThat(retries(failed)).isEmpty();
        clock.set("2026-06-02T02:00+02:00");
        assertThat(pass(NIGHTLY, failed)).containsExactly("plan:critical schedule");
    }

    @ParameterizedTest
    @EnumSource(
            value = LastRun.End.class,
            names = {"SUCCEEDED", "SAME", "UNPROVEN", "UNWANTED"})
    void what_would_end_the_same_or_is_not_wanted_waits_for_its_plan(LastRun.End end) {
        KnownDataset ended =
                dataset("a").backedUp().ended(end, "2026-06-01T12:00+02:00").known();
        clock.set("2026-06-02T01:00+02:00");
        assertThat(pass(NIGHTLY, ended)).isEmpty();
        assertThat(retries(ended)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "MAY_PASS, dataset:a retry",
        "SAME, dataset:a retry",
        "UNPROVEN, dataset:a retry",
        "UNWANTED, ",
        "SUCCEEDED, "
    })
    void what_failed_is_tried_at_once_when_something_was_changed(LastRun.End end, String started) {
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
    void what_changes_all_the_time_is_not_tried_all_the_time() {
        DatasetOf changed = dataset("a")
                .backedUp()
                .ended(LastRun.End.MAY_PASS, "2026-06-01T12:00+02:00")
                .changed();
        clock.set("2026-06-01T12:14+02:00");
        assertThat(pass(NIGHTLY, changed.tries(1).known())).isEmpty();
        clock.set("2026-06-01T12:59+02:00");
        assertThat(pass(NIGHTLY, changed.tries(1).known())).isNotEmpty();
        assertThat(pass(NIGHTLY, changed.tries(2).known())).isEmpty();
    }

    @Test
    void what_a_disabled_plan_failed_at_is_left_alone() {
        Policy off = policy("Europe/Zurich", plan("critical", "0 2 * * *", false));
        KnownDataset failed = dataset("a")
                .ended(LastRun.End.MAY_PASS, "2026-06-01T12:00+02:00")
                .changed()
                .known();
        clock.set("2026-06-01T20:00+02:00");
        pass(off);
        assertThat(pass(off, failed)).isEmpty();
    }

    @Test
    void the_next_try_of_what_failed_is_told() {
        KnownDataset failed = dataset("a")
                .backedUp()
                .ended(LastRun.End.MAY_PASS, "2026-06-01T12:00+02:00")
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
    void an_end_in_the_far_future_of_a_wrong_clock_does_not_hold_the_first_backup_back() {
        assertThat(pass(
                        NIGHTLY,
                        dataset("a")
                                .ended(LastRun.End.MAY_PASS, "2036-06-01T12:00+02:00")
                                .known()))
                .containsExactly("dataset:a discovered");
        assertThat(pass(
                        NIGHTLY,
                        dataset("a")
                                .ended(LastRun.End.MAY_PASS, "2026-06-01T12:05+02:00")
                                .known()))
                .isEmpty();
    }

    @Test
    void a_dataset_of_an_unknown_plan_is_not_started() {
        assertThat(pass(NIGHTLY, new KnownDataset("a", "gone", false, false, Optional.empty())))
                .isEmpty();
    }

    @Test
    void a_dataset_whose_plan_is_due_is_left_to_the_plan() {
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

        DatasetOf ended(LastRun.End end, String at) {
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
    void what_lost_its_only_backup_is_backed_up_at_once(int inVain) {
        KnownDataset lost = dataset("a")
                .ended(LastRun.End.SUCCEEDED, "2026-06-01T12:00+02:00")
                .tries(inVain)
                .known();
        clock.set("2026-06-01T12:01+02:00");
        assertThat(pass(NIGHTLY, lost)).containsExactly("dataset:a discovered");
    }
}
