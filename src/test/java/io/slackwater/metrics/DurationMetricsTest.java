package io.slackwater.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.slackwater.journal.EndCause;
import io.slackwater.journal.RestoreRecord;
import io.slackwater.journal.RunRecord;
import io.slackwater.journal.RunRecords;
import io.slackwater.journal.RunState;
import io.slackwater.run.Outcome;
import io.slackwater.trust.RepositoryWork;
import io.slackwater.trust.RepositoryWork.Operation;
import io.slackwater.trust.RunFailure;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DurationMetricsTest {

    private static final Outcome FAILED = new Outcome(RunState.FAILED, EndCause.SOURCE, "it failed", Optional.empty());

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final DurationMetrics durations = new DurationMetrics(registry);
    private final RunRecord queued = RunRecords.queued("r", "orders", RunRecords.T0);
    private final RunRecord capturing = RunRecords.in(queued, RunState.CAPTURING, RunRecords.T0.plusSeconds(40), "");

    private double seconds(String name, String... tags) {
        return registry.get(name).tags(tags).timer().totalTime(TimeUnit.SECONDS);
    }

    private long open(RunState state) {
        return (long) registry.get("slackwater.runs.open")
                .tag("state", state.name().toLowerCase(Locale.ROOT))
                .gauge()
                .value();
    }

    @Test
    void aFailedRunShowsItsDurationAndItsWait() {
        durations.ended(RunRecords.in(capturing, RunState.FAILED, RunRecords.T0.plusSeconds(130), "it failed"), FAILED);
        assertThat(seconds("slackwater.run.duration", "plan", "critical", "outcome", "failed"))
                .isEqualTo(90);
        assertThat(seconds("slackwater.queue.wait", "plan", "critical")).isEqualTo(40);
    }

    @Test
    void aRunThatNeverStartedHasNoDuration() {
        RunRecord cancelled =
                queued.endedAt(RunRecords.T0.plusSeconds(5), RunState.CANCELLED, EndCause.CANCELLED, "cancelled");
        durations.ended(cancelled, FAILED);
        assertThat(registry.find("slackwater.run.duration").timer()).isNull();
        assertThat(registry.find("slackwater.queue.wait").timer()).isNull();
    }

    @Test
    void aRunThatStaysOpenIsNotMeasured() {
        durations.begun(queued);
        durations.ended(capturing, Outcome.LEFT_OPEN);
        assertThat(registry.find("slackwater.run.duration").timer()).isNull();
        assertThat(open(RunState.QUEUED)).isZero();
    }

    @Test
    void openRunsAreCountedByState() {
        durations.begun(queued);
        durations.begun(RunRecords.queued("r2", "files", RunRecords.T0));
        assertThat(open(RunState.QUEUED)).isEqualTo(2);
        durations.step(capturing);
        assertThat(open(RunState.QUEUED)).isEqualTo(1);
        assertThat(open(RunState.CAPTURING)).isEqualTo(1);
        durations.warned(
                capturing.again(RunRecords.T0, EndCause.SOURCE, "it failed", false),
                new RunFailure.Failed("it failed", EndCause.SOURCE));
        assertThat(open(RunState.CAPTURING)).isZero();
        assertThat(open(RunState.QUEUED)).isEqualTo(2);
        durations.ended(RunRecords.in(capturing, RunState.FAILED, RunRecords.T0, "it failed"), FAILED);
        assertThat(open(RunState.QUEUED)).isEqualTo(1);
    }

    @Test
    void restoresAreMeasuredByOutcome() {
        RestoreRecord begun = RestoreRecord.begun("x", "orders", "s", "volume v", RunRecords.T0, Optional.empty());
        durations.restored(begun.end(RestoreRecord.State.FAILED, RunRecords.T0.plusSeconds(7), "it failed"));
        assertThat(seconds("slackwater.restore.duration", "outcome", "failed")).isEqualTo(7);
        assertThat(registry.get("slackwater.restore.duration")
                        .tag("outcome", "succeeded")
                        .timer()
                        .count())
                .isZero();
    }

    @Test
    void maintenanceIsMeasuredByRepositoryAndOperation() {
        durations.worked(new RepositoryWork(Operation.PRUNE, "models", true, Duration.ofMinutes(3)));
        durations.worked(new RepositoryWork(Operation.PRUNE, "models", false, Duration.ofMinutes(1)));
        Timer good = registry.get("slackwater.repository.work.duration")
                .tags("repository", "models", "operation", "prune", "outcome", "succeeded")
                .timer();
        assertThat(good.count()).isEqualTo(1);
        assertThat(good.totalTime(TimeUnit.SECONDS)).isEqualTo(180);
    }

    @Test
    void plansAndRepositoriesAreCountedFromZero() {
        durations.prepare(List.of("critical"), List.of("models"));
        durations.prepare(List.of("critical"), List.of("models"));
        assertThat(registry.get("slackwater.run.duration")
                        .tag("plan", "critical")
                        .timers())
                .extracting(timer -> timer.getId().getTag("outcome"))
                .containsExactlyInAnyOrder("succeeded", "failed", "unverified", "cancelled");
        assertThat(registry.get("slackwater.queue.wait").timer().count()).isZero();
        assertThat(registry.get("slackwater.repository.work.duration")
                        .tag("repository", "models")
                        .timers())
                .hasSize(Operation.values().length * 2);
    }
}
