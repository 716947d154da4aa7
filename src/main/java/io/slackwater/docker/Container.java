package io.slackwater.docker;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A container as Docker described it. Values of {@link #environment()} may be secrets: never log or publish them.
 *
 * @param project the Compose project; empty for a container outside Compose
 * @param service the Compose service; empty when there is none
 * @param oneOff whether {@code compose run} created the container
 * @param replica Compose's container number; 1 when unknown
 * @param image the image reference from which it was created
 * @param imageId the image's id ({@code sha256:…})
 * @param startedAt when its main process started; {@link Instant#EPOCH} when it never started
 * @param exposedPorts TCP ports
 * @param networks each network's name with this container's address in it; {@link #NETWORK_OF} and an id for the
 *      network of another container
 * @param aliases other DNS names of this container in its networks
 * @param hosts names that only this container resolves (links, extra hosts), in lower case. Each leads to a container's
 *     name, an address or {@code host-gateway}
 * @param publishedPorts TCP ports of the host that lead to this container
 */
public record Container(
        String id,
        String name,
        String project,
        String service,
        boolean oneOff,
        int replica,
        String image,
        String imageId,
        State state,
        Optional<String> health,
        Instant startedAt,
        Map<String, String> labels,
        Map<String, String> environment,
        List<String> command,
        String workingDirectory,
        List<Mount> mounts,
        Set<Integer> exposedPorts,
        Map<String, String> networks,
        Set<String> aliases,
        Map<String, String> hosts,
        Set<Integer> publishedPorts) {

    /** Docker's prefix of a network mode. The id of the container whose network is shared follows. */
    public static final String NETWORK_OF = "container:";

    /** The label that the compose file sets on Slackwater's own containers. */
    public static final String ROLE_LABEL = "slackwater.role";

    /** The label of helper containers. Its value is the Slackwater that started the helper. */
    public static final String HELPER_LABEL = "slackwater.helper";

    public enum State {
        CREATED,
        RUNNING,
        PAUSED,
        RESTARTING,
        EXITED,
        DEAD,
        REMOVING
    }

    /** The names and addresses, in lower case, under which containers in the same networks reach this container. */
    public Set<String> addresses() {
        Set<String> names = new HashSet<>(aliases);
        names.addAll(List.of(name, service));
        // Docker's name server also knows a name with the network as its domain.
        Set.copyOf(names).forEach(one -> networks.keySet().forEach(network -> names.add(one + "." + network)));
        names.addAll(networks.values());
        return names.stream().map(one -> one.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
    }

    public boolean running() {
        return state == State.RUNNING;
    }

    /** Whether no process of the container runs or is about to run. */
    public boolean stopped() {
        return state == State.CREATED || state == State.EXITED || state == State.DEAD;
    }

    /** Leaves out the environment, because it may contain passwords. */
    @Override
    public String toString() {
        return "Container[" + name + " " + project + "/" + service + " " + image + " " + state + "]";
    }
}
