package io.slackwater.trust;

import io.slackwater.journal.AuditLog;
import io.slackwater.journal.DatasetStore;
import io.slackwater.journal.Loss;
import io.slackwater.journal.RepositoryStore;
import io.slackwater.journal.VerdictStore;
import io.slackwater.journal.Verified;
import io.slackwater.repository.Snapshot;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Verified snapshots that Backrest or another program removed: their verdicts end. Loss prevented: a dataset stays fresh although its
 * snapshots are gone. The alarm lasts until a newer snapshot is verified, at least an hour, or until a user acknowledges it.
 */
public final class LostSnapshots {

    private static final Logger LOG = Logger.getLogger(LostSnapshots.class);

    /**
     * The shortest time of an alarm. Loss prevented: the removal of old snapshots alone would raise no alarm, because a newer one is
     * verified.
     */
    private static final Duration SHOWN = Duration.ofHours(1);

    private final RepositoryStore repositories;
    private final VerdictStore verdicts;
    private final DatasetStore datasets;
    private final AuditLog audit;
    private final Clock clock;

    public LostSnapshots(
            RepositoryStore repositories, VerdictStore verdicts, DatasetStore datasets, AuditLog audit, Clock clock) {
        this.repositories = repositories;
        this.verdicts = verdicts;
        this.datasets = datasets;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * Ends the verdicts of missing snapshots.
     *
     * @param expected the verdicts from before the listing, because a later snapshot is not in the list
     * @param there all snapshots of the repository, listed while Slackwater forgot none
     */
    void compare(String repository, String restic, List<Verified> expected, Collection<Snapshot> there) {
        Set<String> ids = there.stream().map(Snapshot::stableId).collect(Collectors.toSet());
        List<Verified> missing = expected.stream()
                .filter(verified -> !ids.contains(verified.snapshot()))
                .toList();
        Map<String, Loss> losses = new TreeMap<>();
        repositories.losses(repository).forEach(loss -> losses.put(loss.dataset(), loss));
        if (!missing.isEmpty()) {
            verdicts.forgotten(restic, missing.stream().map(Verified::snapshot).collect(Collectors.toSet()));
        }
        for (Verified lost : missing) {
            losses.merge(lost.dataset(), new Loss(lost.dataset(), clock.instant(), 1, lost.time()), Loss::and);
            audit.append(
                    "slackwater", "lost", lost.dataset(), "snapshot " + lost.snapshot() + " is not in " + repository);
            LOG.errorf(
                    "verified snapshot is gone repository=%s dataset=%s snapshot=%s",
                    repository, lost.dataset(), lost.snapshot());
        }
        repositories.losses(
                repository, losses.values().stream().filter(loss -> !over(loss)).toList());
    }

    /** A person acknowledges the loss. */
    void acknowledge(Collection<String> names, String dataset) {
        for (String repository : names) {
            repositories.losses(
                    repository,
                    repositories.losses(repository).stream()
                            .filter(loss -> !loss.dataset().equals(dataset))
                            .toList());
        }
    }

    /** The text of the alarm; empty without a loss. */
    public Optional<String> reason(String repository) {
        List<Loss> losses = current(repository);
        int count = losses.stream().mapToInt(Loss::count).sum();
        return losses.isEmpty()
                ? Optional.empty()
                : Optional.of((count == 1 ? "1 verified snapshot" : count + " verified snapshots")
                        + " that Slackwater did not forget " + (count == 1 ? "is" : "are") + " no longer in repository "
                        + repository
                        + ": "
                        + losses.stream()
                                .map(loss ->
                                        "%s (%d, newest of %s)".formatted(loss.dataset(), loss.count(), loss.newest()))
                                .collect(Collectors.joining(", "))
                        + ". " + (count == 1 ? "It is" : "They are") + " no longer offered.");
    }

    /** The datasets with a loss. */
    public List<String> datasets(String repository) {
        return current(repository).stream().map(Loss::dataset).toList();
    }

    private List<Loss> current(String repository) {
        return repositories.losses(repository).stream()
                .filter(loss -> !over(loss))
                .toList();
    }

    private boolean over(Loss loss) {
        return datasets.gone(loss.dataset())
                || (!loss.found().plus(SHOWN).isAfter(clock.instant())
                        && verdicts.of(loss.dataset()).stream()
                                .anyMatch(one -> one.time().isAfter(loss.newest())));
    }
}
