package io.slackwater.discovery;

import io.slackwater.discovery.Uncovered.Gap;
import io.slackwater.discovery.Uncovered.Severity;
import io.slackwater.docker.Container;
import io.slackwater.docker.Survey;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Judges the database servers that the environment of a service names: the rows of the service are protected when its server runs in
 * a protected container. Pure.
 */
final class RowsElsewhere {

    /** Names of the container itself, unless it has the network of the host. */
    private static final Set<String> LOCAL = Set.of("localhost", "127.0.0.1", "::1", "0.0.0.0");

    /** Names of the host in a container. */
    private static final Set<String> GATEWAY = Set.of("host.docker.internal", "gateway.docker.internal");

    private static final String HOST_NETWORK = "host";

    private final Collection<Container> containers;
    private final Set<WorkloadId> settled;
    private final Set<String> unknown;
    private final Map<String, Integer> servers;
    private final Coverage coverage;

    /**
     * @param containers all containers of the daemon, in scope or not
     * @param settled workloads that are protected, or that a label excludes from backups
     * @param unknown services and names of containers that Docker could not inspect
     * @param servers the URL schemes of database servers, with their usual ports
     */
    RowsElsewhere(
            Collection<Container> containers,
            Set<WorkloadId> settled,
            Set<String> unknown,
            Map<String, Integer> servers,
            Coverage coverage) {
        this.containers = containers;
        this.settled = settled;
        this.unknown = unknown;
        this.servers = servers;
        this.coverage = coverage;
    }

    /**
     * Reports each unprotected server.
     *
     * @param labelled whether the service itself is protected
     */
    void look(Service service, Labels labels, boolean labelled) {
        Container container = service.container();
        List<DatabaseServer> named = DatabaseServer.namedIn(container.environment(), servers);
        boolean elsewhere = labels.databasesElsewhere().orElse(false);
        if (elsewhere && named.isEmpty()) {
            coverage.note(
                    service.id(),
                    service.subject(),
                    LabelParser.ELSEWHERE + " has no effect: its environment names no database server",
                    "remove the label");
        }
        for (DatabaseServer server : named) {
            where(container, server).ifPresent(where -> {
                if (elsewhere) {
                    note(service, server);
                } else {
                    alarm(service, server, where, labelled);
                }
            });
        }
    }

    /** The place of unprotected rows. */
    private sealed interface Where {
        /** The rows are in an unprotected container. */
        record Unprotected(Container container) implements Where {}

        /** On the host, in no container of Docker. */
        record OnHost() implements Where {}

        /** Behind a name that no container has. */
        record Outside() implements Where {}
    }

    private Optional<Where> where(Container container, DatabaseServer server) {
        boolean onHost = GATEWAY.contains(server.host())
                || LOCAL.contains(server.host()) && container.networks().containsKey(HOST_NETWORK);
        if (!onHost && LOCAL.contains(server.host()) || unknown.contains(server.host())) {
            return Optional.empty();
        }
        List<Container> found = onHost ? published(server.port()) : named(container, server.host());
        if (found.isEmpty()) {
            return Optional.of(onHost ? new Where.OnHost() : new Where.Outside());
        }
        boolean safe =
                found.stream().anyMatch(one -> one.id().equals(container.id()) || settled.contains(Service.idOf(one)));
        return safe ? Optional.empty() : Optional.of(new Where.Unprotected(found.getFirst()));
    }

    private List<Container> published(int port) {
        return containers.stream()
                .filter(one -> one.publishedPorts().contains(port)
                        || one.networks().containsKey(HOST_NETWORK)
                                && one.exposedPorts().contains(port))
                .toList();
    }

    /** Containers with this name in a network of the container; in its project, when they share none because one is stopped. */
    private List<Container> named(Container container, String host) {
        List<Container> all =
                containers.stream().filter(one -> answers(one, host)).toList();
        List<Container> near = all.stream()
                .filter(one -> !Collections.disjoint(
                        one.networks().keySet(), container.networks().keySet()))
                .toList();
        return near.isEmpty()
                ? all.stream()
                        .filter(one -> one.project().equals(container.project()))
                        .toList()
                : near;
    }

    private static boolean answers(Container one, String host) {
        return one.name().equalsIgnoreCase(host)
                || one.service().equalsIgnoreCase(host)
                || one.aliases().stream().anyMatch(host::equalsIgnoreCase)
                || one.networks().containsValue(host)
                || one.networks().keySet().stream()
                        .anyMatch(network -> host.equalsIgnoreCase(one.service() + "." + network)
                                || host.equalsIgnoreCase(one.name() + "." + network));
    }

    private void alarm(Service service, DatabaseServer server, Where where, boolean labelled) {
        String silence = labelled
                ? LabelParser.ELSEWHERE + ": \"true\" on " + service.subject()
                : "slackwater.enable: \"false\" on " + service.subject();
        String names = server.variable() + " names ";
        switch (where) {
            case Where.Unprotected found -> {
                String other = Service.subject(found.container());
                told(
                        Severity.ALARM,
                        service,
                        names + other + ", which is not protected: no backup holds the rows in it",
                        "label " + other + " slackwater.enable: \"true\", or \"false\" when its rows need no backup;"
                                + " when something else backs it up: " + silence);
            }
            case Where.OnHost host ->
                told(
                        Severity.ALARM,
                        service,
                        names + "port " + server.port() + " of the host (" + server.host()
                                + "), where no container listens: no backup holds the rows in it",
                        "run the server in a container with the label slackwater.enable: \"true\"; when something else"
                                + " backs it up: " + silence);
            case Where.Outside outside ->
                told(
                        Severity.ALARM,
                        service,
                        names + server.host() + ", which is no container of Docker: no backup holds the rows in it",
                        "run the server in a container with the label slackwater.enable: \"true\"; when something else"
                                + " backs it up: " + silence);
        }
    }

    private void note(Service service, DatabaseServer server) {
        told(
                Severity.NOTE,
                service,
                server.variable() + " names " + server.host() + ", which is backed up elsewhere by the label "
                        + LabelParser.ELSEWHERE,
                "nothing");
    }

    private void told(Severity severity, Service service, String reason, String remedy) {
        coverage.add(new Uncovered(
                severity, service.id(), "rows of " + service.subject(), reason, remedy, Gap.ROWS, Optional.empty()));
    }

    /** Services and names of containers that Docker does not answer about. */
    static Set<String> names(Collection<Survey.Silent> silent) {
        return silent.stream()
                .flatMap(one -> Stream.of(one.name(), one.service()))
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toSet());
    }
}
