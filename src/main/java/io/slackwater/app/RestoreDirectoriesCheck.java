package io.slackwater.app;

import io.slackwater.docker.DockerException;
import io.slackwater.docker.EngineDocker;
import io.slackwater.policy.Policy;
import io.slackwater.policy.PolicyFile;
import io.slackwater.policy.RestorePolicy;
import io.slackwater.restore.RestoreDirectories;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The second part of the command {@code policy check}: tests on the host whether restores into the policy's directories
 * would be refused. The sidecar does not test this at its start, because backups must go on without such a directory.
 */
final class RestoreDirectoriesCheck {

    private RestoreDirectoriesCheck() {}

    /** Prints each problem to stderr, and returns the exit code. Without Docker's socket it checks nothing. */
    static int run(Settings settings) {
        Path socket = Path.of(settings.places().dockerSocket());
        if (!Files.exists(socket)) {
            System.err.println(
                    "slackwater: " + RestorePolicy.KEY + " was not checked, because " + socket + " is missing");
            return 0;
        }
        Policy policy = PolicyFile.load(settings.policyFile());
        Path secrets = Path.of(settings.places().secrets());
        SidecarContainer self = SidecarContainer.of(settings.places(), policy.instance());
        EngineDocker docker = new EngineDocker(socket, self::helperOwner, self::helperImage);
        try {
            List<String> problems = new RestoreDirectories(docker, self, () -> policy, secrets, self.data()).problems();
            problems.forEach(problem -> System.err.println("slackwater: " + problem));
            return problems.isEmpty() ? 0 : 1;
        } catch (DockerException e) {
            System.err.println("slackwater: " + RestorePolicy.KEY + " cannot be checked: " + e.getMessage());
            return 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }
}
