package io.slackwater.discovery;

import java.util.List;
import java.util.Optional;

/**
 * The data directory of a service, such as Ollama's models.
 *
 * @param path in the container
 * @param name the short name in dataset ids
 * @param exclude restic's pattern of the part that is not stored, relative to the data directory
 * @param excluded that part's name for the user
 * @param required the files and directories that each backup must contain, relative to the data directory
 * @param hot why the directory can be copied while in use; empty when the container must be paused
 */
public record DataHome(
        String path, String name, String exclude, String excluded, List<String> required, Optional<String> hot) {

    public DataHome {
        required = List.copyOf(required);
    }
}
