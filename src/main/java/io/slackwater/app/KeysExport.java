package io.slackwater.app;

import io.slackwater.docker.Container;
import io.slackwater.docker.DockerException;
import io.slackwater.docker.OwnContainer;
import io.slackwater.journal.Journal;
import io.slackwater.policy.Policy;
import io.slackwater.policy.PolicyFile;
import io.slackwater.repository.RecoveryKit;
import io.slackwater.repository.Repositories;
import io.slackwater.repository.RepositoryException;
import io.slackwater.repository.ResticPlaces;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The command {@code keys export}: prints the recovery kit to stdout, and records in the journal that it was exported.
 */
final class KeysExport {

    private KeysExport() {}

    /**
     * Returns a function that converts paths to host paths by the mounts of Slackwater's container. If Docker does not
     * answer, the kit lacks the host paths of local repositories.
     */
    private static Function<Path, Optional<Path>> onHost(Path socket) {
        try {
            Optional<Container> own = new OwnContainer(socket).find();
            return path ->
                    own.isEmpty() ? Optional.of(path) : new HostPaths(own.get().mounts()).onHost(path);
        } catch (DockerException e) {
            System.err.println(
                    "slackwater: the kit lacks the repositories' paths on the host, because Docker does not answer: "
                            + e.getMessage());
            return path -> Optional.empty();
        }
    }

    static int run(Settings settings, boolean html) {
        Clock clock = Clock.systemUTC();
        Path data = Path.of(settings.places().data());
        try {
            Policy policy = PolicyFile.load(settings.policyFile());
            ResticPlaces places = new ResticPlaces(
                    "restic",
                    Path.of(settings.places().secrets()),
                    data.resolve("kit-cache"),
                    data.resolve("kit-scratch"));
            RecoveryKit kit = new Repositories(places, policy, clock)
                    .recoveryKit(onHost(Path.of(settings.places().dockerSocket())));
            System.out.println(html ? kit.html() : kit.text());
            try (Journal journal = Journal.open(settings.journal(), clock)) {
                journal.repositories().inRecoveryKit(Set.copyOf(kit.repositories()));
                journal.audit()
                        .append("console", "keys export", String.join(",", kit.repositories()), html ? "html" : "text");
            }
            return 0;
        } catch (RepositoryException | RuntimeException e) {
            System.err.println("slackwater: the recovery kit cannot be printed: " + e.getMessage());
            return 1;
        }
    }
}
