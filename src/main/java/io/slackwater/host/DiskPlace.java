package io.slackwater.host;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A directory whose disk Slackwater watches.
 *
 * @param repository the repository in this directory; present for {@link Content#REPOSITORY} only
 * @param path the directory, as Slackwater sees it
 */
public record DiskPlace(Content content, Optional<String> repository, Path path) {

    /** What the directory holds. */
    public enum Content {
        REPOSITORY,
        /** The volumes of Docker. */
        DOCKER,
        JOURNAL
    }

    public static DiskPlace repository(String name, Path path) {
        return new DiskPlace(Content.REPOSITORY, Optional.of(name), path);
    }

    public static DiskPlace docker(Path path) {
        return new DiskPlace(Content.DOCKER, Optional.empty(), path);
    }

    public static DiskPlace journal(Path path) {
        return new DiskPlace(Content.JOURNAL, Optional.empty(), path);
    }
}
