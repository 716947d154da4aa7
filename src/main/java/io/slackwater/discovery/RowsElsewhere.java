package io.slackwater.discovery;

import io.slackwater.discovery.DatabaseVariable.Server;
import io.slackwater.discovery.Uncovered.Gap;
import io.slackwater.discovery.Uncovered.Severity;
import io.slackwater.docker.Container;
import io.slackwater.docker.Survey;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Checks the database servers that a service's environment names, because the service keeps its rows there. The rows
 * are backed up if the server runs in a protected container. Stateless.
 *
 * @param containers all containers of the Docker daemon
 * @param settled workloads that are protected, or that a label excludes from backups
 * @param uninspected the containers that Docker could not inspect
 * @param servers the URL schemes of database servers, with their usual ports
 */
record RowsElsewhere(
        Collection<Container> containers,
        Set<WorkloadId> settled,
        Collection<Survey.Uninspected> uninspected,
        Map<String, Integer> servers,
        Coverage coverage) {

    /** Addresses of the container itself, or of the host if the container uses the host's network. */
    private static final Set<String> LOCAL = Set.of("localhost", "127.0.0.1", "::1", "0.0.0.0");

    /** Names of the host inside a container. */
    private static final Set<String> GATEWAY =
            Set.of("host.docker.internal", "gateway.docker.internal", "host-gateway");

    private static final String HOST_NETWORK = "host";

    private static final String NO_BACKUP = ", so no backup contains the rows in it";

    /** Why rows have no backup, and what the user can do. */
    private record Rows(String reason, String remedy) {}

    /**
     * Reports each database server of the service that is not backed up.
     *
     * @param labelled whether the service itself is or should be protected
     */
    void look(Service service, Labels labels, boolean labelled) {
        Container container = service.container();
        String subject = service.subject().text();
        List<DatabaseVariable> variables = DatabaseVariables.in(container.environment(), servers);
        boolean elsewhere = labels.databasesElsewhere().orElse(false);
        String silence = "if another system backs it up, set "
                + (labelled ? LabelParser.ELSEWHERE + ": \"true\" on " : "slackwater.enable: \"false\" on ") + subject;
        for (DatabaseVariable variable : variables) {
            unprotected(container, variable)
                    .ifPresent(rows -> coverage.add(new Uncovered(
                            elsewhere ? Severity.NOTE : Severity.ALARM,
                            service.id(),
                            new Subject.Other("rows of " + subject),
                            rows.reason(),
                            elsewhere
                                    ? "nothing: by the label " + LabelParser.ELSEWHERE
                                            + ", another system backs them up"
                                    : rows.remedy() + silence,
                            Gap.ROWS)));
        }
    }

    private Optional<Rows> unprotected(Container container, DatabaseVariable variable) {
        return switch (variable) {
            case DatabaseVariable.Unclear _ ->
                Optional.of(
                        new Rows(
                                variable.name()
                                        + " is set for a database server, but Slackwater cannot read its host, so it is unknown"
                                        + " whether a backup contains the rows",
                                "write the host there as in scheme://user:password@host:port/database, with %40 for @, %2F"
                                        + " for /, %3F for ? and %23 for # in the password, or into the variable for the host (DATABASE_HOST); "));
            case Server server -> unprotected(container, server);
        };
    }

    private Optional<Rows> unprotected(Container container, Server server) {
        String names = server.name() + " names ";
        String host = container.hosts().getOrDefault(server.host(), server.host());
        boolean local = LOCAL.contains(host) && !container.networks().containsKey(HOST_NETWORK);
        boolean onHost = GATEWAY.contains(host) || LOCAL.contains(host) && !local;
        List<Container> found = onHost
                ? published(server.port())
                : local ? listening(container, server.port()) : named(container, host);
        boolean safe =
                found.stream().anyMatch(one -> one.id().equals(container.id()) || settled.contains(Service.idOf(one)));
        boolean unknown = uninspected.stream()
                .anyMatch(one -> one.name().equals(host) || one.service().equals(host));
        if (safe || found.isEmpty() && local || unknown) {
            return Optional.empty();
        }
        if (!found.isEmpty()) {
            String other = Service.subject(found.getFirst());
            return Optional.of(new Rows(
                    names + other + ", which is not protected" + NO_BACKUP,
                    "label " + other + " slackwater.enable: \"true\", or \"false\" if its rows need no backup; "));
        }
        return Optional.of(new Rows(
                names + server.host() + (server.port() == 0 ? "" : ":" + server.port())
                        + ", which is not a container of this Docker daemon" + NO_BACKUP,
                "run the server in a container with the label slackwater.enable: \"true\"; "));
    }

    /** The containers that listen on the port at the same local addresses, including this container. */
    private List<Container> listening(Container container, int port) {
        return containers.stream()
                .filter(one -> networkOwner(one).equals(networkOwner(container))
                        && !Collections.disjoint(one.exposedPorts(), ports(port)))
                .toList();
    }

    /** The id of the container whose network this container uses. */
    private static String networkOwner(Container container) {
        return container.networks().keySet().stream()
                .filter(network -> network.startsWith(Container.NETWORK_OF))
                .findFirst()
                .map(network -> network.substring(Container.NETWORK_OF.length()))
                .orElse(container.id());
    }

    /**
     * The ports to look for.
     *
     * @param port 0 for the usual ports of all products
     */
    private Collection<Integer> ports(int port) {
        return port == 0 ? servers.values() : Set.of(port);
    }

    private List<Container> published(int port) {
        Collection<Integer> any = ports(port);
        return containers.stream()
                .filter(one -> !Collections.disjoint(one.publishedPorts(), any)
                        || one.networks().containsKey(HOST_NETWORK) && !Collections.disjoint(one.exposedPorts(), any))
                .toList();
    }

    /**
     * The containers with this name in a network of the container. A stopped container without a common network must
     * belong to the same project.
     */
    private List<Container> named(Container container, String host) {
        List<Container> all = containers.stream()
                .filter(one -> one.addresses().contains(host.toLowerCase(Locale.ROOT)))
                .toList();
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
}
