package io.slackwater.live;

import io.slackwater.health.DatasetHealth;
import io.slackwater.journal.AlarmRecord;
import io.slackwater.journal.RunRecord;
import io.slackwater.live.LiveEvent.Kind;
import io.slackwater.run.Outcome;
import io.slackwater.run.RunEvents;
import io.slackwater.trust.RunFailure;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Turns the progress of runs and the changes of alarms and health into events for open pages. An event names what
 * changed; the page then asks for it. Safe for use by several threads.
 */
public final class LiveEvents implements RunEvents {

    private final EventStreams streams;
    private final Supplier<List<AlarmRecord>> alarms;
    private Map<String, String> raised;
    private Map<String, DatasetHealth.State> health = Map.of();
    private List<?> status = List.of();

    /** @param alarms returns the raised alarms */
    public LiveEvents(EventStreams streams, Supplier<List<AlarmRecord>> alarms) {
        this.streams = streams;
        this.alarms = alarms;
        this.raised = severities();
    }

    @Override
    public void begun(RunRecord run) {
        streams.publish(LiveEvent.of(Kind.RUN_BEGUN, json(run)));
    }

    @Override
    public void step(RunRecord run) {
        streams.publish(LiveEvent.of(Kind.RUN_STEP, json(run)));
    }

    @Override
    public void warned(RunRecord run, RunFailure failure) {
        step(run);
    }

    @Override
    public void read(RunRecord run, long bytes) {
        streams.publish(LiveEvent.of(Kind.RUN_BYTES, json(run).put("bytes", bytes)));
    }

    @Override
    public void ended(RunRecord run, Outcome outcome) {
        if (outcome != Outcome.LEFT_OPEN) {
            streams.publish(LiveEvent.of(Kind.RUN_ENDED, json(run)));
        }
    }

    /** Call it after each observation of alarms. */
    public synchronized void alarms() {
        Map<String, String> before = raised;
        raised = severities();
        raised.forEach((key, severity) -> {
            if (!severity.equals(before.get(key))) {
                alarm(Kind.ALARM_RAISED, key, severity);
            }
        });
        before.forEach((key, severity) -> {
            if (!raised.containsKey(key)) {
                alarm(Kind.ALARM_ENDED, key, severity);
            }
        });
    }

    /** Call it after each derivation of health. */
    public synchronized void health(List<DatasetHealth> now) {
        Map<String, DatasetHealth.State> before = health;
        health = now.stream().collect(Collectors.toMap(DatasetHealth::dataset, DatasetHealth::state));
        Map<String, DatasetHealth.State> gone = new HashMap<>(before);
        gone.keySet().removeAll(health.keySet());
        List<String> changed = new ArrayList<>(gone.keySet());
        health.forEach((dataset, state) -> {
            if (state != before.get(dataset)) {
                changed.add(dataset);
            }
        });
        if (!changed.isEmpty()) {
            streams.publish(LiveEvent.of(
                    Kind.HEALTH,
                    JsonObject.of(
                            "datasets", new JsonArray(changed.stream().sorted().toList()))));
        }
    }

    /**
     * Call it after each derivation of health.
     *
     * @param shown on what the schedule, the coverage and the policy depend
     */
    public synchronized void status(List<?> shown) {
        if (!shown.equals(status)) {
            status = List.copyOf(shown);
            maintained();
        }
    }

    /** Call it after each prune and check of a repository. */
    public void maintained() {
        streams.publish(LiveEvent.of(Kind.STATUS, JsonObject.of()));
    }

    private void alarm(Kind kind, String key, String severity) {
        streams.publish(LiveEvent.of(kind, JsonObject.of("key", key, "severity", severity)));
    }

    private Map<String, String> severities() {
        return alarms.get().stream().collect(Collectors.toMap(AlarmRecord::key, AlarmRecord::severity));
    }

    private static JsonObject json(RunRecord run) {
        return JsonObject.of(
                "run",
                run.id(),
                "dataset",
                run.dataset(),
                "workload",
                run.workload(),
                "state",
                run.state().name(),
                "attempt",
                run.attempt());
    }
}
