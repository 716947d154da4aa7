package io.slackwater.discovery;

import java.util.List;
import java.util.Optional;

/**
 * The data directory of a service, such as Ollama's models.
 *
 * @param path in the container
 * @param name the short name in dataset ids
 * @param excludes the parts that are not stored
 * @param hot why the directory can be copied while in use; empty when the container must be paused
 */
public record DataHome(String path, String name, List<Exclude> excludes, Optional<String> hot) {

    public DataHome {
        excludes = List.copyOf(excludes);
    }

    /**
     * A part of the data directory that is not stored.
     *
     * @param directory relative to the data directory
     * @param pattern the names in that directory to exclude; empty to exclude all
     * @param what the part's name for the user
     */
    public record Exclude(String directory, String pattern, String what) {}
}
