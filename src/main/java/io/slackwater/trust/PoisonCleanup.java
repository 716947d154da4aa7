package io.slackwater.trust;

import io.slackwater.discovery.Dataset;
import io.slackwater.journal.EndCause;
import io.slackwater.journal.Poison;
import io.slackwater.journal.PoisonStore;
import io.slackwater.policy.PlanPolicy;
import io.slackwater.policy.Policy;
import io.slackwater.repository.Engine;
import io.slackwater.repository.Engine.MayStore;
import io.slackwater.repository.Repository;
import io.slackwater.repository.RepositoryException;
import io.slackwater.repository.Snapshot;
import io.slackwater.repository.TreeRead;
import io.slackwater.trust.RunFailure.Failed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Removes poison from repositories: snapshots of runs that failed. The next run of a dataset waits for this. Loss
 * prevented: restic could take such a snapshot for the parent, and skip files that it read wrongly.
 */
public final class PoisonCleanup {

    private static final Logger LOG = Logger.getLogger(PoisonCleanup.class);

    private final PoisonStore poisons;
    private final Supplier<Policy> policy;
    private final Function<String, Repository> repositories;
    private final List<Engine> engines;
    private final Strays strays;

    public PoisonCleanup(
            PoisonStore poisons,
            SnapshotTrust trust,
            Supplier<Policy> policy,
            Function<String, Repository> repositories,
            List<Engine> engines) {
        this.poisons = poisons;
        this.strays = trust.strays();
        this.policy = policy;
        this.repositories = repositories;
        this.engines = engines;
    }

    /**
     * Removes the snapshots of the dataset's failed runs from its plan's repository.
     *
     * @return the runs whose snapshots were removed; these runs may also have left processes in the container
     */
    public List<String> before(Dataset dataset) throws Failed, InterruptedException {
        List<Poison> mine = poisons.all().stream()
                .filter(poison -> poison.dataset().equals(dataset.id()))
                .toList();
        PlanPolicy plan = policy.get().plans().get(dataset.plan());
        if (mine.isEmpty() || plan == null) {
            return List.of();
        }
        MayStore may = mayStillStore(dataset.id());
        if (may == MayStore.YES) {
            throw new Failed(
                    "an earlier, failed backup of " + dataset.id()
                            + " is still being stored, and its snapshot must be removed first;"
                            + " wait for its end, or cancel it in Backrest",
                    EndCause.ENGINE);
        }
        try {
            forget(repositories.apply(plan.repository()), mine, may);
            return mine.stream().map(Poison::run).toList();
        } catch (RepositoryException e) {
            throw Failed.of(
                    "the snapshot of an earlier, failed run of " + dataset.id()
                            + " could not be removed, and no backup starts until it is removed: " + e.getMessage(),
                    e);
        }
    }

    /** Whether snapshots of ended runs are still in the repository, for example after a stop during the retention. */
    boolean pending(Repository repository) throws RepositoryException, InterruptedException {
        Optional<String> restic = repository.pinned();
        return poisons.all().stream().anyMatch(poison -> restic.equals(Optional.of(poison.repository())));
    }

    /** Removes all snapshots of failed runs from one repository, in one restic call. */
    public void sweep(Repository repository) throws RepositoryException, InterruptedException {
        List<Poison> all = new ArrayList<>();
        for (Poison poison : poisons.all()) {
            if (mayStillStore(poison.dataset()) == MayStore.NO) {
                all.add(poison);
            }
        }
        forget(repository, all, MayStore.NO);
    }

    private MayStore mayStillStore(String dataset) throws InterruptedException {
        for (Engine engine : engines) {
            MayStore may = engine.mayStillStore(dataset);
            if (may != MayStore.NO) {
                return may;
            }
        }
        return MayStore.NO;
    }

    /**
     * Removes the snapshots and their records. A record without a snapshot's id is kept until the engine answers. Loss
     * prevented: a snapshot that is stored later would stay.
     */
    private void forget(Repository repository, List<Poison> candidates, MayStore may)
            throws RepositoryException, InterruptedException {
        if (candidates.isEmpty()) {
            return;
        }
        String restic = repository.open();
        List<Poison> here = candidates.stream()
                .filter(poison -> poison.repository().equals(restic))
                .toList();
        if (here.isEmpty()) {
            return;
        }
        List<String> ids = repository.snapshots().stream()
                .filter(snapshot -> here.stream().anyMatch(poison -> leftBy(poison, snapshot)))
                .map(Snapshot::id)
                .toList();
        if (!ids.isEmpty()) {
            repository.forget(ids);
            LOG.infof("forgot leftovers repository=%s snapshots=%s", repository.id(), String.join(",", ids));
        }
        here.stream()
                .filter(poison -> may == MayStore.NO || poison.snapshot().isPresent())
                .forEach(poison -> poisons.forgotten(poison.repository(), poison.run()));
    }

    /** Also finds the hot snapshots of the run. Loss prevented: a file that was read torn would be taken for unchanged. */
    private boolean leftBy(Poison poison, Snapshot snapshot) {
        if (snapshot.tags().contains(TreeRead.HOT_TAG + ":" + poison.run())) {
            return true;
        }
        return poison.snapshot()
                .map(id -> id.equals(snapshot.stableId()) || id.equals(snapshot.id()))
                .orElseGet(() -> snapshot.tags().contains("plan:" + poison.dataset()) && strays.of(poison, snapshot));
    }
}
