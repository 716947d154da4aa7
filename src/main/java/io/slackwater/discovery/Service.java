package io.slackwater.discovery;

import io.slackwater.docker.Container;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A Compose service with its containers, or a single container outside Compose.
 *
 * @param containers at least one; running containers first
 */
record Service(WorkloadId id, List<Container> containers) {

    static final String HELPER = "slackwater.helper";

    Service {
        containers = List.copyOf(containers);
    }

    static List<Service> group(List<Container> containers) {
        List<Service> services = new ArrayList<>();
        containers.stream()
                .filter(one -> !one.oneOff() && !one.labels().containsKey(HELPER))
                .filter(one -> one.state() != Container.State.REMOVING)
                .sorted(Comparator.comparing(Service::asleep)
                        .thenComparingInt(Container::replica)
                        .thenComparing(Container::startedAt, Comparator.reverseOrder())
                        .thenComparing(Container::id))
                .collect(Collectors.groupingBy(Service::idOf, TreeMap::new, Collectors.toList()))
                .forEach((id, members) -> services.add(new Service(id, members)));
        return services;
    }

    static WorkloadId idOf(Container container) {
        return idOf(container.project(), container.service(), container.name());
    }

    static WorkloadId idOf(String project, String service, String name) {
        boolean composed = !project.isEmpty() && !service.isEmpty();
        return composed ? new WorkloadId(project, service) : new WorkloadId(name, name);
    }

    /** The container that runs, or that ran last. */
    Container container() {
        return containers.getFirst();
    }

    long awake() {
        return containers.stream().filter(container -> !asleep(container)).count();
    }

    private static boolean asleep(Container container) {
        return switch (container.state()) {
            case RUNNING, PAUSED, RESTARTING -> false;
            case CREATED, EXITED, DEAD, REMOVING -> true;
        };
    }

    Subject.Whole subject() {
        return new Subject.Whole(subject(container()));
    }

    /** The service's name for messages. */
    static String subject(Container container) {
        return subject(container.project(), container.service(), container.name());
    }

    static String subject(String project, String service, String name) {
        return project.isEmpty() || service.isEmpty()
                ? "container " + name
                : "service " + service + " of project " + project;
    }
}
