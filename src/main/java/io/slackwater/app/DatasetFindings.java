package io.slackwater.app;

import io.slackwater.alert.Alarm;
import io.slackwater.alert.Conditions;
import io.slackwater.alert.Findings;
import io.slackwater.discovery.Inventory;
import io.slackwater.discovery.InventoryBoard;
import io.slackwater.discovery.Kinds;
import io.slackwater.health.DatasetHealth;
import io.slackwater.journal.Journal;
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
    private final Doubts doubts;

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
        this.doubts = new Doubts(runs, acknowledgements, journal, kinds);
    }

    /** Starts a backup of each dataset that was missing and has returned. */
    void found(Predicate<String> vanished) {
        doubts.found(board.get().datasets(), vanished, this::enabled);
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
        return new Findings(joined(Conditions.stale(datasets), doubts.of(datasets)), subject -> looked);
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
