package io.slackwater.discovery;

import io.slackwater.docker.Container;
import io.slackwater.policy.Nearest;
import io.slackwater.policy.Policy;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The effect of {@code projects} in the policy: services that it excludes despite their labels, and names that match no
 * project.
 *
 * @param named the value of {@code projects}; empty for all projects
 * @param unmatched the names that match no container's project
 * @param outside the services that would be protected if {@code projects} named their project
 */
public record Scope(Set<String> named, List<Unmatched> unmatched, List<Outside> outside) {

    /** No restriction to projects. */
    public static final Scope ALL = new Scope(Set.of(), List.of(), List.of());

    public Scope {
        named = Set.copyOf(named);
        unmatched = List.copyOf(unmatched);
        outside = List.copyOf(outside);
    }

    /**
     * A name in {@code projects} that matches no project.
     *
     * @param hint the existing project with a similar name, in words; empty when there is none
     */
    public record Unmatched(String project, String hint) {}

    public record Outside(WorkloadId workload, Subject subject) {}

    /**
     * Finds the services and names that {@code projects} affects.
     *
     * @param containers all containers of the Docker daemon
     * @param projects the projects of all containers, also of those that could not be inspected
     * @param own whether a container belongs to Slackwater
     */
    static Scope of(
            Policy policy, Collection<Container> containers, Collection<String> projects, Predicate<Container> own) {
        Set<String> real =
                projects.stream().filter(one -> !one.isEmpty()).collect(Collectors.toCollection(TreeSet::new));
        List<Unmatched> unmatched = policy.projects().stream()
                .sorted()
                .filter(name -> !real.contains(name))
                .map(name -> new Unmatched(name, Nearest.hint(name, real)))
                .toList();
        List<Outside> outside = Service.group(containers.stream()
                        .filter(one -> !holds(policy, one.project()) && !own.test(one))
                        .toList())
                .stream()
                .filter(service -> wanted(policy, service.container()))
                .map(service -> new Outside(service.id(), service.subject()))
                .toList();
        return new Scope(policy.projects(), unmatched, outside);
    }

    /** Whether the policy includes the project. */
    static boolean holds(Policy policy, String project) {
        return policy.projects().isEmpty() || policy.projects().contains(project);
    }

    private static boolean wanted(Policy policy, Container container) {
        String enable = container.labels().getOrDefault(Labels.ENABLE, "");
        return enable.equals("true") || enable.isEmpty() && policy.protect() == Policy.Protect.ALL;
    }

    /**
     * Whether the workload exists, but {@code projects} excludes it. The workload may also stand for a whole project.
     */
    boolean leavesOut(String workload) {
        return outside.stream()
                .map(Outside::workload)
                .flatMap(id -> Stream.of(id, WorkloadId.ofProject(id.project())))
                .anyMatch(id -> id.value().equals(workload));
    }

    void report(Coverage coverage) {
        for (Unmatched one : unmatched) {
            coverage.alarm(
                    new WorkloadId("policy", one.project()),
                    new Subject.Other("project " + one.project() + " of the policy"),
                    "the policy lists this project under projects, but no container belongs to it" + one.hint(),
                    "correct projects in backrest-config/policy.yml (docker compose ls -a shows the names), or remove the name"
                            + " if the project no longer exists");
        }
        for (Outside one : outside) {
            coverage.note(
                    one.workload(),
                    one.subject(),
                    "the service has the label slackwater.enable, but the policy does not list its project under projects ("
                            + listed() + ")",
                    "add " + one.workload().project() + " to projects in backrest-config/policy.yml to back it up");
        }
    }

    /** Names the entries of {@code projects} that match no project, with the remedy; empty when all match. */
    public Optional<String> trouble() {
        return unmatched.isEmpty()
                ? Optional.empty()
                : Optional.of("No container belongs to these projects of the policy: "
                        + unmatched.stream()
                                .map(one -> one.project() + one.hint())
                                .collect(Collectors.joining(", "))
                        + ". Correct projects in backrest-config/policy.yml (docker compose ls -a shows the names).");
    }

    /** Explains why nothing is protected, with the remedy. */
    public String whyNothing() {
        return "Nothing is protected. "
                + trouble()
                        .orElse(
                                named.isEmpty()
                                        ? "Label a container with slackwater.enable=true."
                                        : "Label a container of the policy's projects (" + listed()
                                                + ") with slackwater.enable=true, or correct projects in backrest-config/policy.yml.");
    }

    private String listed() {
        return named.stream().sorted().collect(Collectors.joining(", "));
    }
}
