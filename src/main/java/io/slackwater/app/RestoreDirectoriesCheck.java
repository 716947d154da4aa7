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
 * The part of {@code policy check} that only the host can answer: whether restores into the directories of the policy would be
 * refused. No part of the start, because a directory may vanish while backups must go on.
 */
final class RestoreDirectoriesCheck {

    private RestoreDirectoriesCheck() {}

    /** Prints each problem to stderr, and returns the exit code. Without Docker's socket nothing is checked. */
    static int run(Settings settings) {
        Path socket = Path.of(settings.places().dockerSocket());
        if (!Files.exists(socket)) {
            System.err.println("slackwater: " + RestorePolicy.KEY + " was not checked: " + socket + " is not here");
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
