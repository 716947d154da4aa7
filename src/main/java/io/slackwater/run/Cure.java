package io.slackwater.run;

import io.slackwater.discovery.Dataset;
import io.slackwater.journal.Journal;
import io.slackwater.journal.Journal.Poison;
import io.slackwater.policy.PlanPolicy;
import io.slackwater.policy.Policy;
import io.slackwater.repository.Engine;
import io.slackwater.repository.Repository;
import io.slackwater.repository.RepositoryException;
import io.slackwater.repository.Snapshot;
import io.slackwater.run.RunFailure.Failed;
import java.io.IOException;
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
    private final Engine engine;
    private final Strays strays;

    Cure(Journal journal, Supplier<Policy> policy, Function<String, Repository> repositories, Engine engine) {
        this.journal = journal;
        this.policy = policy;
        this.repositories = repositories;
        this.engine = engine;
        this.strays = new Strays(journal);
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
        if (engine.mayStillStore(dataset.id())) {
            throw new Failed(
                    "an earlier backup of " + dataset.id()
                            + " is still being stored, and what it stores must be forgotten"
                            + " first; wait for its end, or cancel it in Backrest",
                    true,
                    new IOException("still storing"));
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
        List<Poison> all = new ArrayList<>();
        for (Poison poison : journal.poison()) {
            if (!engine.mayStillStore(poison.dataset())) {
                all.add(poison);
            }
        }
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

    private List<String> ids(Repository repository, Poison poison) throws RepositoryException, InterruptedException {
        if (poison.snapshot().isPresent()) {
            return List.of(poison.snapshot().get());
        }
        return repository.snapshots("plan:" + poison.dataset()).stream()
                .filter(snapshot -> strays.of(poison, snapshot))
                .map(Snapshot::id)
                .toList();
    }
}
