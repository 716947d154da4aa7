package io.slackwater.backrest.reconcile;

import io.slackwater.discovery.Dataset;
import io.slackwater.policy.PlanPolicy;
import io.slackwater.policy.Policy;
import io.slackwater.policy.RepositoryPolicy;
import java.util.Optional;

/**
 * The Backrest plan that belongs to a dataset.
 *
 * @param view where Backrest finds keys and endpoint
 * @param repositories of the policy
 */
public record BackrestPlans(BackrestView view, PolicyRepositories repositories) {

    /** The repository of a dataset; empty when the policy does not name its plan. */
    static Optional<RepositoryPolicy> repository(Policy policy, Dataset dataset) {
        return Optional.ofNullable(policy.plans().get(dataset.plan()))
                .map(PlanPolicy::repository)
                .map(policy.repositories()::get);
    }

    /** The plan and its repository as Backrest should have them; empty when they cannot be built now. */
    public Optional<Entries> entries(Policy policy, Dataset dataset) {
        return repository(policy, dataset)
                .flatMap(repository -> Entries.of(policy, dataset, repository, view, repositories));
    }
}
