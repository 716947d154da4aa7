package io.slackwater.restore;

import io.slackwater.docker.DockerException;
import io.slackwater.docker.VolumeControl;
import java.util.Map;

/** A volume that a restore creates. Its label contains the restore's id. */
record RestoredVolume(VolumeControl volumes, String name, String restore) {

    private static final String LABEL = "slackwater.restore";

    enum Removal {
        ABSENT,
        /** A volume with this name exists, but the restore did not create it. */
        FOREIGN,
        REMOVED
    }

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

    /** Removes the volume if this restore created it. */
    Removal remove() throws DockerException {
        Map<String, String> labels = volumes.volumes().get(name);
        if (labels == null) {
            return Removal.ABSENT;
        }
        if (!restore.equals(labels.get(LABEL))) {
            return Removal.FOREIGN;
        }
        volumes.removeVolume(name);
        return Removal.REMOVED;
    }
}
