package io.slackwater.backrest.reconcile;

import io.slackwater.discovery.Dataset;
import io.slackwater.policy.PlanPolicy;
import io.slackwater.policy.Policy;
import io.slackwater.policy.RepositoryPolicy;
import io.slackwater.repository.RepositoryException;
import java.util.Optional;

/**
 * Builds the Backrest plan of a dataset.
 *
 * @param view addresses and paths as Backrest sees them
 * @param repositories the repositories of the policy
 */
public record BackrestPlans(BackrestView view, PolicyRepositories repositories) {

    /** Returns the repository of a dataset; empty when the policy lacks the dataset's plan. */
    static Optional<RepositoryPolicy> repository(Policy policy, Dataset dataset) {
        return Optional.ofNullable(policy.plans().get(dataset.plan()))
                .map(PlanPolicy::repository)
                .map(policy.repositories()::get);
    }

    /**
     * Returns the plan and its repository as Backrest should have them; empty when they cannot be built now. The last
     * comparison reports the reason.
     */
    public Optional<Entries> entries(Policy policy, Dataset dataset) {
        return repository(policy, dataset).flatMap(repository -> {
            try {
                return Optional.of(new Entries(
                        new PlanShape(policy.instance(), view, policy.limits()).of(dataset, repository.id()),
                        RepositoryShape.of(repository, repositories.environment(repository.id()), view)));
            } catch (RepositoryException | IllegalArgumentException e) {
                return Optional.empty();
            }
        });
    }
}
