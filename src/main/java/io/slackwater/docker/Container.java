package io.slackwater.docker;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The state of a container when it was inspected. Values of {@link #environment()} can be secrets: never log or publish them.
 *
 * @param project the Compose project; empty for a container outside Compose
 * @param service the Compose service, empty when none
 * @param oneOff created by {@code compose run}
 * @param replica Compose's container number, 1 when unknown
 * @param image the image reference it was created from
 * @param imageId the image's id ({@code sha256:…})
 * @param exposedPorts TCP ports
 * @param networks network name to this container's address there; {@link #NETWORK_OF} and an id for the network of another
 *     container
 * @param aliases other DNS names of this container in its networks
 * @param hosts names that only this container resolves (links, extra hosts), in lower case, to a container's name, an address or
 *     {@code host-gateway}
 * @param publishedPorts TCP ports of the host that lead to this container
 * @param startedAt when its main process started; {@link Instant#EPOCH} when never
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

    /** Docker's prefix of a network mode: the id of the container whose network this container shares follows. */
    public static final String NETWORK_OF = "container:";

    /** The label that the compose file puts on Slackwater's own containers. */
    public static final String ROLE_LABEL = "slackwater.role";

    public enum State {
        CREATED,
        RUNNING,
        PAUSED,
        RESTARTING,
        EXITED,
        DEAD,
        REMOVING
    }

    public boolean running() {
        return state == State.RUNNING;
    }

    /** Never shows the environment: it can hold passwords. */
    @Override
    public String toString() {
        return "Container[" + name + " " + project + "/" + service + " " + image + " " + state + "]";
    }
}
