package io.slackwater.app;

import io.slackwater.alert.Alarm;
import io.slackwater.alert.AlarmSource;
import io.slackwater.alert.Alarms;
import io.slackwater.alert.CertificateAlarms;
import io.slackwater.alert.ContainerAlarms;
import io.slackwater.alert.CoverageAlarms;
import io.slackwater.alert.DiskAlarms;
import io.slackwater.alert.Findings;
import io.slackwater.alert.MissingDatasetAlarms;
import io.slackwater.alert.RpoAlarms;
import io.slackwater.alert.RunAlarms;
import io.slackwater.alert.SharedCauses;
import io.slackwater.alert.SlowRuns;
import io.slackwater.alert.StaleAlarms;
import io.slackwater.alert.WorkloadAlarms;
import io.slackwater.discovery.Dataset;
import io.slackwater.discovery.Inventory;
import io.slackwater.discovery.KindProfile.DumpTrait;
import io.slackwater.health.DatasetHealth;
import io.slackwater.journal.DatasetStore;
import io.slackwater.journal.RunRecord;
import io.slackwater.journal.Trigger;
import io.slackwater.journal.Verified;
import io.slackwater.policy.PlanPolicy;
import io.slackwater.policy.Policy;
import io.slackwater.run.Outcome;
import io.slackwater.run.RunEvents;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Raises and ends the alarms about datasets, plans, repositories, unprotected data and the host. Acts at the end of
 * each run and after a change of health.
 */
