package io.slackwater.app;

import io.slackwater.backrest.callbacks.BackrestCallbacks;
import io.slackwater.backrest.callbacks.BackrestEventHandler;
import io.slackwater.backrest.callbacks.BackupNow;
import io.slackwater.backrest.callbacks.BackupNowRules;
import io.slackwater.backrest.callbacks.BackupsWithoutCallback;
import io.slackwater.backrest.callbacks.StreamHeader;
import io.slackwater.backrest.callbacks.UncountedFirstBackups;
import io.slackwater.backrest.client.BackrestAccess;
import io.slackwater.backrest.client.BackrestClient;
import io.slackwater.backrest.client.BackrestUser;
import io.slackwater.backrest.client.DryRuns;
import io.slackwater.backrest.engine.BackrestEngine;
import io.slackwater.backrest.engine.BackrestEventStream;
import io.slackwater.backrest.engine.BackrestLogs;
import io.slackwater.backrest.engine.BackrestRestic;
import io.slackwater.backrest.engine.MissedCallbacks;
import io.slackwater.backrest.engine.PendingCallbacks;
import io.slackwater.backrest.engine.PolicySetting;
import io.slackwater.backrest.reconcile.BackrestConflicts;
import io.slackwater.backrest.reconcile.BackrestContainers;
import io.slackwater.backrest.reconcile.BackrestHostName;
import io.slackwater.backrest.reconcile.BackrestProvisioning;
import io.slackwater.backrest.reconcile.BackrestView;
import io.slackwater.backrest.reconcile.ReconcileLoop;
import io.slackwater.docker.DockerEvents;
import io.slackwater.journal.Journal;
import io.slackwater.repository.Engine;
import io.slackwater.repository.FileError;
import io.slackwater.repository.HostName;
import io.slackwater.repository.OtherRestic;
import io.slackwater.repository.Repositories;
import io.slackwater.run.FreezeEstimate;
import io.slackwater.run.Runs;
import io.slackwater.signin.Passwords;
import io.slackwater.stream.CallbackHandler;
import io.slackwater.stream.OfferedDumps;
import io.slackwater.trust.RepositoryLooks;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Creates the objects that talk to Backrest. It exists only when Backrest's address is configured. */
final class Backrest implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Backrest.class);
    private static final Duration PERIOD = Duration.ofMillis(500);

    /**
     * The longest wait for an operation of Backrest. A call of restic that needs an exclusive lock then fails, and is
     * repeated later.
     */
    private static final Duration LONGEST_OPERATION = Duration.ofMinutes(5);

    /** The wait before a new connection to Backrest's event stream. */
    private static final Duration RECONNECT = Duration.ofSeconds(10);

    /** The longest wait for the log of a run, because a page waits for it. */
    private static final Duration LONGEST_LOG = Duration.ofSeconds(3);

    private final Connection connection;
    private final BackrestClient client;
    private final StreamHeader header;
    private final BackrestConflicts conflicts;
    private final MissedCallbacks missedCallbacks;
    private final BackrestHostName hostName;
    private final Installation installation;
    private final Journal journal;
    private final DockerHost host;
    private final Repositories repositories;
    private final PendingCallbacks calls;
    private final BackrestProvisioning provisioning;

    /** The connection to Backrest's API. Also reports to each repository's lock whether Backrest's
     * restic uses the repository. */
    record Connection(BackrestAccess access, BackrestClient client, String host, String hostname)
            implements Supplier<OtherRestic> {

        /** Returns the connection; empty when no address of Backrest is configured. */
        static Optional<Connection> of(SlackwaterConfig.BackrestSettings config) {
            return config.url().filter(url -> !url.isBlank()).map(URI::create).map(address -> {
                BackrestAccess access = BackrestAccess.of(address, config.user(), Path.of(config.passwordFile()));
                String host = String.valueOf(address.getHost());
                return new Connection(
                        access,
                        new BackrestClient(access),
                        host,
                        config.hostname().orElse(host));
            });
        }

        @Override
        public OtherRestic get() {
            return new BackrestRestic(client, hostname, LONGEST_OPERATION, System::nanoTime);
        }
    }

    /**
     * Creates the objects. Creates the file with the token for Backrest's calls to Slackwater if it is missing.
     *
     * @param host Backrest's container is searched in the Compose project of Slackwater's own container
     */
    Backrest(
            Connection connection,
            SlackwaterConfig config,
            Installation installation,
            DockerHost host,
            Repositories repositories)
            throws IOException {
        this.connection = connection;
        this.installation = installation;
        this.journal = installation.journal;
        this.host = host;
        this.repositories = repositories;
        this.client = connection.client();
        Path headerFile = Path.of(config.backrest().headerFile());
        this.header = new StreamHeader(
                headerFile, (file, why) -> journal.audit().append("slackwater", "backrest-header", file, why));
        BackrestContainers containers =
                new BackrestContainers(host.docker, host.self::project, connection.host(), config.backrest()::hostname);
        this.calls = new PendingCallbacks(containers::running);
        this.hostName = new BackrestHostName(containers, HostName.ofThisMachine());
        this.provisioning = new BackrestProvisioning(
                client,
                repositories,
                journal,
                new BackrestView(
                        URI.create(config.streamUrl()),
                        headerFile,
                        Path.of(config.backrest().keys())),
                this::user,
                new BackupsWithoutCallback(
                        journal.runs(),
                        journal.poison(),
                        installation.board::get,
                        installation.policy::current,
                        repositories,
                        installation.clock)::settle,
                installation.clock);
        this.conflicts = new BackrestConflicts(
                client, repositories, provisioning, List.of(hostName::conflict, header::conflict));
        this.missedCallbacks = new MissedCallbacks(journal.backrest(), headerFile);
    }

    CallbackHandler reception(Runs runs) {
        return new BackrestCallbacks(
                calls,
                new BackupNow(
                        calls,
                        runs,
                        new BackupNowRules(
                                new FreezeEstimate(journal.verdicts(), journal.datasets()),
                                journal.poison(),
                                installation.board::get)),
                installation.board,
                header,
                dataset -> conflicts.now(dataset, installation.policy.current()),
                new DryRuns(client));
    }

    /** Receives Docker's events, so that the death of Backrest's container ends its backups at once. */
    DockerEvents events() {
        return calls;
    }

    Engine engine(OfferedDumps dumps) {
        return new BackrestEngine(
                client,
                calls,
                new PolicySetting(
                        installation.board::get,
                        installation.policy::current,
                        journal.verdicts(),
                        conflicts,
                        repositories::gate,
                        dataset -> new FreezeEstimate(journal.verdicts(), journal.datasets())
                                .reached(dataset, installation.board.get())
                                .isPresent(),
                        host.freezer::broken),
                missedCallbacks,
                dumps,
                PERIOD,
                System::nanoTime);
    }

    /**
     * Creates the loop that keeps Slackwater's plans and repositories in Backrest's configuration.
     *
     * @param takes whether Backrest makes the backups of a dataset
     */
    ReconcileLoop reconcile(Runs runs, Predicate<String> takes) {
        return new ReconcileLoop(
                provisioning,
                journal,
                dataset -> !journal.verdicts().of(dataset).isEmpty(),
                List.of(hostName::conflict, header::conflict, missedCallbacks::conflict),
                new UncountedFirstBackups(
                        journal.runs(), journal.backrest(), installation.policy::current, takes, runs, client));
    }

    BackrestEventStream listen(ReconcileLoop loop, RepositoryLooks looks) {
        return new BackrestEventStream(
                client,
                calls,
                new BackrestEventHandler(loop, installation.policy::current, installation.board, repositories, looks),
                RECONNECT);
    }

    BackrestLogs logs() {
        return new BackrestLogs(client, LONGEST_LOG);
    }

    /**
     * Returns the user to create in a Backrest that has no users. Empty when the password cannot be used. The hash takes
     * 0.3 s.
     */
    private Optional<BackrestUser> user() {
        try {
            String hash = Passwords.hash(connection.access().password().get());
            return Optional.of(new BackrestUser(
                    connection.access().user(),
                    Base64.getEncoder().encodeToString(hash.getBytes(StandardCharsets.UTF_8))));
        } catch (IOException | IllegalArgumentException e) {
            String reason = e instanceof IOException file ? FileError.reason(file) : e.getMessage();
            LOG.warnf(
                    "Slackwater creates no user in Backrest, because the password in SLACKWATER_BACKREST_PASSWORD_FILE cannot be used reason=%s",
                    reason);
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
