package io.slackwater.restore;

import io.slackwater.docker.Container;
import io.slackwater.docker.ContainerControl;
import io.slackwater.docker.DockerException;
import io.slackwater.docker.RestartPolicy;
import io.slackwater.docker.StopSettings;
import io.slackwater.journal.HeldContainer;
import io.slackwater.journal.HeldContainerStore;
import io.slackwater.journal.JournalException;
import io.slackwater.kind.RestoreException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Stops containers during an exchange and starts them again. Each is journaled before. Meanwhile its restart policy is
 * {@code no}, so that a restart of the daemon does not start it. Safe for use by several threads.
 */
record HeldContainers(ContainerControl docker, HeldContainerStore store, Clock clock) {

    private static final Logger LOG = Logger.getLogger(HeldContainers.class);

    /** Compose's list of the services on which a service depends: {@code db:service_healthy:false,cache:…}. */
    private static final String DEPENDS_ON = "com.docker.compose.depends_on";

    private static final Duration LOOK_AGAIN = Duration.ofMillis(250);

    /** A container that runs again. */
    record Started(String id, String name, Instant at, Duration healthInterval) {}

    /**
     * Stops the containers that run, each with its own grace. A container stops before those on which it depends.
     *
     * @throws RestoreException a container would be lost; {@link #release} starts those that were stopped before
     */
    void hold(String restore, List<String> ids) throws RestoreException, DockerException {
        List<Container> running = new ArrayList<>();
        for (String id : ids) {
            docker.find(id).filter(container -> !container.stopped()).ifPresent(running::add);
        }
        for (Container container : dependentsFirst(running)) {
            String id = container.id();
            Optional<StopSettings> settings = docker.stopSettings(id);
            if (settings.isEmpty()) {
                continue;
            }
            if (settings.get().removedWhenStopped() || container.state() == Container.State.PAUSED) {
                throw new RestoreException("container " + container.name()
                        + " is paused or would be removed when it stops; stop it yourself: docker stop "
                        + container.name());
            }
            RestartPolicy before = settings.get().restart();
            store.hold(new HeldContainer(
                    restore, store.of(restore).size(), id, container.name(), before.name(), before.retries()));
            docker.restartPolicy(id, RestartPolicy.NO);
            docker.stop(id, settings.get().grace());
            LOG.infof("container stopped restore=%s container=%s", restore, container.name());
        }
    }

    private static List<Container> dependentsFirst(List<Container> containers) {
        Set<Container> ordered = new LinkedHashSet<>();
        containers.stream()
                .sorted(Comparator.comparing(Container::name))
                .forEach(container -> place(container, containers, ordered, new LinkedHashSet<>()));
        return List.copyOf(ordered);
    }

    /** Adds a container after those that depend on it. */
    private static void place(
            Container container, List<Container> all, Set<Container> ordered, Set<Container> waiting) {
        if (waiting.add(container)) {
            all.stream()
                    .filter(other -> dependsOn(other, container))
                    .forEach(other -> place(other, all, ordered, waiting));
            ordered.add(container);
        }
    }

    private static boolean dependsOn(Container container, Container other) {
        return container.project().equals(other.project())
                && Stream.of(container.labels().getOrDefault(DEPENDS_ON, "").split(","))
                        .map(dependency -> dependency.split(":")[0])
                        .anyMatch(service -> !service.isEmpty() && service.equals(other.service()));
    }

    /**
     * Gives the stopped containers their restart policies back and starts them, in the opposite order. Tries each
     * container, also when another one fails. A container that Compose recreated meanwhile needs nothing.
     *
     * @return the containers that run again
     * @throws RestoreException some containers could not be started; the caller tries again later
     */
    List<Started> release(String restore) throws RestoreException {
        RestoreException first = null;
        List<Started> started = new ArrayList<>();
        for (HeldContainer held : store.of(restore).reversed()) {
            try {
                Optional<StopSettings> settings = docker.stopSettings(held.container());
                if (settings.isPresent()) {
                    docker.restartPolicy(held.container(), new RestartPolicy(held.policy(), held.retries()));
                    docker.start(held.container());
                    started.add(new Started(
                            held.container(),
                            held.name(),
                            clock.instant(),
                            settings.get().healthInterval()));
                    LOG.infof("container started restore=%s container=%s", restore, held.name());
                }
                store.released(held);
            } catch (DockerException | JournalException e) {
                RestoreException failed = RestoreException.failed("starting container " + held.name() + " again", e);
                if (first == null) {
                    first = failed;
                } else {
                    first.addSuppressed(failed);
                }
            }
        }
        if (first != null) {
            throw first;
        }
        return started;
    }

    /** Waits until all containers work. */
    void awaitReady(List<Started> all) throws RestoreException, DockerException, InterruptedException {
        for (Started one : all) {
            StartCheck.Result result = check(one);
            while (result instanceof StartCheck.Result.Waiting) {
                Thread.sleep(LOOK_AGAIN);
                result = check(one);
            }
            if (result instanceof StartCheck.Result.NotWorking failed) {
                throw new RestoreException(failed.reason());
            }
        }
    }

    private StartCheck.Result check(Started one) throws DockerException {
        return StartCheck.of(one.name(), docker.find(one.id()), one.at(), one.healthInterval(), clock.instant());
    }
}
