package io.slackwater.app;

import io.slackwater.discovery.InventoryBoard;
import io.slackwater.journal.Journal;
import io.slackwater.policy.LivePolicy;
import io.slackwater.repository.Engine;
import io.slackwater.repository.Repositories;
import io.slackwater.run.BackupRuns;
import io.slackwater.run.BackupTargets;
import io.slackwater.run.Freezes;
import io.slackwater.run.Passes;
import io.slackwater.run.Retries;
import io.slackwater.run.Runs;
import io.slackwater.run.Storage;
import io.slackwater.trust.Acknowledgements;
import io.slackwater.trust.BatchRetention;
import io.slackwater.trust.PoisonCleanup;
import io.slackwater.trust.RepositoryLooks;
import io.slackwater.trust.SnapshotTrust;
import java.time.Clock;
import java.util.List;

/** Runs, and the care for the snapshots that they leave. */
record BackupRooms(Runs runs, RepositoryLooks looks, Acknowledgements acknowledgements) {

    static BackupRooms of(
            Installation installation,
            DockerHost host,
            Repositories repositories,
            List<Engine> engines,
            Passes passes,
            Retries retries) {
        Journal journal = installation.journal;
        SnapshotTrust trust = installation.trust;
        LivePolicy policy = installation.policy;
        InventoryBoard board = installation.board;
        Clock clock = installation.clock;
        PoisonCleanup cleanup = new PoisonCleanup(journal.poison(), trust, policy::current, repositories::get, engines);
        BatchRetention retention = new BatchRetention(
                trust, journal.verdicts(), cleanup, policy::current, board::get, repositories::get, clock);
        BackupRuns backups = new BackupRuns(
                new BackupTargets(host.docker, board::get, policy::current, repositories::get),
                passes,
                new Freezes(host.freezer, journal.verdicts(), journal.datasets()),
                new Storage(engines, cleanup, journal.poison(), trust, clock),
                retries);
        Runs runs = new Runs(
                backups,
                retention,
                journal.runs(),
                journal.verdicts(),
                installation.interruptedRuns,
                clock,
                policy.current().limits().concurrentRuns());
        policy.onChange(changed -> runs.concurrentRuns(changed.limits().concurrentRuns()));
        return new BackupRooms(
                runs,
                new RepositoryLooks(trust.alarms(), journal.verdicts(), policy::current, board::get, clock, retention),
                new Acknowledgements(journal.datasets(), trust.lost(), policy::current, board::get));
    }
}
