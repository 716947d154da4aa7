package io.slackwater.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.slackwater.health.DatasetHealth;
import io.slackwater.health.HealthReason;
import io.slackwater.host.Certificate;
import io.slackwater.host.Disk;
import io.slackwater.journal.RunRecord;
import io.slackwater.journal.RunRecords;
import io.slackwater.journal.RunState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class StateMetricsTest {

    private final List<DatasetHealth> datasets = new ArrayList<>();
    private final Map<String, Map<RunState, Long>> outcomes = new HashMap<>();
    private final Map<String, StateMetrics.Store> repositories = new HashMap<>();
    private final List<Disk> disks = new ArrayList<>();
    private Optional<Certificate> certificate = Optional.empty();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final StateMetrics metrics = new StateMetrics(
            new StateMetrics.Sources(
                    () -> datasets, () -> outcomes, () -> repositories, () -> 3, () -> disks, () -> certificate),
            registry);

    private static DatasetHealth dataset(String id, HealthReason state, Optional<RunRecord> success) {
        return new DatasetHealth(
                id,
                "critical",
                state,
                "",
                success.map(run -> RunRecords.T0),
                success.map(run -> RunRecords.T0.plusSeconds(90_000)),
                Optional.of(Duration.ofDays(1)),
                success,
                success,
                Optional.empty());
    }

    private static RunRecord success(String id) {
        RunRecord stored = RunRecords.stored(RunRecords.queued("r", id, RunRecords.T0), "s", 1000);
        RunRecord started = RunRecords.in(stored, RunState.VERIFYING, RunRecords.T0, "");
        return RunRecords.in(started, RunState.SUCCEEDED, RunRecords.T0.plusMillis(2500), "");
    }

    private Optional<Double> value(String name, String... tags) {
        return registry.find(name).tags(Tags.of(tags)).meters().stream()
                .findFirst()
                .map(meter -> meter.measure().iterator().next().getValue());
    }

    @Test
    void aDatasetShowsItsLastSuccess() {
        datasets.add(dataset("orders", HealthReason.FRESH, Optional.of(success("orders"))));
        outcomes.put("orders", Map.of(RunState.SUCCEEDED, 7L));
        metrics.refresh();
        assertThat(value("slackwater.backup.up", "dataset", "orders")).contains(1.0);
        assertThat(value("slackwater.last.success.timestamp.seconds", "dataset", "orders"))
                .contains((double) RunRecords.T0.getEpochSecond());
        assertThat(value("slackwater.expected.interval.seconds", "dataset", "orders"))
                .contains(86_400.0);
        assertThat(value("slackwater.last.duration.seconds", "dataset", "orders"))
                .contains(2.5);
        assertThat(value("slackwater.last.bytes", "dataset", "orders")).contains(1000.0);
        assertThat(value("slackwater.last.freeze.seconds", "dataset", "orders")).contains(1.2);
        assertThat(value("slackwater.runs", "dataset", "orders", "outcome", "succeeded"))
                .contains(7.0);
        assertThat(value("slackwater.runs", "dataset", "orders", "outcome", "failed"))
                .contains(0.0);
    }

    @Test
    void durationAndFreezeOfTheLastRunAreShownAlsoWhenItFailed() {
        RunRecord success = success("files");
        RunRecord begun = RunRecords.in(
                RunRecords.queued("r2", "files", RunRecords.T0).frozenFor(Duration.ofSeconds(60)),
                RunState.CAPTURING,
                RunRecords.T0,
                "");
        RunRecord failed =
                RunRecords.in(begun, RunState.FAILED, RunRecords.T0.plusSeconds(62), "the freeze exceeded its limit");
        datasets.add(new DatasetHealth(
                "files",
                "critical",
                HealthReason.STALE,
                "",
                Optional.of(RunRecords.T0),
                Optional.empty(),
                Optional.empty(),
                Optional.of(failed),
                Optional.of(success),
                Optional.empty()));
        metrics.refresh();
        assertThat(value("slackwater.last.freeze.seconds", "dataset", "files")).contains(60.0);
        assertThat(value("slackwater.last.run.duration.seconds", "dataset", "files"))
                .contains(62.0);
        assertThat(value("slackwater.last.duration.seconds", "dataset", "files"))
                .contains(2.5);
        assertThat(value("slackwater.last.bytes", "dataset", "files")).contains(1000.0);
    }

    @Test
    void aDatasetWithoutABackupShowsAnAlarmingAge() {
        datasets.add(dataset("orders", HealthReason.NEVER, Optional.empty()));
        metrics.refresh();
        assertThat(value("slackwater.last.success.timestamp.seconds", "dataset", "orders"))
                .contains(0.0);
        assertThat(value("slackwater.backup.up", "dataset", "orders")).contains(0.0);
        assertThat(value("slackwater.last.duration.seconds", "dataset", "orders"))
                .isEmpty();
    }

    @Test
    void aVanishedDatasetIsNotUp() {
        datasets.add(dataset("orders", HealthReason.VANISHED, Optional.of(success("orders"))));
        metrics.refresh();
        assertThat(value("slackwater.backup.up", "dataset", "orders")).contains(0.0);
    }

    @Test
    void datasetsAppearChangeAndVanish() {
        datasets.add(dataset("orders", HealthReason.NEVER, Optional.empty()));
        metrics.refresh();
        datasets.clear();
        datasets.add(dataset("orders", HealthReason.FRESH, Optional.of(success("orders"))));
        datasets.add(dataset("files", HealthReason.NEVER, Optional.empty()));
        metrics.refresh();
        assertThat(value("slackwater.backup.up", "dataset", "orders")).contains(1.0);
        assertThat(value("slackwater.backup.up", "dataset", "files")).contains(0.0);
        datasets.removeFirst();
        datasets.add(dataset("orders", HealthReason.GONE, Optional.of(success("orders"))));
        metrics.refresh();
        assertThat(registry.getMeters().stream().map(Meter::getId).filter(id -> "orders".equals(id.getTag("dataset"))))
                .isEmpty();
        assertThat(value("slackwater.backup.up", "dataset", "files")).contains(0.0);
        datasets.removeLast();
        datasets.add(dataset("orders", HealthReason.FRESH, Optional.of(success("orders"))));
        metrics.refresh();
        assertThat(value("slackwater.runs", "dataset", "orders", "outcome", "succeeded"))
                .contains(0.0);
    }

    @Test
    void repositoriesShowTheirSpaceWhereItIsKnown() {
        repositories.put("critical", new StateMetrics.Store(true, OptionalLong.of(100), OptionalLong.of(200)));
        repositories.put("far", new StateMetrics.Store(false, OptionalLong.empty(), OptionalLong.empty()));
        metrics.refresh();
        assertThat(value("slackwater.repository.size.bytes", "repository", "critical"))
                .contains(100.0);
        assertThat(value("slackwater.repository.free.bytes", "repository", "critical"))
                .contains(200.0);
        assertThat(value("slackwater.repository.up", "repository", "critical")).contains(1.0);
        assertThat(value("slackwater.repository.up", "repository", "far")).contains(0.0);
        assertThat(value("slackwater.repository.free.bytes", "repository", "far"))
                .isEmpty();
    }

    @Test
    void aDatasetShowsWhenItBecomesOverdueUnlessItsPlanIsDisabled() {
        datasets.add(dataset("orders", HealthReason.FRESH, Optional.of(success("orders"))));
        datasets.add(dataset("files", HealthReason.DISABLED_STALE, Optional.of(success("files"))));
        datasets.add(dataset("new", HealthReason.NEVER, Optional.empty()));
        metrics.refresh();
        assertThat(value("slackwater.overdue.timestamp.seconds", "dataset", "orders"))
                .contains((double) RunRecords.T0.plusSeconds(90_000).getEpochSecond());
        assertThat(value("slackwater.overdue.timestamp.seconds", "dataset", "files"))
                .isEmpty();
        assertThat(value("slackwater.overdue.timestamp.seconds", "dataset", "new"))
                .isEmpty();
    }

    @Test
    void disksShowTheirSpaceAndWhenTheyAreFull() {
        disks.add(new Disk("/dev/sda1", List.of(), 1000, 250, Optional.of(RunRecords.T0)));
        disks.add(new Disk("/dev/sdb1", List.of(), 2000, 2000, Optional.empty()));
        metrics.refresh();
        assertThat(value("slackwater.disk.size.bytes", "disk", "/dev/sda1")).contains(1000.0);
        assertThat(value("slackwater.disk.free.bytes", "disk", "/dev/sda1")).contains(250.0);
        assertThat(value("slackwater.disk.full.timestamp.seconds", "disk", "/dev/sda1"))
                .contains((double) RunRecords.T0.getEpochSecond());
        assertThat(value("slackwater.disk.full.timestamp.seconds", "disk", "/dev/sdb1"))
                .contains(Double.POSITIVE_INFINITY);
    }

    @Test
    void theCertificateShowsItsEndAlsoAfterARenewal() {
        metrics.refresh();
        assertThat(value("slackwater.certificate.expiry.timestamp.seconds")).isEmpty();
        certificate = Optional.of(new Certificate(Path.of("fullchain.pem"), Optional.of(RunRecords.T0)));
        metrics.refresh();
        assertThat(value("slackwater.certificate.expiry.timestamp.seconds"))
                .contains((double) RunRecords.T0.getEpochSecond());
        certificate =
                Optional.of(new Certificate(Path.of("fullchain.pem"), Optional.of(RunRecords.T0.plusSeconds(60))));
        metrics.refresh();
        assertThat(value("slackwater.certificate.expiry.timestamp.seconds"))
                .contains(RunRecords.T0.getEpochSecond() + 60.0);
    }

    @Test
    void unprotectedDataAreCounted() {
        metrics.refresh();
        assertThat(value("slackwater.uncovered")).contains(3.0);
    }
}
