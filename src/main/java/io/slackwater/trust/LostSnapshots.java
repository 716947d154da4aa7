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
 * Detects verified snapshots that Backrest or another program removed, and raises an alarm. The alarm lasts at least an
 * hour, until a newer snapshot is verified or a user acknowledges the loss. Loss prevented: a dataset whose snapshots
 * are gone would still look healthy.
 */
public final class LostSnapshots {

    private static final Logger LOG = Logger.getLogger(LostSnapshots.class);

    /**
     * The shortest duration of an alarm. Loss prevented: removed old snapshots would raise no alarm, because a newer
     * snapshot is verified already.
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
     * Deletes the journal's records of verified snapshots that are no longer in the repository, and remembers the loss.
     *
     * @param expected the verified snapshots, read before the list, because the list lacks later ones
     * @param there all snapshots of the repository, listed while Slackwater removed none
     */
    void compare(String repository, String restic, List<Verified> expected, Collection<Snapshot> there) {
        Set<String> ids = there.stream().map(Snapshot::stableId).collect(Collectors.toSet());
        List<Verified> missing = expected.stream()
                .filter(verified -> !ids.contains(verified.snapshot()))
                .toList();
        Map<String, Loss> losses = new TreeMap<>();
        repositories.losses(repository).forEach(loss -> losses.put(loss.dataset(), loss));
        for (Verified lost : missing) {
            losses.merge(lost.dataset(), new Loss(lost.dataset(), clock.instant(), 1, lost.time()), Loss::and);
            audit.append(
                    "slackwater", "lost", lost.dataset(), "snapshot " + lost.snapshot() + " is not in " + repository);
            LOG.errorf(
                    "another program removed a verified snapshot repository=%s dataset=%s snapshot=%s",
                    repository, lost.dataset(), lost.snapshot());
        }
        repositories.losses(
                repository, losses.values().stream().filter(loss -> !over(loss)).toList());
        // Deleted last. Loss prevented: a kill after the deletion would hide the loss.
        if (!missing.isEmpty()) {
            verdicts.forgotten(restic, missing.stream().map(Verified::snapshot).collect(Collectors.toSet()));
        }
    }

    /** Ends the alarm about a dataset, because a user acknowledged the loss. */
    void acknowledge(Collection<String> names, String dataset) {
        for (String repository : names) {
            repositories.losses(
                    repository,
                    repositories.losses(repository).stream()
                            .filter(loss -> !loss.dataset().equals(dataset))
                            .toList());
        }
    }

    /** Returns the text of the alarm; empty without a loss. */
    public Optional<String> reason(String repository) {
        List<Loss> losses = current(repository);
        return losses.isEmpty()
                ? Optional.empty()
                : Optional.of(losses.stream()
                        .map(loss -> "%s (%d, newest of %s)".formatted(loss.dataset(), loss.count(), loss.newest()))
                        .collect(Collectors.joining(
                                ", ",
                                "Verified snapshots that Slackwater did not remove are no longer in repository "
                                        + repository + ": ",
                                ". They are no longer offered for restores.")));
    }

    /** Returns the datasets that lost snapshots. */
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
