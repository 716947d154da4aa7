package io.slackwater.app;

import io.micrometer.core.instrument.MeterRegistry;
import io.slackwater.alert.Alarm;
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
import io.slackwater.backrest.reconcile.ReconcileLoop;
import io.slackwater.discovery.Inventory;
import io.slackwater.discovery.Uncovered;
import io.slackwater.health.BackupHealth;
import io.slackwater.health.DatasetHealth;
import io.slackwater.health.DatasetNames;
import io.slackwater.health.Metrics;
import io.slackwater.journal.AlarmRecord;
import io.slackwater.journal.JournalException;
import io.slackwater.policy.PlanPolicy;
import io.slackwater.policy.Policy;
import io.slackwater.repository.Repository;
import io.smallrye.health.registry.HealthRegistries;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** After each pass: judges health, refreshes metrics, raises and ends alarms, pings. */
@Singleton
public class Watch implements CurrentHealth {

    private static final Duration PING_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration PING_GAP = Duration.ofMinutes(1);

    private final Slackwater slackwater;
    private final BackupHealth health;
    private final LiveHealth live;
    private final BackupChecks checks;
    private final Metrics metrics;
    private final Webhook webhook;
    private final DeadManPing ping;
    private final Alarms alarms;
    private final Doubts doubts;
    private final RecoveryKitTaken kit;
    private final Map<AlarmSource, Supplier<Findings>> included = new ConcurrentHashMap<>();
    private volatile Instant counted = Instant.MIN;

    /** What the last look told of; another list is news. */
    private List<DatasetHealth> told = List.of();

    Watch(Slackwater slackwater, MeterRegistry registry) {
        this.slackwater = slackwater;
        this.health = new BackupHealth(slackwater.journal(), slackwater.clock());
        this.live = new LiveHealth(
                health,
                slackwater.livePolicy(),
                slackwater.board(),
                slackwater.runs()::goneForGood,
                slackwater.changes());
        this.checks = new BackupChecks(
                HealthRegistries.getHealthGroupRegistry("backups"),
                live::now,
                dataset -> DatasetNames.of(slackwater.journal(), dataset),
                name -> troubled(name).or(() -> lost(name)),
                () -> slackwater.inventory().scope());
        this.webhook = new Webhook(
                () -> slackwater.policy().alerts().webhook(),
                () -> slackwater.policy().instance(),
                Webhook.Patience.DEFAULT);
        this.ping = new DeadManPing(
                () -> slackwater.policy().alerts().ping(),
                slackwater.clock(),
                PING_TIMEOUT,
                PING_GAP,
                slackwater.journal().alarms());
        this.alarms = new Alarms(
                slackwater.journal(),
                slackwater.clock(),
                webhook,
                () -> slackwater.policy().alerts().repeat());
        this.metrics = new Metrics(new Metrics.Sources(
                live::now,
                slackwater.journal().runs()::outcomes,
                this::stores,
                () -> slackwater.inventory().uncovered().stream()
                        .filter(one -> one.severity() == Uncovered.Severity.ALARM)
                        .count(),
                () -> alarms.raised().size(),
                webhook::failures,
                ping::failures));
        this.doubts = new Doubts(slackwater.runs(), slackwater.journal(), slackwater.kinds());
        this.kit = new RecoveryKitTaken(slackwater);
        metrics.bindTo(registry);
        Optional<ReconcileLoop> backrest = slackwater.provisioning();
        // Without one, what was raised of it before is over.
        include(AlarmSource.BACKREST, () -> backrest.map(BackrestAlarms::of).orElseGet(() -> Findings.all(List.of())));
    }

    @Override
    public Collection<DatasetHealth> health() {
        return live.now();
    }

    @Override
    public List<AlarmRecord> raised() {
        return alarms.raised();
    }

    /** Has the alarms of one more source told with each look. */
    void include(AlarmSource source, Supplier<Findings> found) {
        included.put(source, found);
    }

    /** @param docker why the look at Docker failed; empty when it did not */
    void look(Optional<String> docker) {
        alarms.observed(AlarmSource.DOCKER, Conditions.docker(docker));
        alarms.observed(
                AlarmSource.POLICY, Conditions.policy(slackwater.livePolicy().rejected()));
        alarms.observed(AlarmSource.FREEZE, stuck());
        Optional<String> journal = journalTrouble();
        alarms.observed(AlarmSource.JOURNAL, Conditions.journal(journal));
        included.forEach((source, now) -> alarms.observed(source, now.get()));
        if (docker.isEmpty()) {
            alarms.observed(
                    AlarmSource.COVERAGE,
                    joined(Conditions.coverage(slackwater.inventory().uncovered()), nothingProtected()));
        }
        if (journal.isEmpty()) {
            List<DatasetHealth> datasets = live.now();
            if (datasets != told) {
                look(datasets, docker.isEmpty());
                told = datasets;
            }
        }
    }

