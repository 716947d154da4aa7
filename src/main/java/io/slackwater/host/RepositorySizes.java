package io.slackwater.host;

import io.slackwater.journal.RepositorySize;
import io.slackwater.journal.RepositorySizeStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Records the size of each local repository once a day, for a year. Safe for use by several threads. */
public final class RepositorySizes {

    private static final Duration BETWEEN = Duration.ofDays(1);
    private static final Duration KEPT = Duration.ofDays(366);

    private final RepositorySizeStore store;
    private final Clock clock;
    private final Map<String, Instant> last = new HashMap<>();

    public RepositorySizes(RepositorySizeStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
        store.all().forEach(size -> last.put(size.repository(), size.at()));
    }

    /** Takes the current sizes in bytes, by the name of the repository. Records those that are due. */
    public synchronized void measured(Map<String, Long> bytes) {
        Instant now = clock.instant();
        List<RepositorySize> due = bytes.entrySet().stream()
                .filter(one -> due(one.getKey(), now))
                .map(one -> new RepositorySize(one.getKey(), now, one.getValue()))
                .toList();
        if (!due.isEmpty()) {
            store.add(due, now.minus(KEPT));
            due.forEach(size -> last.put(size.repository(), now));
        }
    }

    /** A size that an earlier clock dated into the future does not count. */
    private boolean due(String repository, Instant now) {
        Instant before = last.get(repository);
        return before == null || Duration.between(before, now).abs().compareTo(BETWEEN) >= 0;
    }

    /** Returns the recorded sizes of all repositories, oldest first. */
    public List<RepositorySize> recorded() {
        return store.all();
    }
}
