package io.slackwater.discovery;

import io.slackwater.docker.Container;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A sign that a container is of some kind.
 *
 * @param why as a sentence's end
 * @param product the product's name when it is a database that this kind can only copy
 */
public record Evidence(Strength strength, String why, Optional<String> product) {

    /** The strongest first. */
    public enum Strength {
        /** Its image is the service itself. */
        IMAGE,
        /** Its environment or its command says so. */
        SETTINGS,
        /** Its mounts and ports say so together. */
        MOUNTS,
        /** The container may be of this kind; a probe decides. */
        HINT
    }

    public static Evidence of(Strength strength, String why) {
        return new Evidence(strength, why, Optional.empty());
    }

    /** @param images names of images that are the service itself, without registry, path and tag */
    public static Stream<Evidence> image(Container container, Set<String> images) {
        return Stream.of(ImageName.of(container.image()).last())
                .filter(images::contains)
                .map(_ -> of(Strength.IMAGE, "the image is " + container.image()));
    }

    /**
     * @param at where the service keeps its data
     * @param confirmed whether something else of the container says the same
     * @param how as a sentence's end
     */
    public static Stream<Evidence> mountedAt(Container container, Predicate<String> at, boolean confirmed, String how) {
        return container.mounts().stream()
                .map(mount -> mount.destination())
                .filter(at)
                .map(place -> confirmed
                        ? of(Strength.MOUNTS, "something is mounted at " + place + " and " + how)
                        : of(Strength.HINT, "something is mounted at " + place));
    }

    /** The container may listen on the port of the service. */
    public static Stream<Evidence> port(Container container, int port) {
        return container.exposedPorts().stream()
                .filter(exposed -> exposed == port)
                .map(_ -> of(Strength.HINT, "its image exposes port " + port));
    }
}
