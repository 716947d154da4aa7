package io.slackwater.trust;

import io.slackwater.journal.Journal;
import io.slackwater.journal.RunStore;
import io.slackwater.journal.VerdictStore;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Snapshots that events report as forgotten, by repository, until the repository is listed. Snapshots that Slackwater forgot have no
 * verdict and are ignored. Safe for use by several threads.
 */
final class Suspects {

    /** Marks damage whose snapshots are unknown. */
    private static final String ANY = "";

    private final RunStore runs;
    private final VerdictStore verdicts;
    private final ConcurrentMap<String, Set<String>> said = new ConcurrentHashMap<>();

    public Suspects(Journal journal) {
        this.runs = journal.runs();
        this.verdicts = journal.verdicts();
    }

    /**
     * Records reported snapshots.
     *
     * @param snapshots empty when they are unknown
     * @return whether any of the snapshots has a verdict
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

    /** Whether a snapshot with a verdict is reported as forgotten. */
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

    /** The repository is being listed; later reports need another look. */
    public void looked(String repository) {
        said.remove(repository);
    }
}
