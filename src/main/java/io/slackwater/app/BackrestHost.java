package io.slackwater.app;

import io.slackwater.backrest.reconcile.Conflict;
import io.slackwater.backrest.reconcile.HostNames;
import io.slackwater.docker.Docker;
import io.slackwater.docker.DockerException;
import io.slackwater.docker.OwnContainer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Whether Backrest's container has another host name than ours, asked anew each time: either may be recreated. Its name is the
 * configured one; else that of the container with its role's label, or of the Compose service that its address names, in our own
 * project when we are in one; else the name in its address.
 */
final class BackrestHost {

    private static final Logger LOG = Logger.getLogger(BackrestHost.class);
    private static final String ROLE = "backrest";
    private static final String PROJECT = "com.docker.compose.project";
    private static final String SERVICE = "com.docker.compose.service";

    /** Ours; empty when we are in none. */
    @FunctionalInterface
    interface Project {
        Optional<String> name() throws DockerException;
    }

    private final Docker docker;
    private final Project project;
    private final String ours;
    private final String address;
    private final Supplier<Optional<String>> configured;
    private volatile Optional<Conflict> last = Optional.empty();

    /** @param address the host in Backrest's address */
    BackrestHost(Docker docker, Project project, String ours, String address, Supplier<Optional<String>> configured) {
        this.docker = docker;
        this.project = project;
        this.ours = ours;
        this.address = address;
        this.configured = configured;
    }

    /** Why nothing may be stored by Backrest; while Docker is away what was found last. */
    Optional<Conflict> conflict() {
        try {
            last = new HostNames(ours, theirs()).conflict();
        } catch (DockerException e) {
            LOG.debugf("Backrest's host name cannot be asked reason=%s", e.getMessage());
        }
        return last;
    }

    private Set<String> theirs() throws DockerException {
        Optional<String> told = configured.get().filter(name -> !name.isBlank());
        if (told.isPresent()) {
            return Set.of(told.get());
        }
        Optional<String> own = project.name();
        Set<String> found = docker.hostNames(labels(own, OwnContainer.ROLE_LABEL, ROLE));
        if (found.isEmpty()) {
            found = docker.hostNames(labels(own, SERVICE, address));
        }
        return found.isEmpty() ? Set.of(address) : found;
    }

    private static Map<String, String> labels(Optional<String> project, String label, String value) {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put(label, value);
        project.ifPresent(name -> labels.put(PROJECT, name));
        return labels;
    }
}
