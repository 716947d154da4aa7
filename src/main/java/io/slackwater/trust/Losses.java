package io.slackwater.trust;

import io.slackwater.journal.DatasetStore;
import io.slackwater.journal.Journal;
import io.slackwater.journal.Loss;
import io.slackwater.journal.RepositoryStore;
import io.slackwater.journal.VerdictStore;
import io.slackwater.journal.Verified;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Verified snapshots that another program forgot, by repository and dataset. The alarm lasts until a newer snapshot is verified, at least
 * an hour, or until a person acknowledges it.
 */
final class Losses {

    /** The shortest time of an alarm, so that a person sees it. */
    private static final Duration TOLD = Duration.ofHours(1);

    private final RepositoryStore repositories;
    private final VerdictStore verdicts;
    private final DatasetStore datasets;

    public Losses(Journal journal) {
        this.repositories = journal.repositories();
        this.verdicts = journal.verdicts();
        this.datasets = journal.datasets();
    }

    /** Records the missing snapshots. */
    void found(String repository, Collection<Verified> missing, Instant now) {
        Map<String, Loss> all = new TreeMap<>();
        repositories.losses(repository).forEach(loss -> all.put(loss.dataset(), loss));
        missing.forEach(lost -> all.merge(lost.dataset(), new Loss(lost.dataset(), now, 1, lost.time()), Loss::and));
        repositories.losses(repository, List.copyOf(all.values()));
    }

    /** Removes the losses whose alarm is over. */
    void settle(String repository, Instant now) {
        repositories.losses(repository, told(repository, now));
    }

    /** A person acknowledges the loss. */
    public void acknowledge(Collection<String> names, String dataset) {
        for (String repository : names) {
            repositories.losses(
                    repository,
                    repositories.losses(repository).stream()
                            .filter(loss -> !loss.dataset().equals(dataset))
                            .toList());
        }
    }

    /** The text of the alarm; empty without a loss. */
    Optional<String> reason(String repository, Instant now) {
        List<Loss> told = told(repository, now);
        int count = told.stream().mapToInt(Loss::count).sum();
        return told.isEmpty()
                ? Optional.empty()
                : Optional.of((count == 1 ? "1 verified snapshot" : count + " verified snapshots")
                        + " that Slackwater did not forget " + (count == 1 ? "is" : "are") + " not in repository "
                        + repository
                        + " any more, of "
                        + told.stream().map(Losses::words).collect(Collectors.joining(", "))
                        + ". " + (count == 1 ? "It is" : "They are") + " not offered any more.");
    }

    private List<Loss> told(String repository, Instant now) {
        return repositories.losses(repository).stream()
                .filter(loss -> !over(loss, now))
                .toList();
    }

    private boolean over(Loss loss, Instant now) {
        return datasets.gone(loss.dataset())
                || (!loss.found().plus(TOLD).isAfter(now)
                        && verdicts.of(loss.dataset()).stream()
                                .anyMatch(one -> one.time().isAfter(loss.newest())));
    }

    private static String words(Loss loss) {
        return "%s (%d, newest of %s)".formatted(loss.dataset(), loss.count(), loss.newest());
    }
}
