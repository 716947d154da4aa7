package io.slackwater.docker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Inspects the listed containers one by one, each with a short timeout. dockerd locks each container, and a stuck operation can
 * hold the lock for minutes (seen with 20.10: a frozen health check). The survey of the other containers must continue. Safe for
 * several threads.
 */
final class EngineSurvey {

    private static final Duration EACH = Duration.ofSeconds(5);

    /** The shorter timeout for a container that was silent in the last survey, because several of them would delay the survey. */
    private static final Duration AGAIN = Duration.ofSeconds(2);

    private final Inspector inspector;
    private final Pinger pinger;
    private volatile Set<String> silentBefore = Set.of();

    @FunctionalInterface
    interface Inspector {
        Optional<Container> find(String id, Duration limit) throws DockerException;
    }

    @FunctionalInterface
    interface Pinger {
        void ping() throws DockerException;
    }

    EngineSurvey(Inspector inspector, Pinger pinger) {
        this.inspector = inspector;
        this.pinger = pinger;
    }

    record Found(List<Container> containers, List<Survey.Silent> silent) {}

    /**
     * @param known containers that need no inspection
     * @throws DockerException the daemon as a whole is away
     */
    Found of(List<com.github.dockerjava.api.model.Container> listed, Map<String, Container> known)
            throws DockerException {
        List<Container> containers = new ArrayList<>();
        List<Survey.Silent> silent = new ArrayList<>();
        Set<String> before = silentBefore;
        for (var one : listed) {
            Container unchanged = known.get(one.getId());
            if (unchanged != null) {
                containers.add(unchanged);
                continue;
            }
            try {
                inspector
                        .find(one.getId(), before.contains(one.getId()) ? AGAIN : EACH)
                        .ifPresent(containers::add);
            } catch (DockerException e) {
                daemonIsThere(e);
                silent.add(silent(one, String.valueOf(e.getMessage())));
            }
        }
        silentBefore = silent.stream().map(Survey.Silent::id).collect(Collectors.toCollection(HashSet::new));
        return new Found(containers, silent);
    }

    private void daemonIsThere(DockerException cause) throws DockerException {
        try {
            pinger.ping();
        } catch (DockerException away) {
            away.addSuppressed(cause);
            throw away;
        }
    }

    private static Survey.Silent silent(com.github.dockerjava.api.model.Container one, String reason) {
        String @Nullable [] names = one.getNames();
        // A link's alias stands there with a second slash.
        String name = names == null
                ? one.getId()
                : Arrays.stream(names)
                        .map(alias -> alias.startsWith("/") ? alias.substring(1) : alias)
                        .filter(alias -> !alias.contains("/"))
                        .findFirst()
                        .orElse(one.getId());
        Map<String, String> labels = one.getLabels() == null ? Map.of() : one.getLabels();
        Set<String> volumes = new HashSet<>();
        if (one.getMounts() != null) {
            one.getMounts().forEach(mount -> {
                if (mount.getName() != null) {
                    volumes.add(mount.getName());
                }
            });
        }
        return new Survey.Silent(one.getId(), name, labels, volumes, reason);
    }
}
