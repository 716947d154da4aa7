package io.slackwater.docker;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps the list of containers and volumes current by Docker's events. An event causes an inspection of the container
 * that it names. All containers are inspected at the start, after each reconnect to the events, and every ten minutes.
 * Safe for use by several threads.
 */
public final class LiveSurvey implements DockerEvents {

    private static final Duration EVERYTHING = Duration.ofMinutes(10);

    private final Surveyor docker;
    private final Clock clock;
    private final Set<String> named = new HashSet<>();
    private boolean missed = true;
    private boolean volumes;
    private Instant complete = Instant.EPOCH;
    private Optional<Survey> last = Optional.empty();

    /** Lists containers and volumes, as {@link Docker#survey(Optional, Set)} does. */
    @FunctionalInterface
    public interface Surveyor {
        Survey survey(Optional<Survey> known, Set<String> changed) throws DockerException;
    }

    public LiveSurvey(Surveyor docker, Clock clock) {
        this.docker = docker;
        this.clock = clock;
    }

    /**
     * The containers and volumes, with all changes until now.
     *
     * @throws DockerException the daemon does not answer; the next call inspects everything
     */
    public Survey now() throws DockerException {
        boolean everything;
        Optional<Survey> known;
        Set<String> changed;
        synchronized (this) {
            everything =
                    missed || Duration.between(complete, clock.instant()).abs().compareTo(EVERYTHING) >= 0;
            known = everything ? Optional.empty() : last;
            changed = Set.copyOf(named);
            if (known.isPresent()
                    && changed.isEmpty()
                    && !volumes
                    && known.get().uninspected().isEmpty()) {
                return known.get();
            }
            // Later events count for the next survey.
            missed = false;
            volumes = false;
            named.clear();
        }
        try {
            Survey survey = docker.survey(known, changed);
            synchronized (this) {
                last = Optional.of(survey);
                complete = everything ? clock.instant() : complete;
            }
            return survey;
        } catch (DockerException e) {
            resync();
            throw e;
        }
    }

    @Override
    public synchronized void resync() {
        missed = true;
    }

    @Override
    public synchronized void container(String action, String containerId, Instant at) {
        named.add(containerId);
    }

    /**
     * Requests an inspection of these containers by the next {@link #now()}. Docker sends no event when a container's
     * health changes.
     */
    public synchronized void inspect(Set<String> containers) {
        named.addAll(containers);
    }

    @Override
    public synchronized void volume() {
        volumes = true;
    }
}
