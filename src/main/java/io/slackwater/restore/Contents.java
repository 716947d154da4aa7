package io.slackwater.restore;

import io.slackwater.docker.DockerException;
import io.slackwater.kind.RestoreException;
import java.util.List;

/** The data that a restore writes into a volume or directory. */
interface Contents {

    /**
     * The name of the directory below {@link RepositoryAccess.Mounted#RESTORED} at which the volume or directory is
     * mounted.
     */
    default String mountName() {
        return "target";
    }

    /** Further mounts of the helper container, in the form of {@code docker run --volume}. */
    default List<String> binds() {
        return List.of();
    }

    void write(HelperMount mount) throws RestoreException, DockerException, InterruptedException;

    /**
     * Compares the restored data with the repository. Only needed if {@link #write} can succeed without writing
     * everything.
     */
    default void compare(HelperMount mount) throws RestoreException, DockerException, InterruptedException {}
}
