package io.slackwater.trust;

import io.slackwater.journal.AuditLog;
import io.slackwater.journal.Journal;
import io.slackwater.journal.VerdictStore;
import io.slackwater.journal.Verified;
import io.slackwater.repository.Snapshot;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Compares the verdicts with the repository's snapshots, because Backrest or another program can remove snapshots. Loss
 * prevented: a verdict on a missing snapshot ends, so that it neither counts nor is offered.
 */
final class Presence {

    private static final Logger LOG = Logger.getLogger(Presence.class);

    private final VerdictStore verdicts;
    private final AuditLog audit;
    private final Losses losses;
    private final DamagedSnapshots damagedSnapshots;
    private final Clock clock;

    public Presence(Journal journal, DamagedSnapshots damagedSnapshots, Clock clock) {
        this.verdicts = journal.verdicts();
        this.audit = journal.audit();
        this.losses = new Losses(journal);
        this.damagedSnapshots = damagedSnapshots;
        this.clock = clock;
    }

    /** The snapshots that must exist. Read before the repository is listed, because a later snapshot is not in the list. */
    public List<Verified> expected(String restic) {
        return verdicts.in(restic);
    }

    /** @param there all snapshots of the repository, listed while Slackwater forgot none */
    public void compare(String name, String restic, List<Verified> expected, Collection<Snapshot> there) {
        damagedSnapshots.look(name, restic, there, clock.instant());
        Set<String> ids = there.stream().map(Snapshot::stableId).collect(Collectors.toSet());
        List<Verified> missing = expected.stream()
                .filter(verified -> !ids.contains(verified.snapshot()))
                .toList();
        if (missing.isEmpty()) {
            losses.settle(name, clock.instant());
            return;
        }
        verdicts.forgotten(restic, missing.stream().map(Verified::snapshot).collect(Collectors.toSet()));
        losses.found(name, missing, clock.instant());
        for (Verified lost : missing) {
            audit.append("slackwater", "lost", lost.dataset(), "snapshot " + lost.snapshot() + " is not in " + name);
        }
        LOG.errorf(
                "verified snapshots are gone repository=%s count=%d datasets=%s",
                name,
                missing.size(),
                missing.stream().map(Verified::dataset).distinct().collect(Collectors.joining(",")));
    }
}
