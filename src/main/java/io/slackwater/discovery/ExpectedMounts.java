package io.slackwater.discovery;

import io.slackwater.docker.Container;
import io.slackwater.docker.DockerException;
import io.slackwater.docker.Mount;
import io.slackwater.policy.Policy;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Proves the mounts of protected services while their kinds are still being recognised. A start of Slackwater thus waits
 * for the helper container and for the commands in the containers at the same time.
 */
record ExpectedMounts(MountProver prover, MountRules rules, List<Service> services) {

    private static final Logger LOG = Logger.getLogger(ExpectedMounts.class);

    /** Proves the mounts that may become datasets. The prover keeps the proofs for {@link TreeAssembly}. */
    void prove(Policy.Protect protect) throws InterruptedException {
        Set<Path> sources = services.stream()
                .map(Service::container)
                .filter(container -> isProtected(container, protect))
                .flatMap(container -> container.mounts().stream().filter(mount -> allowed(container, mount)))
                .map(Mount::source)
                .collect(Collectors.toSet());
        try {
            if (!sources.isEmpty()) {
                prover.prove(sources);
            }
        } catch (DockerException e) {
            LOG.debugf("mounts are proved later reason=%s", e.getMessage());
        }
    }

    private static boolean isProtected(Container container, Policy.Protect protect) {
        return Boolean.parseBoolean(
                container.labels().getOrDefault(Labels.ENABLE, String.valueOf(protect == Policy.Protect.ALL)));
    }

    private boolean allowed(Container container, Mount mount) {
        return rules.refusal(container, mount, Destinations.NONE).isEmpty();
    }
}
