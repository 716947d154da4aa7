package io.slackwater.app;

import io.slackwater.journal.RestoreRecord;
import io.slackwater.restore.RepositoryAccess;
import io.slackwater.restore.RestorableSnapshots;
import io.slackwater.restore.RestoreDirectories;
import io.slackwater.restore.RestorePlaces;
import io.slackwater.restore.Restores;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.function.Consumer;

/** The restores. */
@Singleton
public class RestoreWiring {

    @Produces
    @Singleton
    final Restores restores;

    @Inject
    RestoreWiring(
            Installation installation,
            DockerHost host,
            BackupRepositories stores,
            Backups backups,
            Event<RestoreRecord> restored) {
        this(installation, host, stores, backups, (Consumer<RestoreRecord>) restored::fire);
    }

    /** @param restored gets each restore that ended */
    RestoreWiring(
            Installation installation,
            DockerHost host,
            BackupRepositories stores,
            Backups backups,
            Consumer<RestoreRecord> restored) {
        restores = new Restores(
                new RestorableSnapshots(
                        installation.journal,
                        installation.policy::current,
                        stores.repositories::get,
                        installation.repositoryAlarms,
                        backups.kinds,
                        installation.clock),
                new RestorePlaces(
                        host.docker,
                        installation.board::get,
                        installation.policy::current,
                        installation.journal.runs(),
                        new RepositoryAccess(host.self, installation.secrets),
                        new RestoreDirectories(
                                host.docker,
                                host.self,
                                installation.policy::current,
                                installation.secrets,
                                installation.own),
                        backups.kinds),
                installation.journal,
                installation.clock,
                restored);
    }
}
