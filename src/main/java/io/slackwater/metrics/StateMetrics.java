package io.slackwater.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.slackwater.health.DatasetHealth;
import io.slackwater.host.Certificate;
import io.slackwater.host.Disk;
import io.slackwater.journal.RunRecord;
import io.slackwater.journal.RunState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * Publishes the state of datasets and repositories. Each value is the state at the last {@link #refresh}. The last success
 * of a dataset without a backup is 0, so that an alert rule on its age fires.
 */
public final class StateMetrics {

    /**
     * Where the values come from.
     *
     * @param outcomes the number of runs by dataset and result
     * @param repositories the state of each repository by name
     * @param uncovered the number of unprotected places that raise an alarm
     * @param certificate the certificate of Nginx; empty when there is none
     */
    public record Sources(
            Supplier<? extends Collection<DatasetHealth>> datasets,
            Supplier<Map<String, Map<RunState, Long>>> outcomes,
            Supplier<Map<String, Store>> repositories,
            Supplier<Number> uncovered,
            Supplier<List<Disk>> disks,
            Supplier<Optional<Certificate>> certificate) {}

    /**
     * The state of a repository.
     *
     * @param up whether no problem of the repository is known
     * @param usedBytes the size of the repository in bytes; empty when unknown
     * @param freeBytes free bytes on its disk; empty when unknown
     */
    public record Store(boolean up, OptionalLong usedBytes, OptionalLong freeBytes) {}

    private final Sources sources;
    private final MeterRegistry meters;
    private final Map<String, MultiGauge> gauges = new HashMap<>();
    private final Map<Tags, FunctionCounter> counters = new HashMap<>();
    private volatile Map<String, Map<RunState, Long>> outcomes = Map.of();

    public StateMetrics(Sources sources, MeterRegistry meters) {
        this.sources = sources;
        this.meters = meters;
        gauge(
                "slackwater.backup.up",
                "1 when the dataset has a verified backup that is recent enough for its schedule");
        gauge(
                "slackwater.last.success.timestamp.seconds",
                "Time of the newest verified snapshot; 0 without a snapshot");
        gauge(
                "slackwater.overdue.timestamp.seconds",
                "Time at which the dataset becomes overdue without another backup");
        gauge("slackwater.expected.interval.seconds", "Time between the next two runs of the schedule");
        gauge("slackwater.last.duration.seconds", "Duration of the last successful run");
        gauge("slackwater.last.run.duration.seconds", "Duration of the last run, successful or not");
        gauge("slackwater.last.bytes", "Bytes captured by the last successful run");
        gauge(
                "slackwater.last.freeze.seconds",
                "Longest pause of the workload in one attempt of the last run, successful or not");
        gauge("slackwater.last.freeze.estimate.seconds", "How long the last run expected its pause to take");
        gauge("slackwater.last.hot.bytes", "New data that the last run stored before the pause");
        gauge("slackwater.last.frozen.bytes", "New data that the last run stored during the pause");
        gauge("slackwater.repository.up", "0 while the repository has a problem");
        gauge("slackwater.repository.size.bytes", "Bytes that the repository takes on disk");
        gauge("slackwater.repository.free.bytes", "Bytes that are free on the repository's disk");
        gauge("slackwater.disk.size.bytes", "Bytes of the disk that programs can use");
        gauge("slackwater.disk.free.bytes", "Bytes that are free on the disk");
        gauge(
                "slackwater.disk.full.timestamp.seconds",
                "Time at which the disk is full at its current growth; +Inf when it does not fill up");
        gauge("slackwater.certificate.expiry.timestamp.seconds", "Time at which the certificate of Nginx expires");
        Gauge.builder("slackwater.uncovered", sources.uncovered())
                .description("Databases, volumes and other data that no backup contains")
                .register(meters);
    }

    private void gauge(String name, String description) {
        gauges.put(name, MultiGauge.builder(name).description(description).register(meters));
    }

    private FunctionCounter counter(String name, String description, Tags tags, ToDoubleFunction<StateMetrics> value) {
        return FunctionCounter.builder(name, this, value)
                .description(description)
                .tags(tags)
                .register(meters);
    }

    /** Updates all metrics. */
    public synchronized void refresh() {
        Collection<DatasetHealth> datasets = sources.datasets().get();
        Map<String, List<MultiGauge.Row<?>>> rows = new HashMap<>();
        datasets(rows, datasets);
        repositories(rows, sources.repositories().get());
        disks(rows, sources.disks().get());
        sources.certificate()
                .get()
                .flatMap(Certificate::expires)
                .ifPresent(end -> row(
                        rows, "slackwater.certificate.expiry.timestamp.seconds", Tags.empty(), end.getEpochSecond()));
        gauges.forEach((name, gauge) -> gauge.register(rows.getOrDefault(name, List.of()), true));
        outcomes = sources.outcomes().get();
        outcomes(datasets);
    }

    private static void datasets(Map<String, List<MultiGauge.Row<?>>> rows, Collection<DatasetHealth> datasets) {
        for (DatasetHealth health : datasets) {
            if (health.why().over()) {
                continue;
            }
            Tags tags = Tags.of("dataset", health.dataset());
            row(rows, "slackwater.backup.up", tags, health.up() ? 1 : 0);
            row(
                    rows,
                    "slackwater.last.success.timestamp.seconds",
                    tags,
                    health.newest().map(Instant::getEpochSecond).orElse(0L));
            if (!health.why().disabled()) {
                health.staleAt()
                        .ifPresent(
                                time -> row(rows, "slackwater.overdue.timestamp.seconds", tags, time.getEpochSecond()));
            }
            health.interval().ifPresent(d -> row(rows, "slackwater.expected.interval.seconds", tags, d.toSeconds()));
            health.lastSuccess().ifPresent(run -> {
                row(rows, "slackwater.last.duration.seconds", tags, seconds(duration(run)));
                row(rows, "slackwater.last.bytes", tags, run.bytes());
            });
            health.lastRun().ifPresent(run -> {
                row(rows, "slackwater.last.run.duration.seconds", tags, seconds(duration(run)));
                run.pause()
                        .frozen()
                        .ifPresent(time -> row(rows, "slackwater.last.freeze.seconds", tags, seconds(time)));
                row(
                        rows,
                        "slackwater.last.freeze.estimate.seconds",
                        tags,
                        seconds(run.pause().estimate()));
                row(rows, "slackwater.last.hot.bytes", tags, run.pause().hotBytes());
                row(rows, "slackwater.last.frozen.bytes", tags, run.pause().frozenBytes());
            });
        }
    }

    private static void repositories(Map<String, List<MultiGauge.Row<?>>> rows, Map<String, Store> repositories) {
        repositories.forEach((id, store) -> {
            Tags tags = Tags.of("repository", id);
            row(rows, "slackwater.repository.up", tags, store.up() ? 1 : 0);
            store.usedBytes().ifPresent(bytes -> row(rows, "slackwater.repository.size.bytes", tags, bytes));
            store.freeBytes().ifPresent(bytes -> row(rows, "slackwater.repository.free.bytes", tags, bytes));
        });
    }

    private static void disks(Map<String, List<MultiGauge.Row<?>>> rows, List<Disk> disks) {
        for (Disk disk : disks) {
            Tags tags = Tags.of("disk", disk.name());
            row(rows, "slackwater.disk.size.bytes", tags, disk.totalBytes());
            row(rows, "slackwater.disk.free.bytes", tags, disk.freeBytes());
            row(
                    rows,
                    "slackwater.disk.full.timestamp.seconds",
                    tags,
                    disk.fullAt().map(time -> (double) time.getEpochSecond()).orElse(Double.POSITIVE_INFINITY));
        }
    }

    private static void row(Map<String, List<MultiGauge.Row<?>>> rows, String name, Tags tags, Number value) {
        rows.computeIfAbsent(name, n -> new ArrayList<>()).add(MultiGauge.Row.of(tags, value));
    }

    /**
     * Creates the counters of all results of each dataset, even with the value 0. A Prometheus rate would miss the
     * first failure if the counter began with that failure.
     */
    private void outcomes(Collection<DatasetHealth> datasets) {
        Set<Tags> current = new HashSet<>();
        for (DatasetHealth health : datasets) {
            for (RunState state : RunState.values()) {
                if (state.ended() && !health.why().over()) {
                    String dataset = health.dataset();
                    Tags tags =
                            Tags.of("dataset", dataset, "outcome", state.name().toLowerCase(Locale.ROOT));
                    current.add(tags);
                    counters.computeIfAbsent(
                            tags,
                            key -> counter("slackwater.runs", "Runs by outcome", key, all -> all.runs(dataset, state)));
                }
            }
        }
        Set<Tags> vanished = new HashSet<>(counters.keySet());
        vanished.removeAll(current);
        vanished.forEach(tags -> meters.remove(counters.remove(tags)));
    }

    private long runs(String dataset, RunState state) {
        return outcomes.getOrDefault(dataset, Map.of()).getOrDefault(state, 0L);
    }

    private static Duration duration(RunRecord run) {
        return run.started()
                .flatMap(start -> run.ended().map(end -> Duration.between(start, end)))
                .orElse(Duration.ZERO);
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
