package io.slackwater.trust;

import io.slackwater.journal.Journal;
import io.slackwater.journal.RunStore;
import io.slackwater.journal.VerdictStore;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Snapshots that somebody is said to have forgotten, by repository, until it was looked. Those that we forgot ourselves have no verdict
 * any more by then, and are not looked for. Safe for several threads.
 */
public final class Suspects {

    /** Of whose names nothing is known. */
    private static final String ANY = "";

    private final RunStore runs;
    private final VerdictStore verdicts;
    private final ConcurrentMap<String, Set<String>> said = new ConcurrentHashMap<>();

    public Suspects(Journal journal) {
        this.runs = journal.runs();
        this.verdicts = journal.verdicts();
    }

    /**
     * Somebody forgot them.
     *
     * @param snapshots empty when it is not known which
     * @return whether one of them counts
     */
    public boolean add(String repository, Set<String> snapshots) {
        Set<String> more = snapshots.isEmpty() ? Set.of(ANY) : snapshots;
        said.merge(repository, Set.copyOf(more), (some, others) -> {
            Set<String> all = new TreeSet<>(some);
            all.addAll(others);
            return Set.copyOf(all);
        });
        return any(repository);
    }

    /** Whether one that counts is said to be gone. */
    public boolean any(String repository) {
        Set<String> snapshots = said.getOrDefault(repository, Set.of());
        if (snapshots.isEmpty() || snapshots.contains(ANY)) {
            return !snapshots.isEmpty();
        }
        boolean counts = runs.datasets().stream()
                .flatMap(dataset -> verdicts.of(dataset).stream())
                .anyMatch(verified -> snapshots.contains(verified.snapshot()));
        if (!counts) {
            said.remove(repository, snapshots);
        }
        return counts;
    }

    /** It is being looked; what is said from now on is another matter. */
    public void looked(String repository) {
        said.remove(repository);
    }
}
