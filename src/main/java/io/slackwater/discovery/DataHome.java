package io.slackwater.discovery;

import java.util.List;
import java.util.Optional;

/**
 * The data directory of a kind of service.
 *
 * @param path in the container
 * @param name the kind's short name for it, one of the reserved names of dataset ids
 * @param excludes the parts that are not stored
 * @param hot why it can be copied while it is in use; empty when it must be frozen
 */
public record DataHome(String path, String name, List<Exclude> excludes, Optional<String> hot) {

    public DataHome {
        excludes = List.copyOf(excludes);
    }

    /**
     * A part of the directory that is not stored.
     *
     * @param directory below the home
     * @param pattern of the names in that directory; empty for all of the directory
     * @param what the user's name for this part
     */
    public record Exclude(String directory, String pattern, String what) {}
}
