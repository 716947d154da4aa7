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
import io.slackwater.trust.RepositoryWork.Operation;
import io.slackwater.trust.RunFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

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
        waits(plan).record(Duration.between(run.queued(), started));
        run.ended().ifPresent(ended -> runs(plan, run.state()).record(Duration.between(started, ended)));
    }

    /** Measures a restore that ended. */
    public void restored(RestoreRecord restore) {
        restore.ended()
                .ifPresent(ended -> restores(restore.state()).record(Duration.between(restore.started(), ended)));
    }

    /** Measures a prune, check or retention that ended. */
    public void worked(RepositoryWork work) {
        works(work.repository(), work.operation(), work.succeeded()).record(work.duration());
    }

    /**
     * Creates the metrics of these plans and repositories with the value 0. A Prometheus rate would miss the first event
     * if its metric began with that event.
     */
    public void prepare(Collection<String> plans, Collection<String> repositories) {
        for (String plan : plans) {
            waits(plan);
            Stream.of(RunState.values()).filter(RunState::ended).forEach(state -> runs(plan, state));
        }
        for (String repository : repositories) {
            for (Operation operation : Operation.values()) {
                works(repository, operation, true);
                works(repository, operation, false);
            }
        }
    }

    private Timer waits(String plan) {
        return Timer.builder("slackwater.queue.wait")
                .description("Time from the request of a run to its start")
                .tag("plan", plan)
                .serviceLevelObjectives(BUCKETS)
                .register(meters);
    }

    private Timer runs(String plan, RunState outcome) {
        return Timer.builder("slackwater.run.duration")
                .description("Duration of runs from their start to their end")
                .tags("plan", plan, "outcome", word(outcome))
                .serviceLevelObjectives(BUCKETS)
                .register(meters);
    }

    private Timer restores(RestoreRecord.State outcome) {
        return Timer.builder("slackwater.restore.duration")
                .description("Duration of restores")
                .tag("outcome", word(outcome))
                .register(meters);
    }

    private Timer works(String repository, Operation operation, boolean succeeded) {
        return Timer.builder("slackwater.repository.work.duration")
                .description("Duration of the maintenance of a repository")
                .tags(
                        "repository",
                        repository,
                        "operation",
                        word(operation),
                        "outcome",
                        succeeded ? "succeeded" : "failed")
                .register(meters);
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
