package io.slackwater.ui;

import io.slackwater.journal.DatasetHistory;
import io.slackwater.journal.DatasetHistory.PastRun;
import io.slackwater.journal.RunState;
import io.slackwater.schedule.NextRun;
import io.slackwater.schedule.Task;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Makes the rows of the overview. Used by one thread. */
final class WorkloadRows {

    private final Nights nights;
    private final ZoneId zone;
    private final Instant now;
    private final Texts texts;
    private final Map<String, Instant> nextOfPlan = new HashMap<>();
    private final Map<String, Instant> retries = new HashMap<>();
    private final Map<String, DatasetHistory> histories = new HashMap<>();
    private final NightCells cells;

    WorkloadRows(Nights nights, List<NextRun> nextRuns, ZoneId zone, Instant now, Texts texts) {
        this.nights = nights;
        this.zone = zone;
        this.now = now;
        this.texts = texts;
        for (NextRun run : nextRuns) {
            run.next().ifPresent(time -> {
                if (run.task() == Task.PLAN) {
                    nextOfPlan.put(run.name(), time);
                } else if (run.task() == Task.RETRY) {
                    retries.put(run.name(), time);
                }
            });
        }
        this.cells = new NightCells(nights, zone, texts);
    }

    /** Takes the histories of the datasets whose rows follow. */
    void read(List<DatasetHistory> all) {
        all.forEach(one -> histories.put(one.dataset(), one));
    }

    /** When the next run of a workload starts; empty for a workload that cannot be backed up now. */
    Optional<Instant> next(WorkloadState state) {
        if (!state.present()) {
            return Optional.empty();
        }
        return state.planOf().entrySet().stream()
                .flatMap(one -> Stream.of(nextOfPlan.get(one.getValue()), retries.get(one.getKey())))
                .filter(Objects::nonNull)
                .min(Instant::compareTo);
    }

    Overview.Row row(WorkloadState state) {
        WorkloadNights days = new WorkloadNights(nights);
        long[] bytes = new long[Nights.COUNT];
        long[] millis = new long[Nights.COUNT];
        Arrays.fill(bytes, -1);
        Arrays.fill(millis, -1);
        state.planOf().forEach((dataset, plan) -> {
            DatasetHistory history = histories.get(dataset);
            if (history != null) {
                days.add(history, plan);
                history.runs().forEach(run -> add(run, bytes, millis));
            }
        });
        String size = state.bytes() == 0 ? "" : texts.size(state.bytes());
        return new Overview.Row(
                state.id(),
                state.name(),
                state.light(),
                texts.of(state.word()),
                texts.of("ofTotal", state.verified(), state.planOf().size()),
                state.newest().map(time -> Moment.of(time, now, zone, texts)),
                next(state).map(time -> Moment.of(time, now, zone, texts)),
                size,
                cells.of(days),
                cells.strip(days.days()),
                Sparkline.path(Arrays.stream(bytes).boxed().toList()),
                Sparkline.path(Arrays.stream(millis).boxed().toList()));
    }

    private void add(PastRun run, long[] bytes, long[] millis) {
        if (run.state() == RunState.SUCCEEDED) {
            nights.index(run).ifPresent(day -> {
                bytes[day] = Math.max(0, bytes[day]) + Math.max(0, run.bytes());
                millis[day] = Math.max(0, millis[day])
                        + run.time().map(Duration::toMillis).orElse(0L);
            });
        }
    }
}
