package io.slackwater.run;

import io.slackwater.discovery.Dataset;
import io.slackwater.discovery.Inventory;
import io.slackwater.discovery.Workload;
import io.slackwater.docker.Container;
import io.slackwater.docker.Docker;
import io.slackwater.docker.DockerException;
import io.slackwater.journal.EndCause;
import io.slackwater.policy.PlanPolicy;
import io.slackwater.policy.Policy;
import io.slackwater.repository.Repository;
import io.slackwater.repository.RepositoryException;
import io.slackwater.trust.RepositoryAlarms;
import io.slackwater.trust.RunFailure.Failed;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Finds plan, repository and container at the start of each attempt. Compose may have recreated the container since the
 * last attempt.
 *
 * @param repositories returns the repository with a name of the policy
 */
public record BackupTargets(
        Docker docker,
        Supplier<Inventory> inventory,
        Supplier<Policy> policy,
        Function<String, Repository> repositories,
        RepositoryAlarms alarms) {

    /**
     * Returns the target of an attempt.
     *
     * @throws Failed the policy lacks the plan, the container does not exist, or the repository cannot be opened
     */
    BackupTarget of(Dataset dataset) throws Failed, InterruptedException {
        Policy current = policy.get();
        PlanPolicy plan = current.plans().get(dataset.plan());
        if (plan == null) {
            throw new Failed(
                    "plan " + dataset.plan() + " of dataset " + dataset.id() + " is not in the policy; the plans are "
                            + String.join(", ", current.plans().keySet()),
                    EndCause.POLICY);
        }
        Workload workload = workload(dataset);
        Repository repository = repositories.apply(plan.repository());
        try {
            return new BackupTarget(dataset, workload, plan, repository, alarms.open(repository), current.limits());
        } catch (RepositoryException e) {
            throw Failed.of(e);
        }
    }

    /** Returns the workload with its current container. */
    private Workload workload(Dataset dataset) throws Failed, InterruptedException {
        Workload known = inventory
                .get()
                .workload(dataset.workload())
                .orElseThrow(() -> new Failed(
                        "workload " + dataset.workload() + " of dataset " + dataset.id()
                                + " no longer exists; start it, or run scripts/backrest-management.sh acknowledge "
                                + dataset.id(),
                        EndCause.NOT_RUNNING));
        if (dataset.ofProject()) {
            return known;
        }
        try {
            Container container = container(known.container())
                    .orElseThrow(() -> new Failed(
                            "workload " + known.id() + " has no container now; start it with docker compose up -d",
                            EndCause.NOT_RUNNING));
            return known.in(container);
        } catch (DockerException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted while the container was looked up");
            }
            throw new Failed(e.getMessage(), EndCause.SOURCE, e);
        }
    }

    private Optional<Container> container(Container last) throws DockerException {
        return last.project().isEmpty()
                ? docker.find(last.name())
                : docker.service(last.project(), last.service()).stream()
                        .filter(container -> container.replica() == last.replica())
                        .findFirst();
    }
}
