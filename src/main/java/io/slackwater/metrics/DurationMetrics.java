package io.slackwater.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.slackwater.journal.RestoreRecord;
import io.slackwater.journal.RunRecord;
import io.slackwater.journal.RunState;
import io.slackwater.run.Outcome;
import io.slackwater.run.RunEvents;
import io.slackwater.trust.RepositoryWork;
import io.slackwater.trust.RunFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Measures how long runs, restores and the maintenance of repositories take, successful or not. The counts begin at 0
 * with each start of Slackwater, as Prometheus expects of counters. Safe for use by several threads.
 */
public final class DurationMetrics implements RunEvents {

    /** The upper bounds of the histograms: from a small dump to a night. */
    private static final Duration[] BUCKETS = {
        Duration.ofSeconds(1),
        Duration.ofSeconds(5),
        Duration.ofSeconds(15),
        Duration.ofMinutes(1),
        Duration.ofMinutes(5),
        Duration.ofMinutes(15),
        Duration.ofMinutes(30),
        Duration.ofHours(1),
        Duration.ofHours(2),
        Duration.ofHours(4),
        Duration.ofHours(8)
    };

    private final MeterRegistry meters;

    /** The state of each open run, by the run's id. */
    private final Map<String, RunState> open = new ConcurrentHashMap<>();

    public DurationMetrics(MeterRegistry meters) {
        this.meters = meters;
        for (RestoreRecord.State state : RestoreRecord.State.values()) {
            if (state != RestoreRecord.State.RUNNING) {
                restores(state);
            }
        }
        for (RunState state : RunState.values()) {
            if (!state.ended()) {
                Gauge.builder(
                                "slackwater.runs.open",
                                () -> open.values().stream()
                                        .filter(state::equals)
                                        .count())
                        .description("Runs that have not ended")
                        .tag("state", word(state))
                        .register(meters);
            }
        }
    }

    @Override
    public void begun(RunRecord run) {
        open.put(run.id(), run.state());
    }

    @Override
    public void step(RunRecord run) {
        open.put(run.id(), run.state());
    }

    @Override
    public void warned(RunRecord run, RunFailure failure) {
        open.put(run.id(), run.state());
    }

    @Override
    public void ended(RunRecord run, Outcome outcome) {
        open.remove(run.id());
        if (outcome == Outcome.LEFT_OPEN || run.started().isEmpty()) {
            return;
        }
        Instant started = run.started().get();
        String plan = run.identity().plan();
        timer("slackwater.queue.wait", "Time from the request of a run to its start", "plan", plan)
                .record(Duration.between(run.queued(), started));
        run.ended()
                .ifPresent(ended -> timer(
                                "slackwater.run.duration",
                                "Duration of runs from their start to their end",
                                "plan",
                                plan,
                                "outcome",
                                word(run.state()))
                        .record(Duration.between(started, ended)));
    }

    /** Measures a restore that ended. */
    public void restored(RestoreRecord restore) {
        restore.ended()
                .ifPresent(ended -> restores(restore.state()).record(Duration.between(restore.started(), ended)));
    }

    /** Measures a prune, check or retention that ended. */
    public void worked(RepositoryWork work) {
        timer(
                        "slackwater.repository.work.duration",
                        "Duration of the maintenance of a repository",
                        "repository",
                        work.repository(),
                        "operation",
                        word(work.operation()),
                        "outcome",
                        work.succeeded() ? "succeeded" : "failed")
                .record(work.duration());
    }

    private Timer restores(RestoreRecord.State outcome) {
        return timer("slackwater.restore.duration", "Duration of restores", "outcome", word(outcome));
    }

    private Timer timer(String name, String description, String... tags) {
        return Timer.builder(name)
                .description(description)
                .tags(tags)
                .serviceLevelObjectives(BUCKETS)
                .register(meters);
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
