package io.slackwater.restore;

import io.slackwater.docker.Docker;
import io.slackwater.docker.DockerException;
import io.slackwater.journal.RestoredObject;
import io.slackwater.kind.RestoreException;
import io.slackwater.restore.RestoreDirectories.Opened;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An empty directory on the host. Files of a failed restore stay there for the user to inspect. */
final class DirectoryPlace extends HelperPlace {

    private final RestoreDirectories directories;
    private final RestoreTarget.Directory target;
    private @Nullable Opened opened;

    DirectoryPlace(Docker docker, RestoreTarget.Directory target, Contents contents, RestoreDirectories directories) {
        super(docker, target, contents);
        this.directories = directories;
        this.target = target;
    }

    @Override
    public RestoredObject object() {
        return new RestoredObject(RestoredObject.Type.DIRECTORY, "", source());
    }

    /** Creates a missing directory. An empty directory needs no undo. */
    @Override
    public void refuseExisting() throws RestoreException, DockerException, InterruptedException {
        opened = directories.open(target.path());
    }

    @Override
    String source() {
        return target.path().toString();
    }

    @Override
    void confirm(HelperMount mount) throws RestoreException, DockerException, InterruptedException {
        Objects.requireNonNull(opened, "a directory is opened before it is restored into")
                .confirm(mount.docker(), mount.helper().id(), mount.path());
    }
}
