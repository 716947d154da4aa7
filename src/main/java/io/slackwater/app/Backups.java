package io.slackwater.app;

import io.slackwater.backrest.callbacks.BackrestEventHandler;
import io.slackwater.backrest.callbacks.UnaskedBackups;
import io.slackwater.backrest.engine.BackrestEventStream;
import io.slackwater.backrest.reconcile.ReconcileLoop;
import io.slackwater.capture.TemporaryFiles;
import io.slackwater.discovery.Dataset;
import io.slackwater.discovery.InventoryBoard;
import io.slackwater.discovery.Kinds;
import io.slackwater.journal.Journal;
import io.slackwater.kind.ServiceKind;
import io.slackwater.policy.LivePolicy;
import io.slackwater.policy.PlanPolicy;
import io.slackwater.repository.EmbeddedEngine;
import io.slackwater.repository.Engine;
import io.slackwater.repository.Repositories;
import io.slackwater.repository.RepositoryException;
import io.slackwater.run.Maintenance;
import io.slackwater.run.Passes;
import io.slackwater.run.Retries;
import io.slackwater.run.Runs;
import io.slackwater.run.StreamEndpoint;
import io.slackwater.signin.HeaderFile;
import io.slackwater.stream.CallbackHandler;
import io.slackwater.stream.OfferedDumps;
import io.slackwater.stream.StreamServer;
import io.slackwater.trust.Acknowledgements;
import io.slackwater.trust.RepositoryLooks;
import io.vertx.core.Vertx;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** The kinds of services, the engine, the runs, and what connects the runs with Backrest. */
@Singleton
public class Backups {

    private static final Logger LOG = Logger.getLogger(Backups.class);
    private static final Duration BACKOFF = Duration.ofSeconds(10);

    final StreamServer streams;
    final Optional<Backrest> backrest;
    final Optional<BackrestEventStream> backrestEvents;

    @Produces
    @Singleton
    final Kinds<ServiceKind> kinds;

    @Produces
    @Singleton
    final Runs runs;

    @Produces
    @Singleton
    final RepositoryLooks looks;

    @Produces
    @Singleton
    final Acknowledgements acknowledgements;

    @Produces
    @Singleton
    final Maintenance maintenance;

    @Produces
    @Singleton
    final Optional<ReconcileLoop> reconcileLoop;

    @Inject
    Backups(
            SlackwaterConfig config,
            Vertx vertx,
            Installation installation,
            DockerHost host,
            BackupRepositories repositories)
            throws IOException {
        this(config, vertx, installation, host, repositories, UnaryOperator.identity(), BACKOFF);
    }

    /**
     * @param engine decorates the engine
     * @param backoff before the second attempt of a run; doubled before each further one
     */
    Backups(
            SlackwaterConfig config,
            Vertx vertx,
            Installation installation,
            DockerHost host,
            BackupRepositories stores,
            UnaryOperator<Engine> engine,
            Duration backoff)
            throws IOException {
        LivePolicy policy = installation.policy;
        Repositories repositories = stores.repositories;
        InventoryBoard board = installation.board;
        OfferedDumps desk = new OfferedDumps();
        HeaderFile header = new HeaderFile(Path.of(config.data()).resolve("stream.header"), false);
        // A header that cannot be written is known at the start.
        LOG.debugf("dumps are fetched with file=%s", header.file());
        streams = new StreamServer(
                vertx, desk, header.token(), () -> policy.current().limits().idle());
        kinds = new ServiceKinds(
                        host.docker,
                        installation.clock,
                        new JournalHistory(installation.journal),
                        new StackFiles(config, installation.journal),
                        workload -> board.get().rowsUnprotected(workload))
                .all();
        backrest = stores.backrest.isPresent()
                ? Optional.of(new Backrest(
                        stores.backrest.get(), config, host.docker, host.self, installation.journal, repositories))
                : Optional.empty();
        new TemporaryFiles(installation.scratch).close();
        List<Engine> engines = Stream.concat(
                        backrest
                                .map(one -> one.engine(
                                        board::get,
                                        policy::current,
                                        installation.journal,
                                        repositories,
                                        desk,
                                        host.freezer))
                                .stream(),
                        Stream.of(new EmbeddedEngine(policy.current().instance())))
                .map(engine)
                .toList();
        Journal journal = installation.journal;
        BackupRooms rooms = BackupRooms.of(
                installation,
                host,
                repositories,
                engines,
                new Passes(
                        kinds,
                        desk,
                        new StreamEndpoint(ownAddress(config.internalHost(), config.internalPort()), header::file),
                        journal.datasets(),
                        installation.trust.damaged(),
                        installation.scratch),
                new Retries(policy::current, attempt -> backoff.multipliedBy(1L << Math.min(attempt - 2, 6))));
        runs = rooms.runs();
        looks = rooms.looks();
        acknowledgements = rooms.acknowledgements();
        reconcileLoop = backrest.map(one -> one.reconcile(
                journal,
                new UnaskedBackups(
                        journal.runs(),
                        journal.poison(),
                        runs,
                        board::get,
                        dataset -> pinned(dataset, policy, repositories))));
        maintenance = new Maintenance(repositories::get, installation.trust, journal.audit(), installation.clock);
        streams.start(
                config.internalHost(),
                config.internalPort(),
                backrest.<CallbackHandler>map(one -> one.reception(runs, journal, board, policy::current))
                        .orElse(CallbackHandler.CLOSED));
        backrestEvents = backrest.map(one -> one.listen(
                new BackrestEventHandler(reconcileLoop.orElseThrow(), policy::current, board, repositories, looks)));
    }

    /** The address at which Slackwater's restic reads dumps. A port bound to one address is not reachable by loopback. */
    private static URI ownAddress(String bound, int port) {
        return URI.create("http://" + ("0.0.0.0".equals(bound) ? "127.0.0.1" : bound) + ":" + port);
    }

    private static Optional<String> pinned(Dataset dataset, LivePolicy policy, Repositories repositories) {
        PlanPolicy plan = policy.current().plans().get(dataset.plan());
        try {
            return plan == null ? Optional.empty() : repositories.pinnedId(plan.repository());
        } catch (RepositoryException e) {
            LOG.warnf("its id is not known now repository=%s reason=%s", plan.repository(), e.getMessage());
            return Optional.empty();
        }
    }
}
