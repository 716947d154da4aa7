package io.slackwater.app;

import io.slackwater.alert.Alarm;
import io.slackwater.alert.Conditions;
import io.slackwater.alert.Findings;
import io.slackwater.discovery.Dataset;
import io.slackwater.discovery.Inventory;
import io.slackwater.discovery.InventoryBoard;
import io.slackwater.discovery.KindProfile.DumpTrait;
import io.slackwater.discovery.Kinds;
import io.slackwater.health.DatasetHealth;
import io.slackwater.journal.DatasetStore;
import io.slackwater.journal.Trigger;
import io.slackwater.journal.VerdictStore;
import io.slackwater.journal.Verified;
import io.slackwater.kind.ServiceKind;
import io.slackwater.policy.LivePolicy;
import io.slackwater.policy.PlanPolicy;
import io.slackwater.run.Runs;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Collects the alarms about datasets and about unprotected data. */
@Singleton
record DatasetFindings(
        VerdictStore verdicts,
        DatasetStore states,
        LivePolicy policy,
        InventoryBoard board,
        Runs runs,
        Kinds<ServiceKind> kinds) {

    /**
     * Records the names of the existing datasets. A dataset that was missing and has returned is backed up at once, and
     * no longer counts as gone for good.
     *
     * @param vanished whether this dataset was missing although its container existed
     */
    void found(Predicate<String> vanished) {
        List<Dataset> datasets = board.get().datasets();
        datasets.forEach(one -> states.named(one.id(), one.name()));
        List<Dataset> back = datasets.stream()
                .filter(one -> states.gone(one.id()) || vanished.test(one.id()))
                .toList();
        if (!back.isEmpty()) {
            runs.submit(back.stream().filter(one -> enabled(one.plan())).toList(), Trigger.DISCOVERED);
            back.forEach(one -> states.gone(one.id(), false));
        }
    }

    Findings runs(Collection<DatasetHealth> datasets) {
        boolean looked = board.looked();
        Set<String> running = datasets.stream()
                .map(DatasetHealth::dataset)
                .filter(runs::running)
                .collect(Collectors.toSet());
        Set<String> undecided = Conditions.undecided(datasets, running::contains);
        return new Findings(
                Conditions.runs(datasets, states::gone, running::contains),
                dataset -> looked && !undecided.contains(dataset));
    }

    Findings stale(Collection<DatasetHealth> datasets) {
        boolean looked = board.looked();
        List<Alarm> alarms = new ArrayList<>(Conditions.stale(datasets));
        for (DatasetHealth health : datasets) {
            states.hold(health.dataset()).ifPresent(reason -> alarms.add(Conditions.shrunk(health.dataset(), reason)));
            // A dataset without a backup cannot be restored. The alarm of its last run reports it.
            boolean kept = health.newest().isPresent();
            if (kept && health.why().missing() && !states.gone(health.dataset())) {
                alarms.add(missing(health));
            }
        }
        return new Findings(alarms, subject -> looked);
    }

    private Alarm missing(DatasetHealth health) {
        Optional<Verified> newest = verdicts.of(health.dataset()).stream().findFirst();
        return Conditions.missing(
                health,
                states.name(health.dataset()),
                newest.filter(one -> ServiceKinds.ofServers(one.kind())).isPresent(),
                newest.filter(one -> kinds.find(one.kind())
                                .filter(kind -> kind.profile().has(DumpTrait.FOR_SERVER, one.format()))
                                .isPresent())
                        .isPresent());
    }

    List<Alarm> coverage() {
        Inventory now = board.get();
        List<Alarm> alarms = new ArrayList<>(Conditions.coverage(now.uncovered()));
        if (board.looked() && now.datasets().isEmpty()) {
            alarms.add(Conditions.nothingProtected(now.scope()));
        }
        return alarms;
    }

    private boolean enabled(String plan) {
        return Optional.ofNullable(policy.current().plans().get(plan))
                .filter(PlanPolicy::enabled)
                .isPresent();
    }
}
