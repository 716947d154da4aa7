package io.slackwater.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.journal.EndCause;
import io.slackwater.journal.RunRecord;
import io.slackwater.journal.RunRecords;
import io.slackwater.journal.RunState;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlowRunsTest {

    private static final Instant START = RunRecords.T0;
    private static final RunRecord RUN =
            RunRecords.in(RunRecords.queued("r7", "orders", START), RunState.STORING, START, "");

    private static List<Duration> usually(Duration time) {
        return Collections.nCopies(10, time);
    }

    private static Optional<Alarm> after(Duration taken, Optional<Duration> maxDuration, List<Duration> earlier) {
        return SlowRuns.of(RUN, maxDuration, earlier, START.plus(taken));
    }

    @Test
    void aRunAboveTheMaxDurationOfItsPlanRaisesAnAlarm() {
        Optional<Duration> limit = Optional.of(Duration.ofHours(2));
        assertThat(after(Duration.ofHours(2), limit, List.of())).isEmpty();
        assertThat(after(Duration.ofMinutes(125), limit, List.of())).hasValueSatisfying(alarm -> {
            assertThat(alarm.key()).isEqualTo("run:orders:slow");
            assertThat(alarm.severity()).isEqualTo(Alarm.Severity.WARNING);
            assertThat(alarm.cause()).isEqualTo("MAX_DURATION");
            assertThat(alarm.workload()).isEqualTo(RUN.workload());
            assertThat(alarm.detail())
                    .isEqualTo("run r7 of plan critical has taken 2 h 5 min; the plan's maxDuration is 2 h 0 min.");
            assertThat(alarm.remedy()).contains("backrest-management.sh logs r7", "plans.critical.maxDuration");
        });
    }

    @Test
    void aRunAboveThreeTimesTheMedianRaisesAnAlarm() {
        List<Duration> earlier = usually(Duration.ofMinutes(40));
        assertThat(after(Duration.ofHours(2), Optional.empty(), earlier)).isEmpty();
        assertThat(after(Duration.ofMinutes(121), Optional.empty(), earlier)).hasValueSatisfying(alarm -> {
            assertThat(alarm.cause()).isEqualTo("MEDIAN");
            assertThat(alarm.detail()).endsWith("has taken 2 h 1 min; earlier runs took about 40 min 0 s.");
        });
    }

    @ParameterizedTest
    @CsvSource({"PT10M, false", "PT10M1S, true"})
    void aRunOfSecondsMayTakeTenMinutes(Duration taken, boolean slow) {
        assertThat(after(taken, Optional.empty(), usually(Duration.ofSeconds(5)))
                        .isPresent())
                .isEqualTo(slow);
    }

    @Test
    void nineEarlierRunsGiveNoTypicalDuration() {
        List<Duration> nine = Collections.nCopies(9, Duration.ofMinutes(1));
        assertThat(after(Duration.ofDays(1), Optional.empty(), nine)).isEmpty();
    }

    @Test
    void aFewVeryLongRunsDoNotChangeTheMedian() {
        List<Duration> mixed = IntStream.range(0, 20)
                .mapToObj(i -> Duration.ofMinutes(i < 4 ? 900 : 20))
                .toList();
        assertThat(after(Duration.ofMinutes(61), Optional.empty(), mixed)).isPresent();
    }

    @Test
    void bothLimitsAreTwoCauses() {
        assertThat(after(Duration.ofHours(5), Optional.of(Duration.ofHours(1)), usually(Duration.ofMinutes(20))))
                .hasValueSatisfying(alarm -> assertThat(alarm.cause()).isEqualTo("MAX_DURATION, MEDIAN"));
    }

    @Test
    void timeInTheQueueBeforeTheFirstAttemptDoesNotCount() {
        RunRecord queued = RunRecords.queued("r8", "orders", START);
        assertThat(SlowRuns.of(
                        queued,
                        Optional.of(Duration.ofMinutes(1)),
                        usually(Duration.ofSeconds(1)),
                        START.plus(Duration.ofDays(1))))
                .isEmpty();
    }

    @Test
    void timeBetweenTwoAttemptsCounts() {
        RunRecord again = RUN.again(START.plusSeconds(60), EndCause.REPOSITORY, "locked", false);
        assertThat(SlowRuns.of(again, Optional.of(Duration.ofHours(1)), List.of(), START.plus(Duration.ofMinutes(61))))
                .isPresent();
    }
}
