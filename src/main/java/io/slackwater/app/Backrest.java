package io.slackwater.app;

import io.slackwater.backrest.callbacks.BackrestCalls;
import io.slackwater.backrest.callbacks.StreamHeader;
import io.slackwater.backrest.client.BackrestAccess;
import io.slackwater.backrest.client.BackrestClient;
import io.slackwater.backrest.client.BackrestUser;
import io.slackwater.backrest.client.DryRuns;
import io.slackwater.backrest.engine.BackrestEngine;
import io.slackwater.backrest.engine.BackrestEventStream;
import io.slackwater.backrest.engine.BackrestNeighbour;
import io.slackwater.backrest.engine.Calls;
import io.slackwater.backrest.engine.Unheard;
import io.slackwater.backrest.reconcile.BackrestProvisioning;
import io.slackwater.backrest.reconcile.BackrestView;
import io.slackwater.backrest.reconcile.Entries;
import io.slackwater.backrest.reconcile.MadeBackups;
import io.slackwater.backrest.reconcile.PolicyRepositories;
import io.slackwater.discovery.Dataset;
import io.slackwater.discovery.Inventory;
import io.slackwater.discovery.InventoryBoard;
import io.slackwater.docker.Docker;
import io.slackwater.journal.Journal;
import io.slackwater.journal.Verified;
import io.slackwater.policy.Limits;
import io.slackwater.policy.PlanPolicy;
import io.slackwater.policy.Policy;
import io.slackwater.repository.Engine;
import io.slackwater.repository.Gate;
import io.slackwater.repository.HostName;
import io.slackwater.repository.Neighbour;
import io.slackwater.repository.Repositories;
import io.slackwater.repository.Repository;
import io.slackwater.run.FreezeEstimate;
import io.slackwater.run.Runs;
import io.slackwater.signin.Passwords;
import io.slackwater.stream.Reception;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** What belongs to Backrest, put together when its address is configured. */
final class Backrest implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Backrest.class);
    private static final Duration PERIOD = Duration.ofMillis(500);

    /** How long after it stopped talking Backrest is listened to again. */
    private static final Duration LISTENED_AGAIN = Duration.ofSeconds(10);

    private final BackrestClient client;
    private final Calls calls = new Calls();
    private final BackrestAccess access;
    private final BackrestView view;
    private final StreamHeader header;
    private final String host;
    private final BackrestConflicts conflicts;
    private final Clock clock;

    private Backrest(
            BackrestAccess access,
            BackrestView view,
            StreamHeader header,
            String host,
            BackrestHost hosts,
            Clock clock) {
        this.client = new BackrestClient(access, clock);
        this.access = access;
        this.view = view;
        this.header = header;
        this.host = host;
        this.conflicts = new BackrestConflicts(client, hosts, header);
        this.clock = clock;
    }

    /**
     * Makes the header file with which Backrest comes to the internal port, when it is not there yet.
     *
     * @param self in whose Compose project Backrest's container is looked for
     */
    static Optional<Backrest> of(SlackwaterConfig all, Docker docker, OwnSelf self, Journal journal, Clock clock)
            throws IOException {
        SlackwaterConfig.Backrest config = all.backrest();
        Optional<String> url = config.url().filter(one -> !one.isBlank());
        if (url.isEmpty()) {
            return Optional.empty();
        }
        URI address = URI.create(url.get());
        String name = String.valueOf(address.getHost());
        StreamHeader header = StreamHeader.of(
                Path.of(config.headerFile()),
                (file, why) -> journal.audit().append("slackwater", "backrest-header", file, why));
        return Optional.of(new Backrest(
                BackrestAccess.of(address, config.user(), Path.of(config.passwordFile())),
                new BackrestView(URI.create(all.streamUrl()), header.file(), Path.of(config.keys())),
                header,
                config.hostname().orElse(name),
                new BackrestHost(docker, self::project, HostName.ofThisMachine(), name, config::hostname),
                clock));
    }

    Neighbour neighbour() {
        return new BackrestNeighbour(client, host, BackrestNeighbour.Patience.USUAL, System::nanoTime);
    }

    Reception reception(Runs runs, InventoryBoard board, Supplier<Policy> policy, Repositories repositories) {
        return new BackrestCalls(
                calls,
                runs,
                board,
                header,
                dataset -> conflicts.now(dataset, policy.get(), repositories),
                new DryRuns(client),
                System::nanoTime);
    }

    Engine engine(
            Engine embedded,
            Supplier<Inventory> inventory,
            Supplier<Policy> policy,
            Journal journal,
            Repositories repositories) {
        return new BackrestEngine(
                client,
                calls,
                embedded,
                new Setting(inventory, policy, journal, repositories, conflicts, unheard(journal)),
                PERIOD,
                System::nanoTime);
    }

    /** @param backups hears of what Backrest may have made without asking us */
    Provisioning provisioning(Journal journal, Repositories repositories, MadeBackups backups) {
        Unheard unheard = unheard(journal);
        PolicyRepositories known = PolicyRepositories.of(repositories);
        conflicts.entries((dataset, policy) ->
                BackrestPlans.of(policy, dataset).flatMap(planned -> Entries.of(policy, planned, view, known)));
        Provisioning provisioning = new Provisioning(
                new BackrestProvisioning(client, known, new Provisioning.Memory(journal), view, user(), backups, clock),
                journal,
                () -> Stream.concat(conflicts.everywhere().stream(), unheard.conflict().stream())
                        .toList());
        conflicts.seen(provisioning::conflicts);
        return provisioning;
    }

    BackrestEventStream listen(BackrestEventStream.Heard heard) {
        return new BackrestEventStream(client, calls, heard, LISTENED_AGAIN);
    }

    private Unheard unheard(Journal journal) {
        return new Unheard(new Provisioning.Memory(journal), view.headerFile());
    }

    /** For a Backrest that nobody can sign in to yet; one that is set up already keeps its own. */
    private Optional<BackrestUser> user() {
        try {
            String hash = Passwords.hash(access.password().read());
            return Optional.of(new BackrestUser(
                    access.user(), Base64.getEncoder().encodeToString(hash.getBytes(StandardCharsets.UTF_8))));
        } catch (IOException | IllegalArgumentException e) {
            LOG.warnf("a Backrest without a sign-in is left without: its password cannot be used reason=%s", e);
            return Optional.empty();
        }
    }

    private record Setting(
            Supplier<Inventory> inventory,
            Supplier<Policy> policy,
            Journal journal,
            Repositories repositories,
            BackrestConflicts conflicts,
            Unheard unheard)
            implements BackrestEngine.Setting {

        @Override
        public boolean wanted(String dataset) {
            return inventory
                            .get()
                            .dataset(dataset)
                            .map(Dataset::plan)
                            .flatMap(plan ->
                                    Optional.ofNullable(policy.get().plans().get(plan)))
                            .filter(plan -> plan.engine() == PlanPolicy.Engine.BACKREST)
                            .filter(plan -> conflicts.known(plan.repository()).isEmpty())
                            .isPresent()
                    && !freezesTooLong(dataset);
        }

        /** Until one fits again: a restic of our own has a little more of the same time. */
        private boolean freezesTooLong(String dataset) {
            return inventory
                    .get()
                    .dataset(dataset)
                    .flatMap(
                            one -> FreezeEstimate.reached(one, inventory.get(), journal.datasets(), journal.verdicts()))
                    .isPresent();
        }

        @Override
        public Optional<String> verified(String dataset, String restic) {
            return journal.verdicts().of(dataset).stream()
                    .filter(verified -> verified.repository().equals(restic))
                    .map(Verified::snapshot)
                    .findFirst();
        }

        @Override
        public Optional<Entries> entries(String dataset) {
            return inventory.get().dataset(dataset).flatMap(one -> conflicts.entries(one, policy.get()));
        }

        @Override
        public String instance() {
            return policy.get().instance();
        }

        @Override
        public Gate gate(Repository repository) {
            return repositories.gate(repository);
        }

        @Override
        public Limits limits() {
            return policy.get().limits();
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