    private void look(List<DatasetHealth> datasets, boolean dockerAnswers) {
        boolean looked = slackwater.board().looked();
        doubts.found(slackwater.inventory().datasets(), health::hadVanished, this::enabled);
        if (looked) {
            health.remember(datasets);
        }
        alarms.observed(AlarmSource.RUN, runs(datasets));
        alarms.observed(
                AlarmSource.STALE,
                new Findings(joined(Conditions.stale(datasets), doubts.of(datasets)), subject -> looked));
        alarms.observed(AlarmSource.REPOSITORY, joined(repositories(), kit.missing()));
        checks.refresh(datasets, slackwater.policy().repositories().keySet(), looked);
        refreshMetrics();
        slackwater.journal().trimDaily();
        if (dockerAnswers) {
            GoodNight.of(
                            slackwater.policy(),
                            datasets,
                            alarms.raised(),
                            !slackwater.runs().idle(),
                            slackwater.clock().instant())
                    .ifPresent(ping::good);
        }
    }

    @Override
    public void counted(Instant ended) {
        if (!counted.isAfter(ended)) {
            refreshMetrics();
        }
    }

    private void refreshMetrics() {
        Instant now = slackwater.clock().instant();
        metrics.refresh();
        counted = now;
    }

    /** What an earlier process left is tried for a while before it is told again, and may be stuck all that time. */
    private Findings stuck() {
        Set<String> frozen = slackwater.freezer().frozen();
        return new Findings(
                slackwater.freezer().stuck().stream()
                        .map(one -> Conditions.frozen(one.dataset(), one.containers(), one.since(), one.reason()))
                        .toList(),
                subject -> !frozen.contains(subject));
    }

    private Findings runs(Collection<DatasetHealth> datasets) {
        Set<String> running = datasets.stream()
                .map(DatasetHealth::dataset)
                .filter(slackwater.runs()::running)
                .collect(Collectors.toSet());
        Set<String> undecided = Conditions.undecided(datasets, running::contains);
        return new Findings(
                Conditions.runs(datasets, slackwater.runs()::goneForGood, running::contains),
                dataset -> slackwater.board().looked() && !undecided.contains(dataset));
    }

    private List<Alarm> nothingProtected() {
        Inventory now = slackwater.inventory();
        return slackwater.board().looked() && now.datasets().isEmpty()
                ? List.of(Conditions.nothingProtected(now.scope()))
                : List.of();
    }

    private boolean enabled(String plan) {
        return Optional.ofNullable(slackwater.policy().plans().get(plan))
                .filter(PlanPolicy::enabled)
                .isPresent();
    }

    private static List<Alarm> joined(List<Alarm> some, List<Alarm> others) {
        List<Alarm> all = new ArrayList<>(some);
        all.addAll(others);
        return all;
    }

    private Optional<String> journalTrouble() {
        try {
            slackwater.journal().probe();
            return Optional.empty();
        } catch (JournalException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private List<Alarm> repositories() {
        Policy policy = slackwater.policy();
        List<Alarm> all = new ArrayList<>();
        for (String name : policy.repositories().keySet()) {
            troubled(name).ifPresent(all::add);
            lost(name).ifPresent(all::add);
            slackwater
                    .repositoryAlarms()
                    .waiting(name)
                    .map(reason -> Conditions.waiting(name, reason))
                    .ifPresent(all::add);
            OptionalLong free = slackwater.repository(name).space().freeBytes();
            Conditions.lowDisk(name, free, policy.limits().minFreeMiB()).ifPresent(all::add);
        }
        return all;
    }

    private Optional<Alarm> troubled(String name) {
        return slackwater.repositoryAlarms().reason(name).map(reason -> Conditions.repository(name, reason));
    }

    private Optional<Alarm> lost(String name) {
        return slackwater
                .repositoryAlarms()
                .lost(name, slackwater.clock().instant())
                .map(reason -> Conditions.lost(name, reason));
    }

    private Map<String, Metrics.Store> stores() {
        Map<String, Metrics.Store> stores = new LinkedHashMap<>();
        for (String name : slackwater.policy().repositories().keySet()) {
            Repository.Space space = slackwater.repository(name).space();
            stores.put(name, new Metrics.Store(troubled(name).isEmpty(), space.usedBytes(), space.freeBytes()));
        }
        return stores;
    }

    @PreDestroy
    void close() {
        webhook.close();
        ping.close();
    }
}
