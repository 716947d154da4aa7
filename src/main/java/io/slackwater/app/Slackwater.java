package io.slackwater.app;

import io.slackwater.backrest.callbacks.BackrestEventHandler;
import io.slackwater.backrest.callbacks.UnaskedBackups;
import io.slackwater.backrest.engine.BackrestEventStream;
import io.slackwater.backrest.reconcile.ReconcileLoop;
import io.slackwater.capture.TemporaryFiles;
import io.slackwater.discovery.Dataset;
import io.slackwater.discovery.Inventory;
import io.slackwater.discovery.InventoryBoard;
import io.slackwater.discovery.Kinds;
import io.slackwater.discovery.MountProver;
import io.slackwater.docker.Docker;
import io.slackwater.docker.EngineDocker;
import io.slackwater.docker.LiveSurvey;
import io.slackwater.docker.MountProbe;
import io.slackwater.docker.OwnContainer;
import io.slackwater.freeze.KernelBootClock;
import io.slackwater.freeze.LeaseFreezer;
import io.slackwater.journal.Journal;
import io.slackwater.journal.RestoreRecord;
import io.slackwater.kind.ServiceKind;
import io.slackwater.policy.LivePolicy;
import io.slackwater.policy.PlanPolicy;
import io.slackwater.policy.Policy;
import io.slackwater.repository.EmbeddedEngine;
import io.slackwater.repository.Engine;
import io.slackwater.repository.Neighbour;
import io.slackwater.repository.Repositories;
import io.slackwater.repository.Repository;
import io.slackwater.repository.RepositoryException;
import io.slackwater.repository.ResticPlaces;
import io.slackwater.restore.RepositoryAccess;
import io.slackwater.restore.RestorableSnapshots;
import io.slackwater.restore.RestoreDirectories;
import io.slackwater.restore.RestorePlaces;
import io.slackwater.restore.Restores;
import io.slackwater.run.InterruptedRuns;
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
import io.slackwater.trust.RepositoryAlarms;
import io.slackwater.trust.RepositoryLooks;
import io.vertx.core.Vertx;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** All rooms, put together once, in the order in which they need each other. */
@Singleton
public class Slackwater {

    private static final Logger LOG = Logger.getLogger(Slackwater.class);

    private final Clock clock = Clock.systemUTC();
    private final Path scratch;
    private final LivePolicy policy;
    private final Journal journal;
    private final Kinds<ServiceKind> kinds;
    private final EngineDocker docker;
    private final LiveSurvey survey;
    private final OwnSelf self;
    private final LeaseFreezer freezer;
    private final Optional<Backrest> backrest;
    private final Optional<ReconcileLoop> provisioning;
    private final Repositories repositories;
    private final InventoryBoard board = new InventoryBoard();
    private final StreamServer streams;
    private final BackupRooms backups;
    private final Maintenance maintenance;
    private final Restores restores;
    private final RepositoryAlarms repositoryAlarms;
    private final Optional<BackrestEventStream> backrestEvents;
    private final Lock passing = new ReentrantLock();

    @Inject
    Slackwater(SlackwaterConfig config, Vertx vertx, Event<RestoreRecord> restored) throws IOException {
        this(config, vertx, UnaryOperator.identity(), BACKOFF, restored::fire);
    }

    /**
     * @param engine decorates the engine
     * @param backoff before the second attempt of a run; doubled before each further one
     * @param restored gets each restore that ended
     */
    Slackwater(
            SlackwaterConfig config,
            Vertx vertx,
            UnaryOperator<Engine> engine,
            Duration backoff,
            Consumer<RestoreRecord> restored)
            throws IOException {
        Path data = Path.of(config.data());
        Path secrets = Path.of(config.secrets());
        scratch = data.resolve("scratch");
        policy = new LivePolicy(Path.of(config.policyFile()), ServiceKinds.plans());
        journal = Journal.open(data.resolve("journal.db"), clock);
        docker = new EngineDocker(
                Path.of(config.dockerSocket()), policy.current().instance(), this::helperImage);
        survey = new LiveSurvey(docker::survey, clock);
        self = new OwnSelf(
                new OwnContainer(docker),
                config.helperImage(),
                config.stackDir().map(Path::of),
                List.of(secrets),
                List.of(data, Path.of(config.cache())));
        freezer = new LeaseFreezer(docker, journal.leases(), new KernelBootClock(Path.of("/proc")), clock);
        // Before all that takes its time or can fail. Nobody waits for it here: a daemon that hangs must not keep us
        // from starting.
        Thread.ofVirtual().name("thaw").start(freezer::settle);
        ResticPlaces places =
                new ResticPlaces(config.restic(), secrets, Path.of(config.cache()), data.resolve("restic-scratch"));
        Optional<Backrest.Connection> connection = Backrest.Connection.of(config.backrest(), clock);
        repositories = new Repositories(
                places,
                policy.current(),
                clock,
                connection.map(Backrest.Connection::get).orElse(Neighbour.NONE));
        policy.onChange(repositories::reload);
        OfferedDumps desk = new OfferedDumps();
        HeaderFile header = new HeaderFile(data.resolve("stream.header"), false);
        // Whatever keeps it from being written is known at the start.
        LOG.debugf("dumps are fetched with file=%s", header.file());
        streams = new StreamServer(
                vertx, desk, header.token(), () -> policy.current().limits().idle());
        kinds = new ServiceKinds(
                        docker,
                        clock,
                        new JournalHistory(journal),
                        new StackFiles(config, journal),
                        workload -> board.get().rowsUnprotected(workload))
                .all();
        backrest = connection.isPresent()
                ? Optional.of(new Backrest(connection.get(), config, docker, self, journal, repositories))
                : Optional.empty();
        new TemporaryFiles(scratch).close();
        List<Engine> engines = Stream.concat(
                        backrest
                                .map(one ->
                                        one.engine(board::get, policy::current, journal, repositories, desk, freezer))
                                .stream(),
                        Stream.of(new EmbeddedEngine(policy.current().instance())))
                .map(engine)
                .toList();
        backups = BackupRooms.of(
                new BackupRooms.Shared(docker, policy, board, journal, repositories, clock),
                engines,
                new Passes(
                        kinds,
                        desk,
                        new StreamEndpoint(ownAddress(config.internalHost(), config.internalPort()), header::file),
                        journal,
                        scratch),
                freezer,
                new Retries(policy::current, attempt -> backoff.multipliedBy(1L << Math.min(attempt - 2, 6))));
        provisioning = backrest.map(one -> one.reconcile(journal, unasked()));
        maintenance = new Maintenance(this::repository, journal, clock);
        repositoryAlarms = new RepositoryAlarms(journal);
        RestorePlaces restorePlaces = new RestorePlaces(
                docker,
                board::get,
                policy::current,
                journal.runs(),
                new RepositoryAccess(self, secrets),
                new RestoreDirectories(docker, self, policy::current, secrets, List.of(data, Path.of(config.cache()))),
                kinds);
        restores = new Restores(
                new RestorableSnapshots(journal, policy::current, this::repository, repositoryAlarms, kinds, clock),
                restorePlaces,
                journal,
                clock,
                restored);
        streams.start(
                config.internalHost(),
                config.internalPort(),
                backrest.<CallbackHandler>map(one -> one.reception(runs(), journal, board, policy::current))
                        .orElse(CallbackHandler.CLOSED));
        backrestEvents = backrest.map(one -> one.listen(
                new BackrestEventHandler(provisioning.orElseThrow(), policy::current, board, repositories, looks())));
    }

