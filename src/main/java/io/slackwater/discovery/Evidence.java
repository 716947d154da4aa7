package io.slackwater.discovery;

import io.slackwater.docker.Container;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A sign that a container is of a kind of service.
 *
 * @param why the sign in words, such as {@code its image exposes port 6379}
 * @param product the product's name, for a database without a dump; empty otherwise
 */
public record Evidence(Strength strength, String why, Optional<String> product) {

    /** How reliable this evidence is; the strongest first. */
    public enum Strength {
        /** The image is that of the service. */
        IMAGE,
        /** The environment or the command names the service. */
        SETTINGS,
        /** A mount matches the service, and another sign confirms it. */
        MOUNTS,
        /** A weak sign. A probe in the container decides. */
        HINT
    }

    public static Evidence of(Strength strength, String why) {
        return new Evidence(strength, why, Optional.empty());
    }

    /**
     * Compares the container's image with known names.
     *
     * @param images image names without registry, path and tag
     */
    public static Stream<Evidence> image(Container container, Set<String> images) {
        return Stream.of(ImageName.of(container.image()).last())
                .filter(images::contains)
                .map(_ -> of(Strength.IMAGE, "the image is " + container.image()));
    }

    /**
     * Looks for a mount of the service's data directory.
     *
     * @param at whether a path in the container is the data directory
     * @param confirmed whether another sign confirms the kind
     * @param how that other sign in words
     */
    public static Stream<Evidence> mountedAt(Container container, Predicate<String> at, boolean confirmed, String how) {
        return container.mounts().stream()
                .map(mount -> mount.destination())
                .filter(at)
                .map(place -> confirmed
                        ? of(Strength.MOUNTS, "something is mounted at " + place + " and " + how)
                        : of(Strength.HINT, "something is mounted at " + place));
    }

    /** Looks for the service's port among the ports that the image exposes. */
    public static Stream<Evidence> port(Container container, int port) {
        return container.exposedPorts().stream()
                .filter(exposed -> exposed == port)
                .map(_ -> of(Strength.HINT, "its image exposes port " + port));
    }
}
