package io.slackwater.run;

import io.slackwater.journal.Journal;
import io.slackwater.journal.Journal.Verified;
import io.slackwater.repository.Snapshot;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Whether what was verified is still in its repository: whoever has the key can forget there, and Backrest's page has a button for
 * it. A verdict on what is gone ends, so that it neither counts nor is offered any more.
 */
final class Presence {

    private static final Logger LOG = Logger.getLogger(Presence.class);

    /** So long the loss is told, although it is noticed and acted upon at once. */
    private static final Duration TOLD = Duration.ofHours(1);

    private final Journal journal;
    private final RepositoryAlarms alarms;
    private final Damages damages;
    private final Clock clock;

    Presence(Journal journal, RepositoryAlarms alarms, Damages damages, Clock clock) {
        this.journal = journal;
        this.alarms = alarms;
        this.damages = damages;
        this.clock = clock;
    }

    /** What must be in the repository. Asked before it is listed: what is verified later is in no list yet. */
    List<Verified> expected(String restic) {
        return journal.datasets().stream()
                .flatMap(dataset -> journal.verified(dataset).stream())
                .filter(verified -> verified.repository().equals(restic))
                .toList();
    }

    /** @param there all snapshots of the repository, listed while nobody of us forgot anything in it */
    void compare(String name, String restic, List<Verified> expected, Collection<Snapshot> there) {
        damages.look(name, restic, there, clock.instant());
        Set<String> ids = there.stream().map(Snapshot::stableId).collect(Collectors.toSet());
        List<Verified> missing = expected.stream()
                .filter(verified -> !ids.contains(verified.snapshot()))
                .toList();
        if (missing.isEmpty()) {
            alarms.toldLoss(name, clock.instant().minus(TOLD));
            return;
        }
        Map<String, Instant> newest = new TreeMap<>();
        missing.forEach(lost -> newest.merge(lost.dataset(), lost.time(), (a, b) -> a.isAfter(b) ? a : b));
        journal.forgotten(restic, missing.stream().map(Verified::snapshot).collect(Collectors.toSet()));
        for (Verified lost : missing) {
            journal.audit("slackwater", "lost", lost.dataset(), "snapshot " + lost.snapshot() + " is not in " + name);
        }
        String which = newest.entrySet().stream()
                .map(one -> one.getKey() + " (newest of " + one.getValue() + ")")
                .collect(Collectors.joining(", "));
        LOG.errorf("verified snapshots are gone repository=%s count=%d datasets=%s", name, missing.size(), which);
        alarms.lost(
                name,
                clock.instant(),
                missing.size() + " verified snapshots that Slackwater did not forget are not in repository " + name
                        + " any more, of " + which
                        + ". They are not offered any more, and a dataset that has no other is backed up again."
                        + " See who forgets there: Backrest's page, another policy, or restic with the key");
    }
}
