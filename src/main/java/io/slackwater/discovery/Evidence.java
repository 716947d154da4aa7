package io.slackwater.discovery;

import io.slackwater.docker.Container;
import java.util.Optional;

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
        /** It may be: the container must be asked. */
        HINT
    }

    public static Evidence of(Strength strength, String why) {
        return new Evidence(strength, why, Optional.empty());
    }

    /** @param images names of images that are the service itself, without registry, path and tag */
    public static Optional<Evidence> image(Container container, java.util.Set<String> images) {
        return images.contains(ImageName.of(container.image()).last())
                ? Optional.of(of(Strength.IMAGE, "the image is " + container.image()))
                : Optional.empty();
    }
}
