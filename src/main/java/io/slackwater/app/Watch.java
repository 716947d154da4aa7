package io.slackwater.app;

import io.micrometer.core.instrument.MeterRegistry;
import io.slackwater.alert.AlarmSource;
import io.slackwater.alert.Alarms;
import io.slackwater.alert.BackrestAlarms;
import io.slackwater.alert.BackupChecks;
import io.slackwater.alert.Conditions;
import io.slackwater.alert.DeadManPing;
import io.slackwater.alert.Findings;
import io.slackwater.alert.GoodNight;
import io.slackwater.alert.Webhook;
import io.slackwater.api.CurrentHealth;
import io.slackwater.discovery.InventoryBoard;
import io.slackwater.discovery.Uncovered;
import io.slackwater.freeze.LeaseFreezer;
import io.slackwater.health.DatasetHealth;
import io.slackwater.health.Metrics;
import io.slackwater.journal.AlarmRecord;
import io.slackwater.journal.Journal;
import io.slackwater.journal.JournalException;
import io.slackwater.journal.RunRecord;
import io.slackwater.policy.LivePolicy;
import io.slackwater.run.Outcome;
import io.slackwater.run.RunEvents;
import io.smallrye.health.registry.HealthRegistries;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Raises and ends alarms, after each beat and at the end of each run. After a change of health also refreshes metrics and checks. */
@Singleton
public class Watch implements CurrentHealth {

    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration PING_GAP = Duration.ofMinutes(1);

    private final Installation installation;
    private final LeaseFreezer freezer;
    private final Backups backups;
    private final Supplier<Findings> signIn;
    private final Webhook webhook;
    private final DeadManPing ping;
    private final Alarms alarms;
    private final LiveHealth health;
    private final DatasetFindings datasets;
    final DatasetAlarms datasetAlarms;
    private final RepositoryFindings repositories;
    private final BackupChecks checks;
    private final Metrics metrics;

    /** The last derived health; a different list is a change. */
    private List<DatasetHealth> judged = List.of();

    @Inject
    Watch(Installation installation, DockerHost host, Backups backups, SignIn signIn, MeterRegistry meters) {
        this(installation, host, backups, signIn::findings, meters);
    }

    /** @param signIn the alarms about sign-in */
    Watch(
            Installation installation,
            DockerHost host,
            Backups backups,
            Supplier<Findings> signIn,
            MeterRegistry meters) {
        this.installation = installation;
        this.freezer = host.freezer;
        this.backups = backups;
        this.signIn = signIn;
        Journal journal = installation.journal;
        LivePolicy policy = installation.policy;
        InventoryBoard board = installation.board;
        Clock clock = installation.clock;
        webhook = new Webhook(
                () -> policy.current().alerts().webhook(),
                () -> policy.current().instance(),
                REQUEST_TIMEOUT);
        ping = new DeadManPing(
                () -> policy.current().alerts().ping(), clock, REQUEST_TIMEOUT, PING_GAP, journal.alarms());
        alarms = new Alarms(
                journal.alarms(),
                clock,
                webhook,
                () -> policy.current().alerts().repeat());
        health = new LiveHealth(journal, policy, board, clock);
        datasets = new DatasetFindings(
                journal.verdicts(),
                journal.datasets(),
                policy,
                board,
                backups.runs,
                backups.acknowledgements,
                backups.kinds);
        datasetAlarms = new DatasetAlarms(alarms, health, datasets);
        repositories = new RepositoryFindings(journal.repositories(), policy, backups.repositories, installation.trust);
        checks = new BackupChecks(
                HealthRegistries.getHealthGroupRegistry("backups"),
                health::now,
                journal.datasets()::name,
                repositories::worst,
                () -> board.get().scope());
        metrics = new Metrics(
                new Metrics.Sources(
                        health::now,
                        journal.runs()::outcomes,
                        repositories::stores,
                        () -> board.get().uncovered().stream()
                                .filter(one -> one.severity() == Uncovered.Severity.ALARM)
                                .count(),
                        () -> alarms.raised().size(),
                        webhook::failures,
                        ping::failures),
                meters);
        backups.runs.listen(datasetAlarms);
        backups.runs.listen(new RunEvents() {
            @Override
            public void ended(RunRecord run, Outcome outcome) {
                metrics.refresh();
            }
        });
    }

    @Override
    public Collection<DatasetHealth> health() {
        return health.now();
    }

    @Override
    public List<AlarmRecord> raised() {
        return alarms.raised();
    }

    /** @param docker the failure of the survey of Docker; empty when it succeeded */
    void look(Optional<String> docker) {
        alarms.observed(AlarmSource.DOCKER, Conditions.docker(docker));
        alarms.observed(AlarmSource.POLICY, Findings.all(Conditions.policy(installation.policy.rejected())));
        alarms.observed(AlarmSource.FREEZE, stuck());
        // Without Backrest, earlier alarms about it end.
        alarms.observed(
                AlarmSource.BACKREST,
                backups.reconcileLoop.map(BackrestAlarms::of).orElseGet(() -> Findings.all(List.of())));
        alarms.observed(AlarmSource.SECURITY, signIn.get());
        if (docker.isEmpty()) {
            alarms.observed(AlarmSource.COVERAGE, datasets.coverage());
        }
        Optional<String> trouble = journalTrouble();
        alarms.observed(AlarmSource.JOURNAL, Conditions.journal(trouble));
        if (trouble.isEmpty()) {
            List<DatasetHealth> now = health.now();
            if (now != judged) {
                judge(now, docker.isEmpty());
                judged = now;
            }
        }
    }

    /** A thaw left by an earlier process may stay stuck, but is retried for a while before its alarm is raised again. */
    private Findings stuck() {
        Set<String> frozen = freezer.frozen();
        return new Findings(
                freezer.stuck().stream()
                        .map(one -> Conditions.frozen(one.dataset(), one.containers(), one.since(), one.reason()))
                        .toList(),
                subject -> !frozen.contains(subject));
    }

    private void judge(List<DatasetHealth> now, boolean dockerAnswers) {
        datasets.found(health::hadVanished);
        health.remember(now);
        datasetAlarms.observe();
        alarms.observed(AlarmSource.REPOSITORY, repositories.all());
        checks.refresh(now, repositories.names(), installation.board.looked());
        metrics.refresh();
        installation.journal.trimDaily();
        if (dockerAnswers) {
            GoodNight.of(
                            installation.policy.current(),
                            now,
                            alarms.raised(),
                            !backups.runs.idle(),
                            installation.clock.instant())
                    .ifPresent(ping::good);
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

    @PreDestroy
    void close() {
        webhook.close();
        ping.close();
    }
}
