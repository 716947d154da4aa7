package io.slackwater.docker;

import java.util.Map;

/** Docker's volumes. Safe for use by several threads. */
public interface DockerVolumes {

    /** The labels of each volume that exists, by its name. */
    Map<String, Map<String, String>> volumes() throws DockerException;

    /** Makes an empty volume; refuses one that exists. */
    void createVolume(String name, Map<String, String> labels) throws DockerException;

    void removeVolume(String name) throws DockerException;
}
