package io.slackwater.app;

import io.slackwater.backrest.engine.BackrestEventStream;
import io.slackwater.backrest.reconcile.ReconcileLoop;
import io.slackwater.discovery.Discovery;
import io.slackwater.discovery.InventoryBoard;
import io.slackwater.discovery.Kinds;
import io.slackwater.docker.EngineDocker;
import io.slackwater.docker.MountProbe;
import io.slackwater.journal.Journal;
import io.slackwater.journal.RestoreRecord;
import io.slackwater.kind.ServiceKind;
import io.slackwater.policy.LivePolicy;
import io.slackwater.repository.EmbeddedEngine;
import io.slackwater.repository.Engine;
import io.slackwater.repository.OtherRestic;
import io.slackwater.repository.Repositories;
import io.slackwater.repository.ResticPlaces;
import io.slackwater.repository.TemporaryFiles;
import io.slackwater.restore.DownloadSpool;
import io.slackwater.restore.DumpContents;
import io.slackwater.restore.InPlaceRestores;
import io.slackwater.restore.RepositoryAccess;
import io.slackwater.restore.RestorableSnapshots;
import io.slackwater.restore.RestoreDirectories;
import io.slackwater.restore.RestoreHistory;
import io.slackwater.restore.RestorePlaces;
import io.slackwater.restore.Restores;
import io.slackwater.restore.SnapshotFiles;
import io.slackwater.run.BackupRuns;
import io.slackwater.run.BackupTargets;
import io.slackwater.run.Engines;
import io.slackwater.run.FreezeEstimate;
import io.slackwater.run.Maintenance;
import io.slackwater.run.Passes;
import io.slackwater.run.RecentRunLogs;
import io.slackwater.run.RestoreWait;
import io.slackwater.run.Retries;
import io.slackwater.run.Runs;
import io.slackwater.run.TreePasses;
import io.slackwater.schedule.BackupHistory;
import io.slackwater.schedule.DueDecision;
import io.slackwater.schedule.KnownDatasets;
import io.slackwater.schedule.Scheduler;
import io.slackwater.signin.HeaderFile;
import io.slackwater.stream.OfferedDumps;
import io.slackwater.stream.StreamServer;
import io.slackwater.trust.Acknowledgements;
import io.slackwater.trust.BatchRetention;
import io.slackwater.trust.PoisonCleanup;
import io.slackwater.trust.RepositoryLooks;
import io.slackwater.trust.SnapshotDeletion;
import io.slackwater.trust.SnapshotTrust;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Creates the objects that make backups: repositories, kinds, engines, runs, restores, the schedule and the parts of
 * Backrest.
 */
@Singleton
public class Backups {

    private static final Logger LOG = Logger.getLogger(Backups.class);
    private static final Duration BACKOFF = Duration.ofSeconds(10);

    final StreamServer streams;
    final Optional<Backrest> backrest;
    final Optional<BackrestEventStream> backrestEvents;

    @Produces
    final Repositories repositories;

    final Kinds<ServiceKind> kinds;

    final Discovery discovery;

    @Produces
    final Runs runs;

    @Produces
    final RecentRunLogs runLogs;

    final BatchRetention retention;

    final RepositoryLooks looks;

    @Produces
    final Acknowledgements acknowledgements;

    @Produces
    final RepositoryFindings repositoryFindings;

    @Produces
    final SnapshotDeletion deletion;

    @Produces
    final Maintenance maintenance;

    @Produces
    final Restores restores;

    @Produces
    final SnapshotFiles snapshotFiles;

    @Produces
    final InPlaceRestores inPlaceRestores;

    @Produces
    final DumpContents dumpContents;

    @Produces
    final DownloadSpool downloadSpool;

    @Produces
    final Optional<ReconcileLoop> reconcileLoop;

    @Produces
    final Scheduler scheduler;

    @Inject
    Backups(
            SlackwaterConfig config,
            Vertx vertx,
            Installation installation,
            DockerHost host,
            Event<RestoreRecord> restored)
            throws IOException {
        this(config, vertx, installation, host, UnaryOperator.identity(), BACKOFF, restored::fire);
    }

