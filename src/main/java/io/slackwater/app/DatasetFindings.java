package io.slackwater.app;

import io.slackwater.alert.Alarm;
import io.slackwater.alert.Conditions;
import io.slackwater.alert.Findings;
import io.slackwater.discovery.Dataset;
import io.slackwater.discovery.Inventory;
import io.slackwater.discovery.InventoryBoard;
import io.slackwater.discovery.Kinds;
import io.slackwater.health.DatasetHealth;
import io.slackwater.health.DatasetNames;
import io.slackwater.journal.DatasetStore;
import io.slackwater.journal.Journal;
import io.slackwater.journal.VerdictStore;
import io.slackwater.journal.Verified;
import io.slackwater.kind.ServiceKind;
import io.slackwater.policy.LivePolicy;
import io.slackwater.policy.PlanPolicy;
import io.slackwater.run.Runs;
import io.slackwater.trust.Acknowledgements;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Supplies the alarms for datasets, and for unprotected data. */
@Singleton
public class DatasetFindings {

    private final LivePolicy policy;
    private final InventoryBoard board;
    private final Runs runs;
    private final Acknowledgements acknowledgements;
    private final VerdictStore verdicts;
    private final DatasetStore datasetStates;
    private final Kinds<ServiceKind> kinds;
    private final DatasetNames names;

    DatasetFindings(
            Journal journal,
            LivePolicy policy,
            InventoryBoard board,
            Runs runs,
            Acknowledgements acknowledgements,
            Kinds<ServiceKind> kinds) {
        this.policy = policy;
        this.board = board;
        this.runs = runs;
        this.acknowledgements = acknowledgements;
        this.verdicts = journal.verdicts();
        this.datasetStates = journal.datasets();
        this.kinds = kinds;
        this.names = new DatasetNames(journal.datasets());
    }

    /**
     * Takes the existing datasets. Records their names, starts a backup of each returned dataset, and resets its acknowledgement.
     *
     * @param vanished whether this dataset was missing although its workload existed
     */
    void found(Predicate<String> vanished) {
        List<Dataset> datasets = board.get().datasets();
        names.seen(datasets);
        List<Dataset> back = datasets.stream()
                .filter(one -> acknowledgements.goneForGood(one.id()) || vanished.test(one.id()))
                .toList();
        if (!back.isEmpty()) {
            runs.submit(back.stream().filter(one -> enabled(one.plan())).toList(), Runs.DISCOVERED);
            back.forEach(one -> acknowledgements.isBack(one.id()));
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
                Conditions.runs(datasets, acknowledgements::goneForGood, running::contains),
                dataset -> looked && !undecided.contains(dataset));
    }

    Findings stale(Collection<DatasetHealth> datasets) {
        boolean looked = board.looked();
        return new Findings(joined(Conditions.stale(datasets), acknowledgeable(datasets)), subject -> looked);
    }

    /** The alarms that a user can acknowledge: for shrunken and for missing datasets. */
    private List<Alarm> acknowledgeable(Collection<DatasetHealth> datasets) {
        List<Alarm> alarms = new ArrayList<>();
        for (DatasetHealth health : datasets) {
            acknowledgements
                    .held(health.dataset())
                    .ifPresent(reason -> alarms.add(Conditions.shrunk(health.dataset(), reason)));
            // A dataset without a backup cannot be restored. The alarm of its last run reports it.
            boolean kept = health.newest().isPresent();
            if (kept && health.why().missing() && !acknowledgements.goneForGood(health.dataset())) {
                alarms.add(missing(health));
            }
        }
        return alarms;
    }

    private Alarm missing(DatasetHealth health) {
        Optional<Verified> newest = verdicts.of(health.dataset()).stream().findFirst();
        return Conditions.missing(
                health,
                datasetStates.name(health.dataset()),
                newest.filter(one -> ServiceKinds.ofServers(one.kind())).isPresent(),
                newest.filter(one -> kinds.find(one.kind())
                                .filter(kind -> kind.profile().restoresIntoServer(one.format()))
                                .isPresent())
                        .isPresent());
    }

    List<Alarm> coverage() {
        Inventory now = board.get();
        List<Alarm> nothing = board.looked() && now.datasets().isEmpty()
                ? List.of(Conditions.nothingProtected(now.scope()))
                : List.of();
        return joined(Conditions.coverage(now.uncovered()), nothing);
    }

    private boolean enabled(String plan) {
        return Optional.ofNullable(policy.current().plans().get(plan))
                .filter(PlanPolicy::enabled)
                .isPresent();
    }

    private static List<Alarm> joined(List<Alarm> some, List<Alarm> others) {
        List<Alarm> all = new ArrayList<>(some);
        all.addAll(others);
        return all;
    }
}
