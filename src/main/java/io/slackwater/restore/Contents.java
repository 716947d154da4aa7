package io.slackwater.restore;

import io.slackwater.docker.DockerException;
import io.slackwater.kind.RestoreException;
import java.util.List;

/** The contents that a restore writes into a volume or directory. */
interface Contents {

    /** The name under which the volume or directory is mounted below {@link RepositoryAccess.Mounted#RESTORED}. */
    String mountName();

    /** Further mounts of the helper container, in Docker's form. */
    List<String> binds();

    void write(HelperMount mount) throws RestoreException, DockerException, InterruptedException;

    /** Compares what is there now with the repository. */
    void compare(HelperMount mount) throws RestoreException, DockerException, InterruptedException;
}
