package io.slackwater.trust;

import io.slackwater.journal.Journal;
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
 * Verified snapshots that somebody else forgot, by repository and dataset. A loss is told until its dataset has a verified snapshot that
 * is newer than all that were lost, but for an hour at least, or until a person acknowledges it.
 */
public final class Losses {

    /** However soon there is a newer one: who looks now and then is to see it. */
    private static final Duration TOLD = Duration.ofHours(1);

    private final Journal journal;

    public Losses(Journal journal) {
        this.journal = journal;
    }

    /**
     * Of one dataset.
     *
     * @param found when it was noticed last
     * @param newest of what
     */
    private record Loss(String dataset, Instant found, int count, Instant newest) {

        static Loss read(String line) {
            String[] words = line.split(" ");
            return new Loss(words[0], Instant.parse(words[1]), Integer.parseInt(words[2]), Instant.parse(words[3]));
        }

        String write() {
            return String.join(" ", dataset, found.toString(), Integer.toString(count), newest.toString());
        }

        Loss and(Loss later) {
            return new Loss(
                    dataset, later.found, count + later.count, newest.isAfter(later.newest) ? newest : later.newest);
        }

        String words() {
            return "%s (%d, newest of %s)".formatted(dataset, count, newest);
        }
    }

    /** These are not in the repository any more. */
    void found(String repository, Collection<Verified> missing, Instant now) {
        Map<String, Loss> all = new TreeMap<>();
        noted(repository).forEach(loss -> all.put(loss.dataset(), loss));
        missing.forEach(lost -> all.merge(lost.dataset(), new Loss(lost.dataset(), now, 1, lost.time()), Loss::and));
        write(repository, all.values());
    }

    /** Strikes what needs not be told any more. */
    void settle(String repository, Instant now) {
        write(repository, told(repository, now));
    }

    /** A person knows of it. */
    public void acknowledge(Collection<String> repositories, String dataset) {
        for (String repository : repositories) {
            write(
                    repository,
                    noted(repository).stream()
                            .filter(loss -> !loss.dataset().equals(dataset))
                            .toList());
        }
    }

    /** What is to be told; empty when nothing is. */
    Optional<String> reason(String repository, Instant now) {
        List<Loss> told = told(repository, now);
        int count = told.stream().mapToInt(Loss::count).sum();
        return told.isEmpty()
                ? Optional.empty()
                : Optional.of((count == 1 ? "1 verified snapshot" : count + " verified snapshots")
                        + " that Slackwater did not forget " + (count == 1 ? "is" : "are") + " not in repository "
                        + repository
                        + " any more, of "
                        + told.stream().map(Loss::words).collect(Collectors.joining(", "))
                        + ". " + (count == 1 ? "It is" : "They are") + " not offered any more.");
    }

    private List<Loss> told(String repository, Instant now) {
        return noted(repository).stream().filter(loss -> !over(loss, now)).toList();
    }

    private boolean over(Loss loss, Instant now) {
        boolean meant = journal.note(DatasetNotes.gone(loss.dataset()))
                .filter(note -> !note.isEmpty())
                .isPresent();
        return meant
                || (!loss.found().plus(TOLD).isAfter(now)
                        && journal.verdicts().of(loss.dataset()).stream()
                                .anyMatch(one -> one.time().isAfter(loss.newest())));
    }

    private List<Loss> noted(String repository) {
        return journal.note(key(repository)).stream()
                .flatMap(String::lines)
                .map(Loss::read)
                .toList();
    }

    private void write(String repository, Collection<Loss> losses) {
        String text = losses.stream().map(Loss::write).collect(Collectors.joining("\n"));
        if (!text.equals(journal.note(key(repository)).orElse(""))) {
            journal.note(key(repository), text);
        }
    }

    private static String key(String repository) {
        return "repository-losses:" + repository;
    }
}
