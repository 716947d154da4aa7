package io.slackwater.app;

import io.slackwater.discovery.Discovery;
import io.slackwater.discovery.Kinds;
import io.slackwater.discovery.NeverFrozen;
import io.slackwater.docker.DockerException;
import io.slackwater.docker.MountProbe;
import io.slackwater.journal.RestoreRecord;
import io.slackwater.kind.ServiceKind;
import io.slackwater.policy.LivePolicy;
import io.slackwater.restore.InPlaceRecovery;
import io.slackwater.restore.LiveFiles;
import io.slackwater.restore.RestoreHistory;
import io.slackwater.restore.TreeUsers;
import java.util.List;

/**
 * The command {@code restore recover}: brings the old data back after a restore in place that was interrupted, while the
 * sidecar does not run.
 */
final class RestoreRecovery {

    private RestoreRecovery() {}

    /** Prints how each restore ended, and returns the exit code: 0 when nothing is left to recover. */
    static int run(Settings settings) {
        try {
            Installation installation = new Installation(settings.places());
            try (var journal = installation.journal) {
                return run(settings, installation);
            }
        } catch (DockerException | RuntimeException e) {
            System.err.println("slackwater: nothing was recovered: " + e.getMessage());
            return 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }

    private static int run(Settings settings, Installation installation) throws DockerException, InterruptedException {
        DockerHost host = new DockerHost(settings.places(), installation);
        Kinds<ServiceKind> kinds = new ServiceKinds(
                        host.docker,
                        installation.clock,
                        new JournalHistory(installation.journal),
                        new StackFiles(settings.places(), installation.journal))
                .all();
        RestoreHistory history = new RestoreHistory(
                installation.journal.restores(),
                installation.clock,
                restore -> System.out.println("restore " + restore.id() + " of " + restore.dataset() + ": "
                        + restore.state() + ", " + restore.message()));
        installation.board.put(new Discovery(
                        host.docker,
                        installation.policy::current,
                        installation.clock,
                        new MountProbe(host.docker::helper, false, installation.clock)::prove,
                        kinds)
                .look(host.docker.survey(), host.self.environment()));
        InPlaceRecovery recovery = new InPlaceRecovery(
                installation.journal,
                installation.board::get,
                kinds,
                liveFiles(host, installation.policy),
                history,
                () -> installation.policy.current().restore().keepOld(),
                installation.clock);
        // The helper of the killed sidecar may still write.
        host.docker.sweepHelpers();
        recovery.settle();
        List<RestoreRecord> left = recovery.interrupted();
        left.forEach(restore -> System.err.println(
                "slackwater: restore " + restore.id() + " of " + restore.dataset() + ": " + restore.message()));
        return left.isEmpty() ? 0 : 1;
    }

    /** The parts that exchange live files. Containers that backups need are never stopped. */
    static LiveFiles liveFiles(DockerHost host, LivePolicy policy) {
        return new LiveFiles(
                host.docker,
                new TreeUsers(
                        host.docker,
                        host.docker,
                        container -> new NeverFrozen(host.self.environment(), policy.current()).reason(container)));
    }
}
