package io.slackwater.app;

import io.slackwater.backrest.reconcile.PlannedDataset;
import io.slackwater.discovery.Dataset;
import io.slackwater.discovery.Source;
import io.slackwater.policy.PlanPolicy;
import io.slackwater.policy.Policy;
import java.util.List;
import java.util.Optional;

/** Which plan a dataset should have in Backrest. */
final class BackrestPlans {

    private BackrestPlans() {}

    /** Empty for a dataset whose plan is not in the policy. */
    static Optional<PlannedDataset> of(Policy policy, Dataset dataset) {
        PlanPolicy plan = policy.plans().get(dataset.plan());
        if (plan == null) {
            return Optional.empty();
        }
        return Optional.of(
                dataset.source() instanceof Source.Tree tree
                        ? new PlannedDataset.Tree(
                                dataset.id(), plan.repository(), List.of(tree.path()), tree.excludes())
                        : new PlannedDataset.Stream(dataset.id(), plan.repository(), dataset.file()));
    }

    static List<PlannedDataset> of(Policy policy, List<Dataset> datasets) {
        return datasets.stream()
                .flatMap(dataset -> of(policy, dataset).stream())
                .toList();
    }
}
