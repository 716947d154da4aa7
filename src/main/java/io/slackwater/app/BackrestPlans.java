package io.slackwater.app;

import io.slackwater.backrest.reconcile.PlannedDataset;
import io.slackwater.discovery.Dataset;
import io.slackwater.discovery.Source;
import io.slackwater.kind.Captures;
import io.slackwater.policy.PlanPolicy;
import io.slackwater.policy.Policy;
import java.util.List;
import java.util.Optional;

/**
 * Which plan a dataset should have in Backrest.
 *
 * @param names of the files in a stream's snapshots
 */
record BackrestPlans(Captures names) {

    /** Empty for a dataset whose plan is not in the policy, or that nobody can dump. */
    Optional<PlannedDataset> of(Policy policy, Dataset dataset) {
        PlanPolicy plan = policy.plans().get(dataset.plan());
        if (plan == null) {
            return Optional.empty();
        }
        if (dataset.source() instanceof Source.Tree tree) {
            return Optional.of(
                    new PlannedDataset.Tree(dataset.id(), plan.repository(), List.of(tree.path()), tree.excludes()));
        }
        return names.stream(dataset.source())
                .map(capture -> new PlannedDataset.Stream(dataset.id(), plan.repository(), capture.fileName(dataset)));
    }

    List<PlannedDataset> of(Policy policy, List<Dataset> datasets) {
        return datasets.stream()
                .flatMap(dataset -> of(policy, dataset).stream())
                .toList();
    }
}
