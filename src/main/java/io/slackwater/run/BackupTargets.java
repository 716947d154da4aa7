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
import io.slackwater.trust.RunFailure.Failed;
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
        Function<String, Repository> repositories) {

    /**
     * Returns the target of an attempt.
     *
     * @throws Failed the policy lacks the plan, the container does not exist, or the repository cannot be opened
     */
    BackupTarget of(Dataset dataset, Storage storage) throws Failed, InterruptedException {
        Policy current = policy.get();
        PlanPolicy plan = current.plans().get(dataset.plan());
        if (plan == null) {
            throw new Failed(
                    "plan " + dataset.plan() + " of dataset " + dataset.id() + " is not in the policy; the plans are "
                            + String.join(", ", current.planNames()),
                    false,
                    EndCause.POLICY);
        }
        Workload workload;
        try {
            workload = workload(dataset);
        } catch (DockerException e) {
            throw new Failed(e.getMessage(), e.transientFailure(), EndCause.SOURCE, e);
        }
        Repository repository = repositories.apply(plan.repository());
        return new BackupTarget(dataset, workload, plan, repository, storage.open(repository), current.limits());
    }

    /**
     * Returns the workload with its current container.
     *
     * @throws DockerException transient: the container does not exist now, or Docker does not answer
     */
    private Workload workload(Dataset dataset) throws DockerException {
        Workload known = inventory
                .get()
                .workload(dataset.workload())
                .orElseThrow(() -> new DockerException(
                        "workload " + dataset.workload() + " of dataset " + dataset.id()
                                + " no longer exists; start it, or acknowledge that it was removed",
                        true));
        if (dataset.ofProject()) {
            return known;
        }
        return with(known, container(known));
    }

    private Container container(Workload known) throws DockerException {
        Container last = known.container();
        if (last.project().isEmpty()) {
            return docker.find(last.name()).orElseThrow(() -> gone(known));
        }
        return docker.service(last.project(), last.service()).stream()
                .filter(container -> container.replica() == last.replica())
                .findFirst()
                .orElseThrow(() -> gone(known));
    }

    private static DockerException gone(Workload known) {
        return new DockerException(
                "workload " + known.id() + " has no container now; start it with docker compose up -d", true);
    }

    private static Workload with(Workload known, Container container) {
        return new Workload(
                known.id(),
                container,
                known.kind(),
                known.plan(),
                known.freezeMax(),
                known.signIn(),
                known.labels(),
                known.datasets(),
                known.because());
    }
}
