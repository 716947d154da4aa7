package io.slackwater.kind;

import io.slackwater.docker.DockerException;
import java.util.List;

/**
 * Two versions of one dataset's data: the live ones and those beside them. Each method finds the present state itself
 * and is idempotent, so that it also works after a crash at any point. Used by one thread.
 */
public interface Exchange {

    /**
     * Makes the restored data live. The old data are beside them afterwards.
     *
     * @throws RestoreException the restored data are not there, or cannot be exchanged; {@link #rollBack} then brings the
     *     old data back
     */
    void apply() throws RestoreException, DockerException, InterruptedException;

    /** The ids of the running containers that must stop before {@link #rollBack}. Empty when nothing was exchanged. */
    default List<String> stops() throws RestoreException, DockerException, InterruptedException {
        return List.of();
    }

    /** Makes the old data live and usable again. The restored data are beside them afterwards. */
    void rollBack() throws RestoreException, DockerException, InterruptedException;

    /** Whether the restored data are live. */
    boolean applied() throws RestoreException, DockerException, InterruptedException;

    /** Removes the data beside the live ones. Never touches live data. */
    void removeBeside() throws RestoreException, DockerException, InterruptedException;
}
