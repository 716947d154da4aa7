package io.slackwater.backrest.reconcile;

import io.slackwater.discovery.Dataset;
import io.slackwater.discovery.Source;
import io.slackwater.policy.PlanPolicy;
import io.slackwater.policy.Policy;
import java.util.List;
import java.util.Optional;

/**
 * The Backrest plan that belongs to a dataset.
 *
 * @param view where Backrest finds keys and endpoint
 * @param repositories of the policy
 */
public record BackrestPlans(BackrestView view, PolicyRepositories repositories) {

    /** Empty when the policy has no such plan. */
    Optional<PlannedDataset> of(Policy policy, Dataset dataset) {
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

    List<PlannedDataset> of(Policy policy, List<Dataset> datasets) {
        return datasets.stream()
                .flatMap(dataset -> of(policy, dataset).stream())
                .toList();
    }

    /** The plan and its repository as Backrest should have them; empty when they cannot be built now. */
    public Optional<Entries> entries(Policy policy, Dataset dataset) {
        return of(policy, dataset).flatMap(planned -> Entries.of(policy, planned, view, repositories));
    }
}
