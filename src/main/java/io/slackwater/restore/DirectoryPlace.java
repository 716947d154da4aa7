package io.slackwater.restore;

import io.slackwater.docker.DockerException;
import io.slackwater.docker.VolumeControl;
import io.slackwater.journal.RestoredObject;
import io.slackwater.kind.RestoreException;
import io.slackwater.restore.RestoreDirectories.Opened;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Restores into an empty directory on the host. Files of a failed restore stay there, so that the user can inspect
 * them.
 */
final class DirectoryPlace extends HelperPlace {

    private final RestoreDirectories directories;
    private final RestoreTarget.Directory target;
    private @Nullable Opened opened;

    DirectoryPlace(
            VolumeControl volumes, RestoreTarget.Directory target, Contents contents, RestoreDirectories directories) {
        super(
                volumes,
                new RestoredObject(
                        RestoredObject.Type.DIRECTORY, "", target.path().toString()),
                contents);
        this.directories = directories;
        this.target = target;
    }

    /** Creates the directory if it is missing. This needs no undo, because an empty directory does no harm. */
    @Override
    public void refuseExisting() throws RestoreException, DockerException, InterruptedException {
        opened = directories.open(target.path());
    }

    @Override
    void confirm(HelperMount mount) throws RestoreException, DockerException, InterruptedException {
        Objects.requireNonNull(opened, "a directory is opened before it is restored into")
                .confirm(mount.helper(), mount.path());
    }
}
