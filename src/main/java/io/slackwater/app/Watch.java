package io.slackwater.app;

import io.slackwater.alert.AlarmSource;
import io.slackwater.alert.Alarms;
import io.slackwater.alert.BackrestAlarms;
import io.slackwater.alert.ContainerAlarms;
import io.slackwater.alert.Findings;
import io.slackwater.alert.HostAlarms;
import io.slackwater.alert.PolicyAlarms;
import io.slackwater.discovery.Inventory;
import io.slackwater.health.DatasetHealth;
import io.slackwater.journal.JournalException;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Raises and ends alarms, periodically and at the end of each run. When the health of a dataset changed, also updates
 * metrics and health checks.
 */
@Singleton
public class Watch {

    private final Installation installation;
    private final DockerHost host;
    private final Backups backups;
    private final BackupAlarms backupAlarms;
    private final HealthEndpoints endpoints;
    private final AlarmChannels channels;
    private final Supplier<Findings> signIn;

    /** The health for which alarms and metrics were last updated. A different list object means a change. */
    private List<DatasetHealth> judged = List.of();

    /**
     * @param signIn returns the alarms about sign-in
     */
    Watch(
            Installation installation,
            DockerHost host,
            Backups backups,
            BackupAlarms backupAlarms,
            HealthEndpoints endpoints,
            AlarmChannels channels,
            Supplier<Findings> signIn) {
        this.installation = installation;
        this.host = host;
        this.backups = backups;
        this.backupAlarms = backupAlarms;
        this.endpoints = endpoints;
        this.channels = channels;
        this.signIn = signIn;
        backups.runs.listen(backupAlarms);
        backups.runs.listen(endpoints);
        backups.runs.listen(endpoints.durations);
        backups.maintenance.listen(endpoints.durations::worked);
        backups.retention.listen(endpoints.durations::worked);
    }

    /** Derives the health after a survey of Docker, before anything that can wait. Slackwater is ready afterwards. */
    void surveyed() {
        if (!endpoints.looked() && journalTrouble().isEmpty()) {
            endpoints.publish(backupAlarms.health().get());
        }
    }

    /**
     * Updates all alarms, and the metrics after a change of health.
     *
     * @param docker why the survey of Docker failed; empty when it succeeded
     */
    void look(Optional<String> docker) {
        observe(docker);
        if (docker.isEmpty()) {
            backupAlarms.observeCoverage();
        }
        Optional<String> trouble = journalTrouble();
        channels.alarms.observed(AlarmSource.JOURNAL, HostAlarms.journal(trouble));
        if (trouble.isEmpty()) {
            List<DatasetHealth> now = backupAlarms.health().get();
            if (now != judged) {
                judge(now, docker.isEmpty());
                judged = now;
            }
        }
    }

    /** Updates the alarms about Docker, the policy, containers that cannot be resumed, commands, Backrest and sign-in. */
    private void observe(Optional<String> docker) {
        Alarms alarms = channels.alarms;
        alarms.observed(AlarmSource.DOCKER, HostAlarms.docker(docker));
        alarms.observed(AlarmSource.POLICY, PolicyAlarms.of(installation.policy.rejected()));
        alarms.observed(AlarmSource.FREEZE, stuck());
        alarms.observed(AlarmSource.COMMAND, commands());
        // Without Backrest, earlier alarms about it end.
        alarms.observed(
                AlarmSource.BACKREST,
                backups.reconcileLoop
                        .map(loop -> BackrestAlarms.of(loop.last(), loop.prerequisites()))
                        .orElseGet(() -> Findings.all(List.of())));
        alarms.observed(AlarmSource.SECURITY, signIn.get());
        alarms.observed(AlarmSource.CHANNEL, channels.channels.failing());
    }

    /**
     * Returns the alarms about failed commands. A removed workload has no special mode that a command could end. Its
     * command still runs if the workload returns within a day.
     */
    private Findings commands() {
        boolean looked = installation.board.looked();
        Inventory found = installation.board.get();
        return new Findings(
                host.commands.failed().stream()
                        .filter(one -> !looked || found.has(one.workload()))
                        .map(ContainerAlarms::command)
                        .toList(),
                _ -> looked);
    }

    /**
     * Returns the alarms about containers that cannot be resumed. A container that an earlier process
     * left paused keeps its earlier alarm while Slackwater tries to resume it.
     */
    private Findings stuck() {
        Set<String> frozen = host.freezer.frozen();
        return new Findings(
                host.freezer.stuck().stream()
                        .map(one -> ContainerAlarms.frozen(one.dataset(), one.containers(), one.since(), one.reason()))
                        .toList(),
                subject -> !frozen.contains(subject));
    }

    private void judge(List<DatasetHealth> now, boolean dockerAnswers) {
        backupAlarms.observe(now);
        endpoints.refresh(now);
        installation.journal.trimDaily();
        if (dockerAnswers) {
            channels.ping(now, !backups.runs.idle());
        }
    }

    private Optional<String> journalTrouble() {
        try {
            installation.journal.probe();
            return Optional.empty();
        } catch (JournalException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }
}
