package io.slackwater.alert;

import io.slackwater.journal.RunRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * For {@link AlarmSource#RUN}: a run that has not ended takes longer than its plan allows, or three times as long as
 * earlier runs of the dataset.
 */
public final class SlowRuns {

    private enum Cause {
        MAX_DURATION,
        MEDIAN
    }

    /** How many earlier runs the median takes at most. */
    public static final int EARLIER_RUNS = 20;

    /** Fewer runs give no typical duration. */
    private static final int FEWEST_RUNS = 10;

    private static final int TIMES = 3;

    /** A busy host explains that a run of seconds takes minutes. */
    private static final Duration SHORT = Duration.ofMinutes(10);

    private SlowRuns() {}

    /**
     * Returns the alarm about an open run; empty while its duration is normal.
     *
     * @param maxDuration the plan's {@code maxDuration}
     * @param earlier the durations of the last successful runs of the dataset
     */
    public static Optional<Alarm> of(
            RunRecord run, Optional<Duration> maxDuration, List<Duration> earlier, Instant now) {
        Duration taken =
                run.started().map(start -> Duration.between(start, now)).orElse(Duration.ZERO);
        Optional<Duration> median = median(earlier);
        Set<Cause> causes = EnumSet.noneOf(Cause.class);
        if (maxDuration.filter(limit -> taken.compareTo(limit) > 0).isPresent()) {
            causes.add(Cause.MAX_DURATION);
        }
        if (taken.compareTo(SHORT) > 0
                && median.filter(usual -> taken.compareTo(usual.multipliedBy(TIMES)) > 0)
                        .isPresent()) {
            causes.add(Cause.MEDIAN);
        }
        return causes.isEmpty()
                ? Optional.empty()
                : Optional.of(AlarmSource.RUN
                        .warning(
                                run.dataset() + ":slow",
                                AlarmText.of("title.run.slow", run.dataset()),
                                "run %s of plan %s has taken %s%s%s"
                                        .formatted(
                                                run.id(),
                                                run.identity().plan(),
                                                words(taken),
                                                maxDuration
                                                        .map(limit -> "; the plan's maxDuration is " + words(limit))
                                                        .orElse(""),
                                                median.map(usual -> "; earlier runs took about " + words(usual))
                                                        .orElse("")),
                                AlarmText.of(
                                        "remedy.run.slow",
                                        run.id(),
                                        run.identity().plan()))
                        .of(run.workload())
                        .because(causes));
    }

    private static Optional<Duration> median(List<Duration> earlier) {
        return Optional.of(earlier)
                .filter(all -> all.size() >= FEWEST_RUNS)
                .map(all -> all.stream().sorted().toList().get(all.size() / 2));
    }

    private static String words(Duration time) {
        return time.compareTo(Duration.ofHours(1)) >= 0
                ? "%d h %d min".formatted(time.toHours(), time.toMinutesPart())
                : "%d min %d s".formatted(time.toMinutes(), time.toSecondsPart());
    }
}