@Singleton
record BackupAlarms(
        Installation installation, Backups backups, Alarms alarms, RpoAlarms rpo, LiveHealth health, HostFacts facts)
        implements RunEvents {

    @Override
    public void ended(RunRecord run, Outcome outcome) {
        observeDatasets();
    }

    /** Updates the alarms about unprotected data. Call it after Docker was surveyed successfully. */
    void observeCoverage() {
        Inventory now = installation.board.get();
        List<Alarm> coverage = new ArrayList<>(CoverageAlarms.of(now.uncovered()));
        if (installation.board.looked() && now.datasets().isEmpty()) {
            coverage.add(CoverageAlarms.nothingProtected(now.scope()));
        }
        alarms.observed(AlarmSource.COVERAGE, coverage);
    }

    /** Updates the alarms about datasets and repositories. Call it after a change of health. */
    void observe(List<DatasetHealth> now) {
        found();
        health.remember(now);
        observeDatasets();
        alarms.observed(
                AlarmSource.REPOSITORY,
                backups.repositoryFindings.all(shared(now).repositories(), backups.runs::running));
        alarms.observed(AlarmSource.PLAN, rpo.of(installation.policy.current(), now, installation.clock.instant()));
        observeHost();
    }

    /** While Docker's directory is unknown, the alarms about its disk stay. */
    private void observeHost() {
        boolean complete = facts.measure();
        facts.sizes.measured(backups.repositoryFindings.usedBytes());
        Instant now = installation.clock.instant();
        int percent = installation.policy.current().alerts().diskPercent();
        alarms.observed(
                AlarmSource.DISK, new Findings(DiskAlarms.of(facts.disks.current(), percent, now), _ -> complete));
        alarms.observed(AlarmSource.CERTIFICATE, CertificateAlarms.of(facts.certificate.read(), now));
    }

    /**
     * Records the names of the existing datasets. A dataset that has returned is backed up at once, and no longer
     * counts as gone for good.
     */
    private void found() {
        DatasetStore states = installation.datasets;
        List<Dataset> datasets = installation.board.get().datasets();
        datasets.forEach(one -> states.named(one.id(), one.name()));
        List<Dataset> back = datasets.stream()
                .filter(one -> states.gone(one.id()) || health.hadVanished(one.id()))
                .toList();
        if (!back.isEmpty()) {
            Policy policy = installation.policy.current();
            backups.runs.submit(
                    back.stream()
                            .filter(one -> policy.enabledPlan(one.plan()).isPresent())
                            .toList(),
                    Trigger.DISCOVERED);
            back.forEach(one -> states.gone(one.id(), false));
        }
    }

    /**
     * Updates the alarms about datasets. One thread at a time, because an older health must not replace a newer one.
     */
    private synchronized void observeDatasets() {
        List<DatasetHealth> now = health.get();
        SharedCauses shared = shared(now);
        boolean looked = installation.board.looked();
        alarms.observed(AlarmSource.RUN, runs(now, shared));
        alarms.observed(AlarmSource.STALE, stale(now, shared));
        alarms.observed(
                AlarmSource.WORKLOAD,
                new Findings(WorkloadAlarms.of(shared.workloads(), this::restoreCommand), _ -> looked));
    }

    /** The alarm of the cause names these datasets. Their own alarms would only repeat it. */
    private SharedCauses shared(List<DatasetHealth> datasets) {
        Policy policy = installation.policy.current();
        Inventory found = installation.board.get();
        return SharedCauses.of(
                datasets,
                installation.datasets::gone,
                found::has,
                plan -> Optional.ofNullable(policy.plans().get(plan)).map(PlanPolicy::repository));
    }

    private Findings runs(List<DatasetHealth> datasets, SharedCauses shared) {
        boolean looked = installation.board.looked();
        Set<String> running = datasets.stream()
                .map(DatasetHealth::dataset)
                .filter(backups.runs::running)
                .collect(Collectors.toSet());
        Set<String> undecided = new HashSet<>(RunAlarms.undecided(datasets, running::contains));
        undecided.addAll(shared.ofRuns());
        List<DatasetHealth> decided = datasets.stream()
                .filter(one -> !undecided.contains(one.dataset()))
                .toList();
        List<Alarm> runs = new ArrayList<>(RunAlarms.of(decided, installation.datasets::gone, running::contains));
        runs.addAll(slow());
        return new Findings(runs, dataset -> looked && !undecided.contains(dataset));
    }

    /** Returns the alarms about runs that have not ended. */
    private List<Alarm> slow() {
        Policy policy = installation.policy.current();
        Instant now = installation.clock.instant();
        return installation.runs.open().stream()
                .filter(run -> run.started().isPresent())
                .flatMap(run -> SlowRuns.of(
                        run,
                        Optional.ofNullable(policy.plans().get(run.identity().plan()))
                                .flatMap(PlanPolicy::maxDuration),
                        installation.runs.durations(run.dataset(), SlowRuns.EARLIER_RUNS),
                        now)
                        .stream())
                .toList();
    }

    private Findings stale(List<DatasetHealth> datasets, SharedCauses shared) {
        DatasetStore states = installation.datasets;
        boolean looked = installation.board.looked();
        Duration target = installation.policy.current().limits().freezeTarget();
        Set<String> undecided = shared.ofOldBackups();
        Set<String> removed = shared.ofRemoved();
        List<Alarm> stale = new ArrayList<>(StaleAlarms.of(datasets.stream()
                .filter(one -> !undecided.contains(one.dataset()))
                .toList()));
        for (DatasetHealth one : datasets) {
            String workload = one.lastRun().map(RunRecord::workload).orElse("");
            states.hold(one.dataset())
                    .ifPresent(reason ->
                            stale.add(StaleAlarms.shrunk(one.dataset(), reason).of(workload)));
            one.lastRun()
                    .flatMap(run -> ContainerAlarms.slowFreeze(one.dataset(), run.pause(), target))
                    .ifPresent(alarm -> stale.add(alarm.of(workload)));
            // A dataset without a backup cannot be restored. The alarm of its last run reports it.
            boolean kept = one.newest().isPresent();
            if (kept && one.why().missing() && !states.gone(one.dataset()) && !removed.contains(one.dataset())) {
                stale.add(missing(one).of(workload));
            }
        }
        return new Findings(stale, subject -> looked && !undecided.contains(subject));
    }

    private Alarm missing(DatasetHealth one) {
        return MissingDatasetAlarms.of(
                one,
                installation.datasets.name(one.dataset()),
                newest(one).filter(last -> ServiceKinds.ofServers(last.kind())).isPresent(),
                intoServer(one));
    }

    private String restoreCommand(DatasetHealth one) {
        return MissingDatasetAlarms.restore(one, installation.datasets.name(one.dataset()), intoServer(one));
    }

    private Optional<Verified> newest(DatasetHealth one) {
        return installation.verdicts.of(one.dataset()).stream().findFirst();
    }

    /** Whether its snapshots are restored into a running server. */
    private boolean intoServer(DatasetHealth one) {
        return newest(one)
                .flatMap(last -> backups.kinds
                        .find(last.kind())
                        .filter(kind -> kind.profile().has(DumpTrait.FOR_SERVER, last.format())))
                .isPresent();
    }
}
