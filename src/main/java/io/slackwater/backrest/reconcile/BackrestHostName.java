package io.slackwater.backrest.reconcile;

import io.slackwater.docker.Container;
import io.slackwater.docker.Docker;
import io.slackwater.docker.DockerException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Compares the host names of Slackwater's and Backrest's containers. restic identifies its own locks by host name and
 * process id. With equal names, one restic takes the live lock of the other for stale, and the repository can be
 * damaged. Each call asks Docker, because both containers can be recreated.
 */
public final class BackrestHostName {

    private static final Logger LOG = Logger.getLogger(BackrestHostName.class);
    private static final String ROLE = "backrest";
    private static final String PROJECT = "com.docker.compose.project";
    private static final String SERVICE = "com.docker.compose.service";

    private final Docker docker;
    private final Docker.Lookup<Optional<String>> project;
    private final String own;
    private final String address;
    private final Supplier<Optional<String>> configured;
    private volatile Optional<Conflict> last = Optional.empty();

    /**
     * Uses the configured name as Backrest's host name. Without it, uses the name of the container with Backrest's role
     * label. Then follow the name of the Compose service in the address, and the host in the address.
     *
     * @param own Slackwater's host name
     * @param address the host in Backrest's address
     * @param configured the host name in the settings
     */
    public BackrestHostName(
            Docker docker,
            Docker.Lookup<Optional<String>> project,
            String own,
            String address,
            Supplier<Optional<String>> configured) {
        this.docker = docker;
        this.project = project;
        this.own = own;
        this.address = address;
        this.configured = configured;
    }

    /** Returns the problem if both names are equal. If Docker does not answer, returns the last result. */
    public Optional<Conflict> conflict() {
        try {
            last = conflict(own, backrest());
        } catch (DockerException e) {
            LOG.debugf("Docker does not tell Backrest's host name now reason=%s", e.getMessage());
        }
        return last;
    }

    static Optional<Conflict> conflict(String own, Set<String> backrest) {
        return backrest.contains(own)
                ? Optional.of(new Conflict(
                        BackrestSubject.of(BackrestSubject.SubjectKind.HOST_NAME),
                        "The containers of Slackwater and of Backrest have the same host name, '" + own
                                + "', and restic tells its locks apart by host name. Backups are made without Backrest.",
                        "Give each of the two services another `hostname:` in the compose file (`hostname: slackwater` and"
                                + " `hostname: backrest` for example), and recreate both."))
                : Optional.empty();
    }

    private Set<String> backrest() throws DockerException {
        Optional<String> name = configured.get().filter(one -> !one.isBlank());
        if (name.isPresent()) {
            return Set.of(name.get());
        }
        Optional<String> compose = project.find();
        Set<String> found = docker.hostNames(labels(compose, Container.ROLE_LABEL, ROLE));
        if (found.isEmpty()) {
            found = docker.hostNames(labels(compose, SERVICE, address));
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
