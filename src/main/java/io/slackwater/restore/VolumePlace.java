package io.slackwater.restore;

import io.slackwater.docker.DockerException;
import io.slackwater.docker.VolumeControl;
import io.slackwater.journal.RestoredObject;
import io.slackwater.kind.RestoreException;

/** Restores into a new Docker volume. */
final class VolumePlace extends HelperPlace {

    private final RestoreTarget.Volume target;
    private final String instance;
    private final RestoredVolume volume;

    VolumePlace(
            VolumeControl volumes, RestoreTarget.Volume target, Contents contents, String instance, String restore) {
        super(volumes, new RestoredObject(RestoredObject.Type.VOLUME, "", target.name()), contents);
        this.target = target;
        this.instance = instance;
        this.volume = new RestoredVolume(volumes, target.name(), restore);
    }

    @Override
    public void refuseExisting() throws RestoreException, DockerException {
        target.check();
        if (volume.exists()) {
            throw RestoreException.exists(object().words() + " exists already; name a new one");
        }
    }

    @Override
    public String create() throws RestoreException, DockerException {
        refuseExisting();
        volume.create(instance);
        return "";
    }

    @Override
    public void remove() throws DockerException {
        volume.remove();
    }
}