    /**
     * @param engine wraps each engine; tests inject faults here
     * @param backoff the wait before the second attempt of a run; doubled before each further attempt
     * @param restored called with each restore that ended
     */
    Backups(
            SlackwaterConfig config,
            Vertx vertx,
            Installation installation,
            DockerHost host,
            UnaryOperator<Engine> engine,
            Duration backoff,
            Consumer<RestoreRecord> restored)
            throws IOException {
        LivePolicy policy = installation.policy;
        Journal journal = installation.journal;
        InventoryBoard board = installation.board;
        Clock clock = installation.clock;
        SnapshotTrust trust = installation.trust;
        EngineDocker docker = host.docker;
        new TemporaryFiles(installation.scratch).close();
        Optional<Backrest.Connection> connection = Backrest.Connection.of(config.backrest());
        repositories = new Repositories(
                new ResticPlaces(
                        config.restic(),
                        installation.secrets,
                        Path.of(config.cache()),
                        Path.of(config.data()).resolve("restic-scratch")),
                policy.current(),
                clock,
                connection.map(Backrest.Connection::get).orElse(OtherRestic.NONE));
        policy.onChange(repositories::reload);
        backrest = connection.isPresent()
                ? Optional.of(new Backrest(connection.get(), config, installation, host, repositories))
                : Optional.empty();
        kinds = new ServiceKinds(docker, clock, new JournalHistory(journal), new StackFiles(config, journal)).all();
        discovery = new Discovery(
                docker,
                policy::current,
                clock,
                new MountProbe(docker::helper, backrest.isPresent(), clock)::prove,
                kinds);

        OfferedDumps dumps = new OfferedDumps();
        HeaderFile header = new HeaderFile(Path.of(config.data()).resolve("stream.header"), false);
        // Fails the start when the header cannot be written.
        LOG.debugf("dumps are fetched with file=%s", header.file());
        Optional<Engine> first = backrest.map(one -> engine.apply(one.engine(dumps)));
        Engine embedded = engine.apply(new EmbeddedEngine(policy.current().instance()));

        PoisonCleanup cleanup = new PoisonCleanup(
                journal.poison(),
                trust,
                policy::current,
                repositories::get,
                Stream.concat(first.stream(), Stream.of(embedded)).toList());
        retention = new BatchRetention(trust, journal, cleanup, policy::current, board::get, repositories::get, clock);
        runs = new Runs(
                new BackupRuns(
                        new BackupTargets(docker, board::get, policy::current, repositories::get, trust.alarms()),
                        new Passes(
                                kinds,
                                dumps,
                                ownAddress(config.internalHost(), config.internalPort()),
                                header::file,
                                new TreePasses(
                                        journal.datasets(),
                                        journal.verdicts(),
                                        journal.repositories(),
                                        trust.damaged(),
                                        installation.scratch,
                                        clock)),
                        host.commands,
                        host.freezer,
                        new FreezeEstimate(journal.verdicts(), journal.datasets()),
                        new Engines(first, embedded),
                        new Retries(policy::current, attempt -> backoff.multipliedBy(1L << Math.min(attempt - 2, 6))),
                        new RestoreWait(journal.replacedData(), Duration.ofSeconds(1)),
                        cleanup,
                        journal.poison(),
                        trust),
                retention,
                journal.runs(),
                journal.verdicts(),
                installation.interruptedRuns,
                clock,
                policy.current().limits().concurrentRuns());
        runLogs = new RecentRunLogs(clock);
        runs.listen(runLogs);
        policy.onChange(changed -> runs.concurrentRuns(changed.limits().concurrentRuns()));
        looks = new RepositoryLooks(
                trust.alarms(),
                journal.verdicts(),
                policy::current,
                retention,
                repositories::identitySigns,
                runs::idle);
        acknowledgements = new Acknowledgements(journal.datasets(), trust.lost(), policy::current, board::get);
        repositoryFindings = new RepositoryFindings(journal.repositories(), policy, repositories, trust);
        deletion = new SnapshotDeletion(trust, journal, policy::current, retention);
        maintenance = new Maintenance(repositories::get, trust, retention, deletion, journal.audit(), clock);
        RestorableSnapshots restorable = new RestorableSnapshots(
                journal.verdicts(),
                journal.safetySnapshots(),
                journal.repositories(),
                policy::current,
                repositories::get,
                trust.alarms(),
                kinds);
        snapshotFiles = new SnapshotFiles(restorable, installation.scratch, clock);
        dumpContents = new DumpContents(restorable, board::get, journal.runs(), kinds);
        downloadSpool = new DownloadSpool(installation.scratch);
        RestorePlaces places = new RestorePlaces(
                docker,
                board::get,
                policy::current,
                journal.runs(),
                new RepositoryAccess(host.self, installation.secrets),
                new RestoreDirectories(docker, host.self, policy::current, installation.secrets, host.self.data()),
                kinds);
        RestoreHistory history = new RestoreHistory(journal.restores(), clock, restored);
        restores = new Restores(
                restorable, places, journal.suspectedDamage(), journal.restores(), journal.audit(), history, clock);
        inPlaceRestores = new InPlaceRestores(
                restorable,
                places,
                new SafetyRuns(runs),
                RestoreRecovery.liveFiles(host, policy).users(),
                journal,
                history,
                clock);

        reconcileLoop = backrest.map(one -> one.reconcile(runs, first.orElseThrow()::takes));
        scheduler = new Scheduler(
                maintenance,
                new KnownDatasets(
                        board,
                        policy::current,
                        runs,
                        new BackupHistory(
                                journal.runs(), journal.verdicts(), journal.repositories(), journal.schedule()),
                        repositoryFindings::forBackup,
                        dataset -> dataset.last().isEmpty()
                                && reconcileLoop
                                        .filter(loop -> loop.awaitsPlan(dataset.id(), dataset.plan(), policy.current()))
                                        .isPresent(),
                        ServiceKinds::shared),
                new DueDecision(clock, journal.schedule()));
        streams = new StreamServer(
                vertx,
                dumps,
                header.token(),
                () -> policy.current().limits().idle(),
                backrest.map(one -> one.reception(runs)));
        streams.start(config.internalHost(), config.internalPort());
        backrestEvents = backrest.map(one -> one.listen(reconcileLoop.orElseThrow(), looks));
    }

    /**
     * The address at which Slackwater's restic reads dumps. If the port is bound to one address only, loopback does not
     * reach it.
     */
    private static URI ownAddress(String bound, int port) {
        return URI.create("http://" + ("0.0.0.0".equals(bound) ? "127.0.0.1" : bound) + ":" + port);
    }
}
