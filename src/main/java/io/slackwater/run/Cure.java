package io.slackwater.run;

import io.slackwater.discovery.Dataset;
import io.slackwater.journal.Journal;
import io.slackwater.journal.Journal.Poison;
import io.slackwater.policy.PlanPolicy;
import io.slackwater.policy.Policy;
import io.slackwater.repository.Repository;
import io.slackwater.repository.RepositoryException;
import io.slackwater.repository.Snapshot;
import io.slackwater.run.RunFailure.Failed;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Forgets poison: snapshots of runs that ended otherwise. A dataset's next run waits for that, so that a snapshot which is not
 * whole never becomes a parent, never is listed and never counts.
 */
final class Cure {

    private static final Logger LOG = Logger.getLogger(Cure.class);

    private final Journal journal;
    private final Supplier<Policy> policy;
    private final Function<String, Repository> repositories;

    Cure(Journal journal, Supplier<Policy> policy, Function<String, Repository> repositories) {
        this.journal = journal;
        this.policy = policy;
        this.repositories = repositories;
    }

    /**
     * Forgets the dataset's poison in its plan's repository. Costs nothing when there is none.
     *
     * @return the runs whose leftovers were forgotten: they may have left something in the workload, too
     */
    List<String> before(Dataset dataset) throws Failed, InterruptedException {
        List<Poison> mine = journal.poison().stream()
                .filter(poison -> poison.dataset().equals(dataset.id()))
                .toList();
        PlanPolicy plan = policy.get().plans().get(dataset.plan());
        if (mine.isEmpty() || plan == null) {
            return List.of();
        }
        try {
            forget(repositories.apply(plan.repository()), mine);
            return mine.stream().map(Poison::run).toList();
        } catch (RepositoryException e) {
            throw new Failed(
                    "an unverified leftover of an earlier run of " + dataset.id()
                            + " must be forgotten first, and that failed: " + e.getMessage(),
                    e.failure().canPass(),
                    e);
        }
    }

    /** Forgets all poison of one repository in one call: at the end of a batch. */
    void sweep(Repository repository) throws RepositoryException, InterruptedException {
        List<Poison> all = journal.poison();
        if (!all.isEmpty()) {
            forget(repository, all);
        }
    }

    private void forget(Repository repository, List<Poison> candidates)
            throws RepositoryException, InterruptedException {
        String restic = repository.open();
        List<Poison> here =
                candidates.stream().filter(p -> p.repository().equals(restic)).toList();
        List<String> ids = new ArrayList<>();
        for (Poison poison : here) {
            ids.addAll(ids(repository, poison));
        }
        if (!ids.isEmpty()) {
            repository.forget(ids);
        }
        for (Poison poison : here) {
            journal.cured(poison.repository(), poison.run());
            LOG.infof(
                    "forgot leftover dataset=%s run=%s repository=%s reason=%s",
                    poison.dataset(), poison.run(), repository.id(), poison.reason());
        }
    }

    private static List<String> ids(Repository repository, Poison poison)
            throws RepositoryException, InterruptedException {
        if (poison.snapshot().isPresent()) {
            return List.of(poison.snapshot().get());
        }
        return repository.snapshots("slackwater.run:" + poison.run()).stream()
                .map(Snapshot::id)
                .toList();
    }
}
