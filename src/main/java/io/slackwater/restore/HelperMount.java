package io.slackwater.restore;

import io.slackwater.docker.DockerException;
import io.slackwater.docker.ExecCommand;
import io.slackwater.docker.ExecResult;
import io.slackwater.docker.HelperContainer;
import io.slackwater.kind.ExecFeed;
import io.slackwater.kind.RestoreException;
import java.time.Duration;

/**
 * A volume or directory that is mounted in a helper container, which writes the restored data.
 *
 * @param path the path in the helper container
 * @param words the volume or directory, for messages
 */
record HelperMount(HelperContainer helper, String path, String words) {

    private static final Duration LONG = Duration.ofHours(24);

    /** Runs a command in the helper container. Returns the result even if the command fails. */
    ExecResult exec(ExecCommand command) throws DockerException, InterruptedException {
        return helper.exec(command, LONG);
    }

    /**
     * Runs a command in the helper container.
     *
     * @param what the action, for messages
     * @throws RestoreException the command failed
     */
    void run(ExecCommand command, String what) throws RestoreException, DockerException, InterruptedException {
        ExecResult result = exec(command);
        if (!result.ok()) {
            throw new RestoreException(what + " failed: " + result.reason()
                    + ". Check that the target is writable and has free space (df -h).");
        }
    }

    ExecFeed feed() {
        return new ExecFeed(helper::open);
    }
}
