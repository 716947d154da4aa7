package io.slackwater.docker;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which containers and images exist. Safe for use by several threads. */
public interface ContainerView {

    /**
     * All containers, running or not, and the volumes. New and changed containers are inspected. Containers that are removed
     * during the survey are left out. A container that cannot be inspected within some seconds is listed as
     * uninspected, and does not delay the others.
     *
     * @param known an earlier survey
     * @param changed ids of containers that changed since that survey
     */
    Survey survey(Optional<Survey> known, Set<String> changed) throws DockerException;

    default Survey survey() throws DockerException {
        return survey(Optional.empty(), Set.of());
    }

    /** The containers of a Compose service, one-offs left out. A recreate changes the ids, so do not cache them. */
    List<Container> service(String project, String service) throws DockerException;

    /** The host names of the running containers that carry all these labels. */
    Set<String> hostNames(Map<String, String> labels) throws DockerException;

    /**
     * The full inspect document of a container as JSON; empty for a missing container. It contains the environment, so secrets must be
     * masked before it is stored.
     */
    Optional<String> inspectJson(String id) throws DockerException;

    /**
     * The names for a pull of the image, its digests ({@code name@sha256:…}) before its tags; empty for an image without names or a
     * missing image.
     *
     * @param id an image's id or name
     */
    List<String> imageNames(String id) throws DockerException;
}
