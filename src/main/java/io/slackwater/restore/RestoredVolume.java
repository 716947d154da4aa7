package io.slackwater.restore;

import io.slackwater.docker.DockerException;
import io.slackwater.docker.VolumeControl;
import java.util.Map;

/** A volume that a restore creates. Its label contains the restore's id. */
record RestoredVolume(VolumeControl volumes, String name, String restore) {

    private static final String LABEL = "slackwater.restore";

    boolean exists() throws DockerException {
        return volumes.volumes().containsKey(name);
    }

    void create(String instance) throws DockerException {
        volumes.createVolume(name, Map.of("slackwater.restored", instance, LABEL, restore));
    }

    /** Whether the volume exists, and this restore created it. */
    boolean created() throws DockerException {
        return restore.equals(volumes.volumes().getOrDefault(name, Map.of()).get(LABEL));
    }

    /** Removes the volume if this restore created it. Returns whether it did. */
    boolean remove() throws DockerException {
        boolean ours = created();
        if (ours) {
            volumes.removeVolume(name);
        }
        return ours;
    }
}
