package io.slackwater.backrest.reconcile;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slackwater.discovery.Dataset;
import io.slackwater.policy.PlanPolicy;
import io.slackwater.policy.Policy;
import io.slackwater.policy.RepositoryPolicy;
import io.slackwater.repository.PolicyRepositories;
import io.slackwater.repository.RepositoryException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The repositories and plans that Backrest's configuration should have, in Backrest's format. Contains secrets: the
 * repositories' environments.
 *
 * @param repositories by name
 * @param plans by dataset
 * @param held plans that cannot be built now, as the problems explain; an existing plan with such an id stays unchanged
 */
public record DesiredState(
        String instance,
        Map<String, ObjectNode> repositories,
        Map<String, ObjectNode> plans,
        Set<String> held,
        List<Conflict> problems) {

    /** Builds the desired state. Omits repositories that have no dataset and were never used. */
    public static DesiredState of(
            Policy policy, Collection<Dataset> datasets, BackrestView view, PolicyRepositories known) {
        Map<String, ObjectNode> repositories = new TreeMap<>();
        Map<String, ObjectNode> plans = new TreeMap<>();
        Set<String> held = new TreeSet<>();
        List<Conflict> problems = new ArrayList<>();
        Set<String> used = datasets.stream()
                .flatMap(dataset -> repository(policy, dataset).stream())
                .map(RepositoryPolicy::id)
                .collect(Collectors.toSet());
        for (RepositoryPolicy repository : policy.repositories().values()) {
            try {
                if (!used.contains(repository.id())
                        && known.pinnedId(repository.id()).isEmpty()) {
                    continue;
                }
                repositories.put(
                        repository.id(), RepositoryShape.of(repository, known.environment(repository.id()), view));
            } catch (RepositoryException | IllegalArgumentException e) {
                problems.add(
                        new Conflict(
                                BackrestSubject.repository(repository.id()),
                                String.valueOf(e.getMessage()),
                                "Correct the repository in the policy, or the file of its environment. Until then its datasets are backed up without Backrest."));
            }
        }
        PlanShape shape = new PlanShape(policy.instance(), view, policy.limits());
        for (Dataset dataset : datasets) {
            Optional<String> repository = repository(policy, dataset).map(RepositoryPolicy::id);
            if (repository.filter(repositories::containsKey).isEmpty()) {
                held.add(dataset.id());
                continue;
            }
            try {
                plans.put(dataset.id(), shape.of(dataset, repository.get()));
            } catch (IllegalArgumentException e) {
                held.add(dataset.id());
                problems.add(new Conflict(
                        BackrestSubject.plan(dataset.id()),
                        String.valueOf(e.getMessage()),
                        "The dataset has no plan in Backrest and is backed up without Backrest."));
            }
        }
        return new DesiredState(policy.instance(), repositories, plans, held, problems);
    }

    /** Returns the repository of a dataset; empty when the policy lacks the dataset's plan. */
    static Optional<RepositoryPolicy> repository(Policy policy, Dataset dataset) {
        return Optional.ofNullable(policy.plans().get(dataset.plan()))
                .map(PlanPolicy::repository)
                .map(policy.repositories()::get);
    }

    @Override
    public String toString() {
        return "%d repositories and %d plans of %s".formatted(repositories.size(), plans.size(), instance);
    }
}