    private static final long LAST_PASS_SECONDS = 5;

    private static final Duration BACKOFF = Duration.ofSeconds(10);

    /** Where restic beside us finds the dumps: a port that is bound to one address is not on the loopback. */
    private static URI ownAddress(String bound, int port) {
        return URI.create("http://" + ("0.0.0.0".equals(bound) ? "127.0.0.1" : bound) + ":" + port);
    }

    private String helperImage() {
        return self.helperImage();
    }

    Kinds<ServiceKind> kinds() {
        return kinds;
    }

    public Clock clock() {
        return clock;
    }

    public Path scratch() {
        return scratch;
    }

    public Policy policy() {
        return policy.current();
    }

    public LivePolicy livePolicy() {
        return policy;
    }

    public Journal journal() {
        return journal;
    }

    public Docker docker() {
        return docker;
    }

    LiveSurvey survey() {
        return survey;
    }

    Changes changes() {
        return new Changes(journal, policy, board, clock);
    }

    MountProver mountProver() {
        return new MountProbe(docker, backrest.isPresent(), clock)::prove;
    }

    OwnSelf self() {
        return self;
    }

    LeaseFreezer freezer() {
        return freezer;
    }

    public Repository repository(String name) {
        return repositories.get(name);
    }

    Repositories repositories() {
        return repositories;
    }

    Optional<Instant> keySince(String repository) {
        return repositories.keySince(repository);
    }

    public InventoryBoard board() {
        return board;
    }

    /** What was found last; nothing before the first look. */
    Inventory inventory() {
        return board.get();
    }

    private UnaskedBackups unasked() {
        return new UnaskedBackups(journal, runs(), board::get, this::pinned);
    }

    private Optional<String> pinned(Dataset dataset) {
        PlanPolicy plan = policy.current().plans().get(dataset.plan());
        try {
            return plan == null ? Optional.empty() : repositories.pinnedId(plan.repository());
        } catch (RepositoryException e) {
            LOG.warnf("its id is not known now repository=%s reason=%s", plan.repository(), e.getMessage());
            return Optional.empty();
        }
    }

    int internalPort() {
        return streams.port();
    }

    /** What keeps Backrest's configuration; empty without one. */
    public Optional<ReconcileLoop> provisioning() {
        return provisioning;
    }

    public Runs runs() {
        return backups.runs();
    }

    public RepositoryLooks looks() {
        return backups.looks();
    }

    public Acknowledgements acknowledgements() {
        return backups.acknowledgements();
    }

    /** Ends what an earlier process left open. Returns the datasets that want another run at once. */
    Set<String> settleRuns() {
        return InterruptedRuns.settle(journal, clock, freezer::stood);
    }

    public Maintenance maintenance() {
        return maintenance;
    }

    public Restores restores() {
        return restores;
    }

    public RepositoryAlarms repositoryAlarms() {
        return repositoryAlarms;
    }

    /** Held by the running pass. */
    Lock passing() {
        return passing;
    }

    /** A pass that went on while the journal is closed behind it would take that for trouble, and alarm. */
    private void awaitPass() throws InterruptedException {
        if (passing.tryLock(LAST_PASS_SECONDS, TimeUnit.SECONDS)) {
            passing.unlock();
        } else {
            LOG.warnf("a pass does not end within %d s of the stop; it is left to end by itself", LAST_PASS_SECONDS);
        }
    }

    /** Thaws first: nothing may stay frozen because we go. */
    @PreDestroy
    void close() throws InterruptedException {
        freezer.thawAll();
        backrestEvents.ifPresent(BackrestEventStream::close);
        runs().close();
        looks().close();
        streams.close();
        if (provisioning.isPresent()) {
            provisioning.get().close();
        }
        backrest.ifPresent(Backrest::close);
        awaitPass();
        docker.close();
        journal.close();
        LOG.info("stopped");
    }
}
