package io.slackwater.app;

import io.slackwater.journal.Journal;
import io.slackwater.journal.RestoreRecord;
import io.slackwater.restore.DamageWarning;
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
        Journal journal = installation.journal;
        restores = new Restores(
                new RestorableSnapshots(
                        journal.verdicts(),
                        journal.repositories(),
                        installation.policy::current,
                        stores.repositories::get,
                        installation.trust.alarms(),
                        backups.kinds,
                        installation.clock),
                new RestorePlaces(
                        host.docker,
                        installation.board::get,
                        installation.policy::current,
                        journal.runs(),
                        new RepositoryAccess(host.self, installation.secrets),
                        new RestoreDirectories(
                                host.docker,
                                host.self,
                                installation.policy::current,
                                installation.secrets,
                                installation.own),
                        backups.kinds),
                new DamageWarning(journal.suspectedDamage(), journal.verdicts()),
                journal.restores(),
                journal.audit(),
                installation.clock,
                restored);
    }
}
