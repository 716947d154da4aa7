package io.slackwater.trust;

import io.slackwater.journal.Journal;
import io.slackwater.journal.VerdictStore;
import java.time.Clock;

/**
 * The objects that decide which snapshots count. They know problems of repositories, and damaged, lost, shrunken and
 * unverified snapshots.
 */
public record SnapshotTrust(
        RepositoryAlarms alarms, DamagedSnapshots damaged, LostSnapshots lost, ShrinkGuard shrink, Strays strays) {

    public static SnapshotTrust of(Journal journal, Clock clock) {
        VerdictStore verdicts = journal.verdicts();
        RepositoryAlarms alarms = new RepositoryAlarms(
                journal.repositories(), verdicts, journal.suspectedDamage(), journal.audit(), clock);
        return new SnapshotTrust(
                alarms,
                new DamagedSnapshots(verdicts, journal.suspectedDamage(), journal.datasets(), alarms),
                new LostSnapshots(journal.repositories(), verdicts, journal.datasets(), journal.audit(), clock),
                new ShrinkGuard(verdicts, journal.datasets()),
                new Strays(journal.runs(), verdicts));
    }
}
