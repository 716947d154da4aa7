package io.slackwater.docker;

import java.nio.file.Path;
import java.util.Map;

/**
 * Lists, creates and removes volumes, and starts helper containers that mount volumes and host directories. Safe for
 * use by several threads.
 */
public interface VolumeControl {

    /** The directory where the daemon keeps its data, usually {@code /var/lib/docker}. */
    Path dataRoot() throws DockerException;

    /** The labels of each volume, by the volume's name. */
    Map<String, Map<String, String>> volumes() throws DockerException;

    /** Creates an empty volume. Throws when the volume exists. */
    void createVolume(String name, Map<String, String> labels) throws DockerException;

    void removeVolume(String name) throws DockerException;

    /** Starts a helper container. Closing it removes it. */
    HelperContainer helper(HelperRequest request) throws DockerException, InterruptedException;
}
