package io.slackwater.backrest.engine;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slackwater.backrest.client.BackrestClient;
import io.slackwater.backrest.client.BackrestException;
import io.slackwater.backrest.client.Operation;
import io.slackwater.backrest.client.OperationKind;
import io.slackwater.backrest.client.OperationQuery;
import io.slackwater.backrest.client.OperationStatus;
import io.slackwater.backrest.reconcile.Conflict;
import io.slackwater.backrest.reconcile.Destination;
import io.slackwater.backrest.reconcile.ReconcileDecision;
import io.slackwater.repository.Failure;
import io.slackwater.repository.Neighbour;
import io.slackwater.repository.RepositoryException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;
import org.jboss.logging.Logger.Level;

/**
 * Backrest as the other user of the repositories. Slackwater waits for its idle moment before an exclusive operation. Backrest
 * forgets a few snapshots itself, so that its page is true at once; many are forgotten by one restic and indexed, because
 * Backrest needs a second for each. Prevents that restic works on a repository while Backrest prunes it.
 */
public final class BackrestNeighbour implements Neighbour {

    private static final Logger LOG = Logger.getLogger(BackrestNeighbour.class);
    private static final int FEW = 8;
    private static final int NEWEST = 200;

    /**
     * @param idle how long somebody else's work is waited for
     * @param forget how long it may take to forget some snapshots
     * @param shows how long until it shows that it has
     * @param period between two looks
     */
    public record Patience(Duration idle, Duration forget, Duration shows, Duration period) {

        public static final Patience USUAL = new Patience(
                Duration.ofMinutes(5), Duration.ofMinutes(1), Duration.ofSeconds(10), Duration.ofMillis(500));
    }

    private final BackrestClient client;
    private final String host;
    private final Patience patience;
    private final LongSupplier nanos;

    /** @param host its host name, by which restic's locks tell who made them; never ours */
    public BackrestNeighbour(BackrestClient client, String host, Patience patience, LongSupplier nanos) {
        this.client = client;
        this.host = host;
        this.patience = patience;
        this.nanos = nanos;
    }

    @Override
    public boolean awaitIdle(String repository, String restic) throws RepositoryException, InterruptedException {
        long giveUp = nanos.getAsLong() + patience.idle().toNanos();
        while (true) {
            Optional<Operation> running;
            try {
                running = running(restic);
            } catch (BackrestException e) {
                // What it may still do holds restic's own lock, for which restic waits.
                LOG.debugf("cannot ask Backrest what it does repository=%s reason=%s", repository, e.getMessage());
                return false;
            }
            if (running.isEmpty()) {
                return true;
            }
            if (nanos.getAsLong() >= giveUp) {
                throw new RepositoryException(
                        Failure.LOCKED,
                        "repository " + repository + ": Backrest has been working on it for too long (operation "
                                + running.get().id() + ", " + running.get().kind() + " of plan "
                                + running.get().plan() + "). It is tried again later.");
            }
            Thread.sleep(patience.period());
        }
    }

    private Optional<Operation> running(String restic) throws BackrestException, InterruptedException {
        return client.operations(OperationQuery.ofRepository(restic).last(NEWEST)).stream()
                .filter(operation -> operation.status() == OperationStatus.INPROGRESS
                        && operation.kind() != OperationKind.INDEX_SNAPSHOT)
                .findFirst();
    }

    @Override
    public boolean locks(String name) {
        return name.equals(host);
    }

    @Override
    public Set<String> forget(Shared repository, Collection<String> snapshots) throws InterruptedException {
        Set<String> gone = new HashSet<>();
        if (snapshots.size() > FEW) {
            return gone;
        }
        try {
            if (!has(repository, "forget snapshots") || !free()) {
                return gone;
            }
            Map<String, Optional<String>> asked = new HashMap<>();
            for (String snapshot : snapshots) {
                Optional<String> plan = entry(snapshot).map(Operation::plan);
                if (plan.isPresent()) {
                    asked.put(snapshot, client.forget(repository.name(), plan.get(), snapshot));
                }
            }
            long now = nanos.getAsLong();
            long giveUp = now + patience.forget().toNanos();
            long news = now;
            while (!asked.isEmpty()
                    && now < giveUp
                    && now - news < patience.shows().toNanos()) {
                for (String snapshot : Set.copyOf(asked.keySet())) {
                    if (entry(snapshot).filter(Operation::forgotten).isPresent()) {
                        gone.add(snapshot);
                        asked.remove(snapshot);
                    }
                }
                Thread.sleep(patience.period());
                now = nanos.getAsLong();
                // Whoever writes the configuration empties the queue: what was asked for is gone without a trace then.
                if (queued(asked.values())) {
                    news = now;
                }
            }
        } catch (BackrestException e) {
            LOG.logf(
                    level(e),
                    "Backrest forgot not all that it should, we do repository=%s reason=%s",
                    repository.name(),
                    e.getMessage());
        }
        return gone;
    }

    private boolean queued(Collection<Optional<String>> forgets) throws BackrestException, InterruptedException {
        for (Optional<String> forget : forgets) {
            if (forget.isEmpty()
                    || !client.operations(OperationQuery.ofId(forget.get())).stream()
                            .allMatch(operation -> operation.status().ended())) {
                return true;
            }
        }
        return false;
    }

    /** An unreachable Backrest is reported once, not by each operation. */
    private static Level level(BackrestException e) {
        return e.reason() == BackrestException.Reason.UNREACHABLE ? Level.DEBUG : Level.WARN;
    }

    /** A repository of the user that has the name of an own one is left alone. An alarm says why. */
    private boolean has(Shared repository, String what) throws BackrestException, InterruptedException {
        ObjectNode config = client.config();
        Optional<Conflict> conflict =
                Destination.conflict(config, repository.name(), repository.uri(), repository.restic());
        conflict.ifPresent(another -> LOG.infof(
                "Backrest is not asked to %s repository=%s reason=\"%s\"", what, repository.name(), another.what()));
        return conflict.isEmpty() && ReconcileDecision.byId(config, "repos").containsKey(repository.name());
    }

    /** Whether nothing is in progress in its queue. */
    private boolean free() throws BackrestException, InterruptedException {
        return client.operations(OperationQuery.all().last(NEWEST)).stream()
                .noneMatch(operation -> operation.status() == OperationStatus.INPROGRESS);
    }

    private Optional<Operation> entry(String snapshot) throws BackrestException, InterruptedException {
        List<Operation> known = client.operations(OperationQuery.ofSnapshot(snapshot));
        return known.stream()
                .filter(operation -> operation.kind() == OperationKind.INDEX_SNAPSHOT)
                .findFirst();
    }

    @Override
    public void changed(Shared repository) {
        Thread.ofVirtual().name("backrest-index-" + repository.name()).start(() -> {
            try {
                if (has(repository, "look for snapshots")) {
                    client.indexSnapshots(repository.name());
                }
            } catch (BackrestException e) {
                LOG.logf(
                        level(e),
                        "Backrest's page is behind repository=%s reason=%s",
                        repository.name(),
                        e.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }
}
