package io.slackwater.restore;

import io.slackwater.docker.DockerException;
import io.slackwater.docker.ExecCommand;
import io.slackwater.docker.ExecResult;
import io.slackwater.docker.HelperContainer;
import io.slackwater.docker.HelperRequest;
import io.slackwater.docker.VolumeControl;
import io.slackwater.journal.RestoredObject;
import io.slackwater.kind.RestoreException;
import io.slackwater.kind.RestorePlace;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Restores into a new volume or an empty directory, through a helper container that mounts it. */
abstract sealed class HelperPlace implements RestorePlace permits VolumePlace, DirectoryPlace {

    /** The capabilities that restic and tar need to restore owners and attributes. */
    static final List<String> CAPABILITIES = List.of("CHOWN", "DAC_OVERRIDE", "FOWNER", "SETFCAP", "MKNOD", "FSETID");

    private final VolumeControl volumes;
    private final RestoredObject object;
    private final Contents contents;
    private @Nullable HelperMount mount;

    HelperPlace(VolumeControl volumes, RestoredObject object, Contents contents) {
        this.volumes = volumes;
        this.object = object;
        this.contents = contents;
    }

    /**
     * Checks that the helper container has mounted the right directory. A volume needs no check, because Docker finds
     * it by its name.
     */
    void confirm(HelperMount mount) throws RestoreException, DockerException, InterruptedException {}

    @Override
    public final RestoredObject object() {
        return object;
    }

    @Override
    public final void fill() throws RestoreException, DockerException, InterruptedException {
        String path = RepositoryAccess.Mounted.RESTORED + contents.mountName();
        List<String> binds = new ArrayList<>(contents.binds());
        binds.add(object.name() + ":" + path);
        HelperContainer helper = volumes.helper(new HelperRequest("restore", binds, CAPABILITIES));
        mount = new HelperMount(helper, path, object.words());
        confirm(mount);
        refuseFilled(mount);
        contents.write(mount);
    }

    private void refuseFilled(HelperMount filled) throws RestoreException, DockerException, InterruptedException {
        ExecCommand find = ExecCommand.of("find", filled.path(), "-mindepth", "1", "-maxdepth", "1", "-print", "-quit");
        ExecResult found = filled.exec(find);
        if (!found.ok()) {
            throw new RestoreException("cannot check whether " + object.words() + " is empty: " + found.reason());
        }
        if (!found.stdout().isEmpty()) {
            throw RestoreException.exists(
                    object.words() + " is not empty: it has " + found.stdout().strip() + "; name a new or empty one");
        }
    }

    @Override
    public final void check() throws RestoreException, DockerException, InterruptedException {
        contents.compare(Objects.requireNonNull(mount, "a place is filled before it is checked"));
    }

    /** Removes the helper container. The volume counts as in use as long as that container exists. */
    @Override
    public final void finish() throws DockerException {
        close();
    }

    @Override
    public final void close() throws DockerException {
        if (mount != null) {
            mount.helper().close();
        }
    }
}
