package io.slackwater.web;

import io.slackwater.backrest.BackrestAccess;
import io.slackwater.backrest.BackrestClient;
import io.slackwater.backrest.BackrestEngine;
import io.slackwater.backrest.BackrestNeighbour;
import io.slackwater.backrest.Calls;
import io.slackwater.discovery.Dataset;
import io.slackwater.discovery.Inventory;
import io.slackwater.journal.Journal;
import io.slackwater.journal.Journal.Verified;
import io.slackwater.policy.Limits;
import io.slackwater.policy.PlanPolicy;
import io.slackwater.policy.Policy;
import io.slackwater.repository.Engine;
import io.slackwater.repository.Gate;
import io.slackwater.repository.Neighbour;
import io.slackwater.repository.Repositories;
import io.slackwater.repository.Repository;
import io.slackwater.run.Runs;
import io.slackwater.schedule.InventoryBoard;
import io.slackwater.stream.Reception;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** What belongs to Backrest, put together when its address is configured. */
final class Backrest implements AutoCloseable {

    private static final Duration PERIOD = Duration.ofMillis(500);

    private final BackrestClient client;
    private final Calls calls = new Calls();
    private final Path headerFile;
    private final String host;

    private Backrest(BackrestClient client, Path headerFile, String host) {
        this.client = client;
        this.headerFile = headerFile;
        this.host = host;
    }

    static Optional<Backrest> of(SlackwaterConfig.Backrest config, Clock clock) {
        return config.url()
                .filter(url -> !url.isBlank())
                .map(url -> new Backrest(
                        new BackrestClient(
                                BackrestAccess.of(URI.create(url), config.user(), Path.of(config.passwordFile())),
                                clock),
                        Path.of(config.headerFile()),
                        config.hostname().orElse(String.valueOf(URI.create(url).getHost()))));
    }

    Neighbour neighbour() {
        return new BackrestNeighbour(client, host, BackrestNeighbour.Patience.USUAL, System::nanoTime);
    }

    Reception reception(Supplier<Runs> runs, InventoryBoard board) {
        return new BackrestCalls(calls, runs, board, headerFile);
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
                new Setting(inventory, policy, journal, repositories),
                PERIOD,
                System::nanoTime);
    }

    private record Setting(
            Supplier<Inventory> inventory, Supplier<Policy> policy, Journal journal, Repositories repositories)
            implements BackrestEngine.Setting {

        @Override
        public boolean wanted(String dataset) {
            return inventory
                    .get()
                    .dataset(dataset)
                    .map(Dataset::plan)
                    .flatMap(plan -> Optional.ofNullable(policy.get().plans().get(plan)))
                    .filter(plan -> plan.engine() == PlanPolicy.Engine.BACKREST)
                    .isPresent();
        }

        @Override
        public Optional<String> verified(String dataset, String restic) {
            return journal.verified(dataset).stream()
                    .filter(verified -> verified.repository().equals(restic))
                    .map(Verified::snapshot)
                    .findFirst();
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
