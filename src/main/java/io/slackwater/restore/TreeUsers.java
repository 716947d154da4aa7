package io.slackwater.restore;

import io.slackwater.docker.Container;
import io.slackwater.docker.ContainerControl;
import io.slackwater.docker.Docker;
import io.slackwater.docker.DockerException;
import io.slackwater.docker.Mount;
import io.slackwater.docker.StopSettings;
import io.slackwater.docker.Survey;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds the containers that use a volume or directory, protected or not. They must not run while its files are
 * exchanged. Safe for use by several threads.
 */
public record TreeUsers(Docker docker, ContainerControl control, NeverStopped never) {

    /** Decides which containers are never stopped, because backups need them. */
    @FunctionalInterface
    public interface NeverStopped {
        /** The reason as a sentence; empty when the container may be stopped. */
        Optional<String> reason(Container container) throws DockerException;
    }

    /**
     * The users of a volume or directory.
     *
     * @param running the containers that run
     * @param refusals why they cannot be stopped, each with its remedy; empty when they can
     * @param grace the longest time until all have stopped
     */
    record Found(List<Container> running, List<String> refusals, Duration grace) {}

    Found of(Path path) throws DockerException {
        Survey survey = docker.survey();
        List<Container> running = new ArrayList<>();
        List<String> refusals = new ArrayList<>();
        Duration grace = Duration.ZERO;
        for (Survey.Uninspected one : survey.uninspected()) {
            refusals.add(
                    "container " + one.name() + " cannot be inspected, so it may use these files: " + one.reason());
        }
        for (Container container : survey.containers()) {
            if (container.stopped() || container.labels().containsKey(Container.HELPER_LABEL)) {
                continue;
            }
            Optional<String> reason = never.reason(container);
            if (!uses(container, path, reason.isPresent())) {
                continue;
            }
            Optional<StopSettings> settings = control.stopSettings(container.id());
            grace = grace.plus(settings.map(StopSettings::grace).orElse(Duration.ZERO));
            refusal(container, reason, settings).ifPresent(refusals::add);
            running.add(container);
        }
        return new Found(running, refusals, grace);
    }

    /**
     * Whether the container uses the files. A mount of a parent counts when it is writable. Slackwater and Backrest read
     * the files through mounts that stay valid.
     */
    private static boolean uses(Container container, Path path, boolean needed) {
        return container.mounts().stream()
                .filter(mount -> mount.type() == Mount.Type.VOLUME || mount.type() == Mount.Type.BIND)
                .filter(mount -> mount.writable() || !needed)
                .anyMatch(mount ->
                        mount.source().startsWith(path) || mount.writable() && path.startsWith(mount.source()));
    }

    private static Optional<String> refusal(
            Container container, Optional<String> never, Optional<StopSettings> settings) {
        String name = "container " + container.name();
        if (never.isPresent()) {
            return Optional.of(name + " can write to these files and is never stopped: " + never.get()
                    + ". Mount them read-only there");
        }
        if (container.state() == Container.State.PAUSED) {
            return Optional.of(
                    name + " is paused, so it cannot stop cleanly. Resume it: docker unpause " + container.name());
        }
        return settings.filter(StopSettings::removedWhenStopped)
                .map(one -> name + " would be removed when it stops (docker run --rm). Stop it yourself: docker stop "
                        + container.name());
    }
}
