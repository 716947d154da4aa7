package io.slackwater.app;

import io.slackwater.backrest.callbacks.StreamHeader;
import io.slackwater.backrest.client.BackrestClient;
import io.slackwater.backrest.client.BackrestException;
import io.slackwater.backrest.reconcile.Conflict;
import io.slackwater.backrest.reconcile.Destination;
import io.slackwater.backrest.reconcile.Entries;
import io.slackwater.discovery.Dataset;
import io.slackwater.policy.PlanPolicy;
import io.slackwater.policy.Policy;
import io.slackwater.repository.Repositories;
import io.slackwater.repository.RepositoryException;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Why Backrest may not store a dataset: equal host names, a token file that it cannot come with, another instance, a repository of its own
 * that has the name of ours, or an entry of ours that somebody edited.
 */
final class BackrestConflicts {

    private static final Logger LOG = Logger.getLogger(BackrestConflicts.class);

    private final BackrestClient client;
    private final BackrestHost hosts;
    private final StreamHeader header;
    private volatile Supplier<List<Conflict>> seen = List::of;
    private volatile BiFunction<Dataset, Policy, Optional<Entries>> entries = (dataset, policy) -> Optional.empty();

    BackrestConflicts(BackrestClient client, BackrestHost hosts, StreamHeader header) {
        this.client = client;
        this.hosts = hosts;
        this.header = header;
    }

    /** @param conflicts what the last look at Backrest's configuration found */
    void seen(Supplier<List<Conflict>> conflicts) {
        seen = conflicts;
    }

    /** @param known what Backrest should have for a dataset */
    void entries(BiFunction<Dataset, Policy, Optional<Entries>> known) {
        entries = known;
    }

    Optional<Entries> entries(Dataset dataset, Policy policy) {
        return entries.apply(dataset, policy);
    }

    /** What keeps all datasets from Backrest, whatever its configuration is. */
    List<Conflict> everywhere() {
        return Stream.of(hosts.conflict(), header.look())
                .flatMap(Optional::stream)
                .toList();
    }

    /** As far as is known without asking Backrest. */
    Optional<Conflict> known(String repository) {
        return everywhere().stream().findFirst().or(() -> of(repository, seen.get()));
    }

    static Optional<Conflict> of(String repository, List<Conflict> conflicts) {
        return conflicts.stream()
                .filter(one -> one.subject().equals("repository " + repository)
                        || one.subject().equals(Destination.INSTANCE))
                .findFirst();
    }

    /** Asks Backrest; one that does not answer is judged by what is known. */
    Optional<Conflict> now(Dataset dataset, Policy policy, Repositories repositories) throws InterruptedException {
        Optional<Conflict> names = everywhere().stream().findFirst();
        PlanPolicy plan = policy.plans().get(dataset.plan());
        if (names.isPresent() || plan == null) {
            return names;
        }
        String repository = plan.repository();
        try {
            Optional<String> restic = repositories.pinnedId(repository);
            if (restic.isEmpty()) {
                return Optional.empty();
            }
            String uri = repositories.get(repository).policy().uri();
            return new Destination(
                            dataset.id(), policy.instance(), repository, uri, restic.get(), entries(dataset, policy))
                    .conflict(client);
        } catch (BackrestException | RepositoryException e) {
            LOG.debugf("Backrest's repository cannot be looked at repository=%s reason=%s", repository, e.getMessage());
            return of(repository, seen.get());
        }
    }
}
