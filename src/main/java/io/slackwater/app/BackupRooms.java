package io.slackwater.app;

import io.slackwater.discovery.InventoryBoard;
import io.slackwater.docker.Docker;
import io.slackwater.freeze.Freezer;
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
import java.time.Clock;
import java.util.List;

/** Runs, and the care for the snapshots that they leave. */
record BackupRooms(Runs runs, RepositoryLooks looks, Acknowledgements acknowledgements) {

    /** What runs share with other rooms. */
    record Shared(
            Docker docker,
            LivePolicy policy,
            InventoryBoard board,
            Journal journal,
            Repositories repositories,
            Clock clock) {}

    static BackupRooms of(Shared shared, List<Engine> engines, Passes passes, Freezer freezer, Retries retries) {
        Journal journal = shared.journal();
        LivePolicy policy = shared.policy();
        PoisonCleanup cleanup = new PoisonCleanup(journal, policy::current, shared.repositories()::get, engines);
        BatchRetention retention = new BatchRetention(
                journal, policy::current, shared.board()::get, shared.repositories()::get, shared.clock(), cleanup);
        BackupRuns backups = new BackupRuns(
                new BackupTargets(shared.docker(), shared.board()::get, policy::current, shared.repositories()::get),
                passes,
                new Freezes(freezer, journal.verdicts(), journal.datasets()),
                new Storage(engines, cleanup, journal, shared.clock()),
                retries);
        Runs runs = new Runs(
                backups,
                retention,
                journal,
                shared.clock(),
                policy.current().limits().concurrentRuns());
        policy.onChange(changed -> runs.concurrentRuns(changed.limits().concurrentRuns()));
        return new BackupRooms(
                runs,
                new RepositoryLooks(journal, policy::current, shared.board()::get, shared.clock(), retention),
                new Acknowledgements(journal, policy::current, shared.board()::get));
    }
}
