package io.slackwater.backrest.reconcile;

import io.slackwater.docker.DockerException;
import io.slackwater.docker.RunningContainer;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Compares the host names of Slackwater's and Backrest's containers. restic identifies its own locks by host name and
 * process id. With equal names, one restic takes the live lock of the other for stale, and the repository can be
 * damaged. Each call asks Docker, because both containers can be recreated.
 */
public final class BackrestHostName {

    private static final Logger LOG = Logger.getLogger(BackrestHostName.class);

    private final BackrestContainers containers;
    private final String own;
    private volatile Optional<Conflict> last = Optional.empty();

    /**
     * Uses the configured name as Backrest's host name. Without it, uses the name of Backrest's container. Then follows
     * the host in Backrest's address.
     *
     * @param own Slackwater's host name
     */
    public BackrestHostName(BackrestContainers containers, String own) {
        this.containers = containers;
        this.own = own;
    }

    /** Returns the problem if both names are equal. If Docker does not answer, returns the last result. */
    public Optional<Conflict> conflict() {
        try {
            last = conflict(own, backrest());
        } catch (DockerException e) {
            LOG.debugf("the host name of Backrest is unknown, because Docker did not answer reason=%s", e.getMessage());
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
        Optional<String> name = containers.hostName();
        if (name.isPresent()) {
            return Set.of(name.get());
        }
        Set<String> found = containers.running().stream()
                .map(RunningContainer::hostName)
                .filter(one -> !one.isEmpty())
                .collect(Collectors.toSet());
        return found.isEmpty() ? Set.of(containers.address()) : found;
    }
}
