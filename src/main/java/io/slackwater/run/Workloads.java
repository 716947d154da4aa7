package io.slackwater.run;

import io.slackwater.discovery.Dataset;
import io.slackwater.discovery.Inventory;
import io.slackwater.discovery.Workload;
import io.slackwater.docker.Container;
import io.slackwater.docker.Docker;
import io.slackwater.docker.DockerException;
import java.util.List;
import java.util.function.Supplier;

/** Finds a dataset's workload with the container that it has at this moment: Compose gives it a new one with every recreate. */
final class Workloads {

    private final Docker docker;
    private final Supplier<Inventory> inventory;

    Workloads(Docker docker, Supplier<Inventory> inventory) {
        this.docker = docker;
        this.inventory = inventory;
    }

    /** @throws DockerException transient: the workload has no container now, or Docker is away */
    Workload now(Dataset dataset) throws DockerException {
        Workload known = inventory
                .get()
                .workload(dataset.workload())
                .orElseThrow(() -> new DockerException(
                        "workload " + dataset.workload() + " of dataset " + dataset.id()
                                + " is not there any more; start it, or acknowledge that it was removed",
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
        List<Container> replicas = docker.service(last.project(), last.service());
        return replicas.stream()
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
